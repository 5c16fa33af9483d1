"""All measures of an area in a line each: figure, verdict, change, and where it lies among all areas."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from dashboard.charts import spine as drawn
from dashboard.charts.style import Picture
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.figures import KEY, PERIOD, period_of
from dashboard.domain.indicators import Catalogue, Indicator, Theme
from dashboard.domain.wording import counted
from dashboard.reports import sentences, tones, words
from dashboard.reports.area import Told, notes_of, unsupplied_of
from dashboard.reports.comparators import why_not
from dashboard.reports.funnel import peers_of, plural
from dashboard.reports.report import Line, Lines, SpineReport, beyond_rounding, where
from dashboard.stats.verdicts import SIZES, changing

FEWEST = 8  # areas; our own rule: with fewer there is no middle half worth the name
KEY_TO_ROWS = (
    "In each drawing a thin line is an area and the grey part holds the middle half of them. The diamond marks "
    "the area itself, the dashed line whom it is compared with. Better lies to the right; where no direction is "
    "agreed, higher does. Counts have no such row, for they follow the number of people. "
    "“About” is said of a figure that its source has rounded."
)


def spine_report(
    area: Area,
    told: Mapping[str, list[Told]],
    estimates: pd.DataFrame,
    everywhere: pd.DataFrame,
    catalogue: Catalogue,
    areas: Areas,
    revision: int,
    compared_with: str = "",
) -> SpineReport:
    """Return all measures of ``area`` from compared headline estimates of it, of wider areas and of its country.

    ``told`` is what ``told_lines`` found in them, ``everywhere`` are estimates of all areas for its periods.
    """
    changed = changing(estimates, catalogue)
    by, all_of = dict(list(changed.groupby("indicator"))), dict(list(everywhere.groupby("indicator")))
    lines: dict[Theme, list[Line]] = {theme: [] for theme in Theme}
    for name, found in told.items():
        one = catalogue.called(name)
        others = all_of.get(name, everywhere.iloc[:0])
        lines[one.theme] += [_line(here, one, area, areas, by[name], others) for here in found]
    themes = tuple(Lines(theme.label, tuple(rows)) for theme, rows in lines.items() if rows)
    missing = tuple(unsupplied_of(one) for one in catalogue if one.id not in told)
    return SpineReport(
        title=f"{area.name}: all measures",
        area=area.name,
        lead=_lead([line for theme in themes for line in theme.lines], area),
        notes=tuple(filter(None, (*notes_of(area, areas), compared_with))),
        key=KEY_TO_ROWS if themes else "",
        themes=themes,
        unsupplied=missing,
        revision=revision,
    )


def _lead(lines: list[Line], area: Area) -> str:
    if not lines:
        return f"There are no figures for {area.name} yet. The list below says what to ask for, and from whom."
    tones_of = Counter(line.tone for line in lines)
    said = {"better": "better", "similar": "similar", "worse": "worse", "different": "higher or lower"}
    parts = [f"{tones_of[tone]} {word}" for tone, word in said.items() if tones_of[tone]]
    compared = f" Compared, and allowing for chance: {', '.join(parts)}." if parts else ""
    return f"{counted(len({line.indicator for line in lines}), 'measure')} in a line each.{compared}"


def _line(
    told: Told, indicator: Indicator, asked: Area, areas: Areas, rows: pd.DataFrame, everywhere: pd.DataFrame
) -> Line:
    row = told.row
    here = rows[(rows["area"] == row["area"]) & (rows["period_kind"] == row["period_kind"])]
    same = here[(here[KEY] == row[KEY]).all(axis=1)].iloc[0]
    figure = words.figure(row["value"], row["state"], indicator)
    strip, beside = _strip(row, indicator, told.place, areas, everywhere)
    newer = "" if told.later is None else sentences.no_figure(told.later, indicator)
    return Line(
        indicator=indicator.id,
        title=indicator.short_title,
        figure=figure,
        part=words.part_of_whole(row["numerator"], row["denominator"], row["state"], indicator),
        period=words.sentence(period_of(row).label),
        where=words.sentence(where(told.place, asked)),
        verdict=sentences.verdict(row),
        tone=tones.tone(row),
        not_compared=why_not(row, indicator),
        change=sentences.change(same, here, indicator),
        remark=" ".join(filter(None, (words.sentence(beyond_rounding(row, figure)), newer))),
        strip=strip,
        beside=beside,
        owners=indicator.owners,
    )


def _strip(
    row: pd.Series, indicator: Indicator, place: Area, areas: Areas, everywhere: pd.DataFrame
) -> tuple[Picture | None, str]:
    """The row of all areas with what it shows; or none, and why."""
    if place.kind is AreaKind.COUNTRY or pd.isna(row["value"]):
        return None, ""
    if indicator.kind in SIZES:
        return None, sentences.NO_ROW_OF_COUNTS
    peers = peers_of(indicator, place, areas)
    able = _able(everywhere, row, indicator, set(peers.by_code))
    kind = plural(peers.kind)
    if row["area"] not in set(able["area"]):
        return None, sentences.too_few_people(indicator)
    if len(able) < FEWEST:
        return None, sentences.too_few_areas(len(able), kind)
    said = sentences.among(row, able["value"], indicator, kind, len(peers.by_code) - len(able))
    return _drawn(row, able["value"], indicator, f"{place.name}: {_value(row, indicator)}. {said}"), said


def _able(rows: pd.DataFrame, row: pd.Series, indicator: Indicator, codes: set[str]) -> pd.DataFrame:
    """The areas of the same period that have a number, and people enough to say anything."""
    same = (rows[PERIOD] == row[PERIOD]).all(axis=1) & rows["area"].isin(codes)
    small = rows["denominator"] < (indicator.minimum_denominator or 0)
    return rows[same & rows["value"].notna() & ~small]


def _value(row: pd.Series, indicator: Indicator) -> str:
    return words.figure(row["value"], row["state"], indicator)


def _drawn(row: pd.Series, values: pd.Series, indicator: Indicator, said: str) -> Picture:
    theirs = row["comparator_value"]
    shown = [*values, row["value"], *([] if pd.isna(theirs) else [theirs])]
    low, high = min(shown), max(shown)

    def at(value: float) -> float:
        place = (value - low) / (high - low) if high > low else 0.5
        return 1 - place if indicator.better == "lower" else place

    middle = (at(float(values.quantile(0.25))), at(float(values.quantile(0.75))))
    comparator = None if pd.isna(theirs) else at(theirs)
    return drawn.spine(sorted(map(at, values)), middle, at(row["value"]), comparator, said)
