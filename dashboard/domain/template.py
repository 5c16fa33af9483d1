"""Our own template: its columns, and the lines of a return, one for each measure and place."""

from dataclasses import dataclass, replace
from datetime import timedelta

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.periods import (
    Period,
    PeriodKind,
    academic_year,
    add_months,
    calendar_year,
    financial_year,
    month,
    rolling_year,
    snapshot,
)

REQUIRED = ("indicator", "area", "period")
NUMBERS = ("count", "denominator", "value", "lower_ci_95", "upper_ci_95")
COLUMNS = (*REQUIRED, "sex", "age", "breakdown", *NUMBERS, "note")
OPTIONAL = ("source",)
# What stands beside for whoever fills it in, and is not read.
NAMES = ("measure", "area_name")
RETURN = ("indicator", "measure", "area", "area_name", *COLUMNS[2:])
LAST = ("last_period", "last_count", "last_denominator", "last_value", "last_source")
# The headings of the other sheets of our workbook, which hold no figures.
AREA_LIST = ("area", "area_name", "kind_of_area")
DEFINITIONS = ("indicator", "measure", "counts", "out_of", "unit", "ages", "how_often", "publication", "caveat")


@dataclass(frozen=True)
class Line:
    """One line of a return, to be filled in."""

    indicator: Indicator
    area: Area
    period: Period

    @property
    def before(self) -> Period:
        """The period of the figure before it: a quarter earlier, or a year where the measure is yearly."""
        months = max(self.indicator.months_apart, 3) if self.period.kind is not PeriodKind.MONTH else 1
        start = self.period.start
        if self.period.months:
            return replace(self.period, start=add_months(start, -months))
        return replace(self.period, start=add_months(start + timedelta(days=1), -months) - timedelta(days=1))


def lines_of(agency: Agency, quarter: Period, area: Area, catalogue: Catalogue, areas: Areas) -> list[Line]:
    """Return the lines of an agency's return for a quarter, for a place: each measure with the areas it comes for.

    Yearly measures stand in the quarter with which their year ends. Measures by prison have no line, for only the
    sender knows the prisons, nor have those for a whole country, but for the country itself.
    """
    found = []
    for indicator in catalogue.of_agency(agency):
        period = _period_in(indicator, quarter)
        if period is not None:
            found += [Line(indicator, one, period) for one in places_of(indicator, area, areas) if _stood(one, period)]
    return found


def _stood(area: Area, period: Period) -> bool:
    return area.ended is None or area.ended >= period.end


def places_of(indicator: Indicator, area: Area, areas: Areas) -> list[Area]:
    """Return the areas of the measure's own geography that lie in ``area`` or that it lies in."""
    kind = indicator.geography
    if area.kind is kind:
        return [area]
    if kind is AreaKind.AUTHORITY:
        return [areas.at(code) for code in area.members]
    return [] if kind in (AreaKind.PRISON, AreaKind.COUNTRY) else areas.wider(area, kind)


def _period_in(indicator: Indicator, quarter: Period) -> Period | None:
    """The period of a measure that ends with the quarter, of the kind that it usually comes in; None for no such."""
    end, kinds = quarter.end, indicator.period_kinds
    if indicator.months_apart == 12:
        return next(filter(None, (_year_that_ends(kind, quarter) for kind in kinds)), None)
    if kinds[0] is PeriodKind.SNAPSHOT:
        return snapshot(end)
    if PeriodKind.QUARTER in kinds:
        return quarter
    return rolling_year(end.year, end.month) if PeriodKind.ROLLING_YEAR in kinds else month(end.year, end.month)


def _year_that_ends(kind: PeriodKind, quarter: Period) -> Period | None:
    year = quarter.end.year
    match kind, quarter.end.month:
        case PeriodKind.FINANCIAL_YEAR, 3:
            return financial_year(year - 1)
        case PeriodKind.CALENDAR_YEAR, 12:
            return calendar_year(year)
        case PeriodKind.ACADEMIC_YEAR, 9:
            return academic_year(year - 1)
        case PeriodKind.SNAPSHOT, 3:
            return snapshot(quarter.end)
    return None
