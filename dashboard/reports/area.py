"""The area page: what is known of an area by theme, what stands for a wider area, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.figures import PERIOD, make_period, period_of
from dashboard.domain.indicators import Catalogue, Indicator, Theme
from dashboard.domain.wording import counted, listed
from dashboard.reports import words
from dashboard.reports.report import Measure, Report, Section, Unsupplied, measure

WIDER = (AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION)


def area_report(
    area: Area,
    told: Mapping[str, list["Told"]],
    estimates: pd.DataFrame,
    catalogue: Catalogue,
    areas: Areas,
    revision: int,
    compared_with: str = "",
) -> Report:
    """Return the report on ``area`` from compared headline estimates of it, of wider areas and of its country.

    ``told`` is what ``told_lines`` found in them, ``compared_with`` a sentence on whom it is compared with,
    where that is not the country.

    For each measure the newest figure of the area itself is told, else that of a wider area it lies
    in, which is named and never split down. National figures stand apart, for they are not the area's.
    """
    own, national, missing = [], [], []
    by = dict(list(estimates.groupby("indicator")))
    for indicator in catalogue:
        if indicator.id in told:
            own.append((indicator.theme, [measure_of(one, indicator, area) for one in told[indicator.id]]))
            continue
        missing.append(unsupplied_of(indicator))
        rows = by.get(indicator.id, estimates.iloc[:0])
        if country := told_of_country(rows, indicator, area, areas):
            national.append(measure_of(country, indicator, area))
    sections = [*_by_theme(own), *_national(national, area)]
    measures = [found for _, group in own for found in group]
    whole = {found.indicator for found in measures if not found.where}
    wider = {found.indicator for found in measures} - whole
    return Report(
        title=area.name,
        lead=lead_of(area, len(whole), len(wider), len(missing), elsewhere=bool(national)),
        notes=tuple(filter(None, (*notes_of(area, areas), compared_with))),
        sections=tuple(sections),
        unsupplied=tuple(missing),
        revision=revision,
    )


@dataclass(frozen=True)
class Told:
    """The estimate that is told of a place, and a newer one without a number, if there is one."""

    place: Area
    row: pd.Series = field(repr=False)
    later: pd.Series | None = field(default=None, repr=False)


def told_of(rows: pd.DataFrame, indicator: Indicator, area: Area, areas: Areas) -> list[Told]:
    """Return what is told of one measure: of the area itself, without a figure those of the wider areas."""
    own = _told(rows, indicator, area, areas.kept_code(area.code))
    if own:
        return [own]
    told = [_told(rows, indicator, place, place.code) for place in wider_areas(area, areas)]
    return [found for found in told if found]


def told_lines(area: Area, estimates: pd.DataFrame, catalogue: Catalogue, areas: Areas) -> dict[str, list[Told]]:
    """Return what is told of each measure, by its id: of the area itself, else of the wider areas it lies in."""
    by = dict(list(estimates.groupby("indicator")))
    found = {one.id: told_of(by[one.id], one, area, areas) for one in catalogue if one.id in by}
    return {name: told for name, told in found.items() if told}


def measure_of(told: Told, indicator: Indicator, asked: Area) -> Measure:
    """Return what is told of a measure as the page of ``asked`` tells it."""
    return measure(told.row, indicator, told.place, asked, told.later)


def wider_areas(area: Area, areas: Areas) -> list[Area]:
    """Return the areas whose figures are told, and named, where a local area has none of its own."""
    if area.kind in (AreaKind.COUNTRY, AreaKind.REGION):
        return []
    same = [place for place in areas.wider(area, AreaKind.COMMUNITY_SAFETY) if place.members == area.members]
    wider = [place for kind in WIDER for place in areas.wider(area, kind)]
    # Where several community safety partnerships share a county, none of them is the county.
    return [*(same if len(same) == 1 else []), *wider]


def _told(rows: pd.DataFrame, indicator: Indicator, place: Area, code: str) -> Told | None:
    here = rows[rows["area"] == code]
    row, last = newest(here[here["value"].notna()], indicator), newest(here, indicator)
    if last is None:
        return None
    if row is None:
        return Told(place, last)
    return Told(place, row, last if period_of(last).end > period_of(row).end else None)


def told_of_country(rows: pd.DataFrame, indicator: Indicator, area: Area, areas: Areas) -> Told | None:
    """Return what is told of the first country that has a figure, other than ``area`` itself."""
    places = [place for place in areas.of_kind(AreaKind.COUNTRY) if place.code != area.code]
    found = (_told(rows, indicator, place, place.code) for place in places)
    return next((told for told in found if told), None)


def everybody(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the headline estimates: those of everybody, of no sex, age or other group."""
    return rows[(rows["sex"] == "persons") & (rows["age"] == "") & (rows["breakdown"] == "")]


def newest(rows: pd.DataFrame, indicator: Indicator) -> pd.Series | None:
    """Return the row whose period ended last; of two that ended together, the kind usual for the indicator."""
    if rows.empty:
        return None
    usual = {kind: at for at, kind in enumerate(indicator.period_kinds)}
    periods = [make_period(*period) for period in rows[PERIOD].itertuples(index=False)]
    ends = [(period.end, -usual.get(period.kind, len(usual))) for period in periods]
    return rows.iloc[max(range(len(ends)), key=lambda at: ends[at])]


def unsupplied_of(indicator: Indicator) -> Unsupplied:
    """Return a measure without a figure, as it is listed with whom to ask."""
    return Unsupplied(indicator.id, indicator.title, indicator.owners, indicator.publisher, indicator.frequency)


def _by_theme(own: list[tuple[Theme, list[Measure]]]) -> list[Section]:
    sections = []
    for theme in Theme:
        measures = tuple(found for of, group in own if of is theme for found in group)
        if measures:
            sections.append(Section(theme.label, measures))
    return sections


def _national(national: list[Measure], area: Area) -> list[Section]:
    if not national:
        return []
    text = (
        f"We have no figures of these measures for {area.name} yet. "
        f"Those below are for the whole of the country named with each, and do not show how {area.name} is doing."
    )
    return [Section("The country as a whole", tuple(national), text)]


def lead_of(area: Area, whole: int, wider: int, missing: int, *, elsewhere: bool) -> str:
    """Return how many measures have a figure of an area itself, or of wider areas, and how many are missing.

    ``elsewhere`` says that figures of other places are told on the page, such as the country's.
    """
    if not whole and not wider and not elsewhere:
        return (
            f"There are no figures for {area.name} yet. Send a first file on the upload page: "
            "the list below says what to ask for, and from whom."
        )
    figures = f"{counted(whole, 'measure')} for {area.name}" if whole else f"No measures for {area.name} itself"
    shared = f", and {wider} for a wider area that takes it in" if wider else ""
    rest = f"{missing} not supplied" if missing else "none is missing"
    return f"{figures} so far{shared}; {rest}."


def notes_of(area: Area, areas: Areas) -> list[str]:
    """Return what is to be known of an area beside its figures: how sure its footprint is, what it covers, its end."""
    notes = []
    if not area.is_official:
        notes.append(
            "We have not found a published list of this partnership's members. Its footprint here is our best guess, "
            "and is not official."
        )
    if area.kind is AreaKind.PARTNERSHIP and len(area.members) > 1:
        notes.append(f"It covers {members_in_words(area, areas)}.")
    if area.kind is AreaKind.PRISON and area.note:
        notes.append(f"Not checked with the prison service: {area.note}.")
    elif area.note:
        notes.append(f"{words.sentence(area.note).rstrip('.')}.")
    if area.ended:
        now = listed([areas.at(code).name for code in area.successors])
        notes.append(f"This authority ended on {area.ended.day} {area.ended:%B %Y}. Its area is now in {now}.")
    return notes


def members_in_words(area: Area, areas: Areas) -> str:
    """Return the authorities that a partnership or region covers, in words."""
    return listed([areas.at(code).name for code in area.members])
