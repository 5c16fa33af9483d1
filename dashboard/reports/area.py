"""The area page: what is known of an area by theme, what stands for a wider area, and what is missing."""

from collections.abc import Sequence

import pandas as pd

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.indicators import Catalogue, Indicator, Theme
from dashboard.reports import words
from dashboard.reports.report import Measure, Report, Section, Unsupplied, measure

WIDER = (AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION)


def area_report(area: Area, estimates: pd.DataFrame, catalogue: Catalogue, areas: Areas, revision: int) -> Report:
    """Return the report on ``area`` from headline estimates of it, of wider areas and of its country.

    For each measure the newest figure of the area itself is told, else that of a wider area it lies
    in, which is named and never split down. National figures stand apart, for they are not the area's.
    """
    own, national, missing = [], [], []
    for indicator in catalogue:
        rows = estimates[estimates["indicator"] == indicator.id]
        figures = _figures(rows, indicator, area, areas)
        country = _told_first(rows, indicator, areas.of_kind(AreaKind.COUNTRY), area)
        if figures:
            own.append((indicator.theme, figures))
        elif country:
            national.append(country)
        if not figures:
            missing.append(_unsupplied(indicator))
    sections = [*_by_theme(own), *_national(national, area)]
    return Report(
        title=area.name,
        lead=_lead(area, [found for _, group in own for found in group], missing, national),
        notes=tuple(_notes(area)),
        sections=tuple(sections),
        unsupplied=tuple(missing),
        revision=revision,
    )


def _figures(rows: pd.DataFrame, indicator: Indicator, area: Area, areas: Areas) -> list[Measure]:
    """The figure of the area itself; without one, those of the wider areas that it lies in."""
    own = _told(rows, indicator, area, areas.kept_code(area.code), area)
    if own:
        return [own]
    told = [_told(rows, indicator, place, place.code, area) for place in wider_areas(area, areas)]
    return [found for found in told if found]


def wider_areas(area: Area, areas: Areas) -> list[Area]:
    """Return the areas whose figures are told, and named, where a local area has none of its own."""
    if area.kind in (AreaKind.COUNTRY, AreaKind.REGION):
        return []
    same = [place for place in areas.wider(area, AreaKind.COMMUNITY_SAFETY) if place.members == area.members]
    wider = [place for kind in WIDER for place in areas.wider(area, kind)]
    # Where several community safety partnerships share a county, none of them is the county.
    return [*(same if len(same) == 1 else []), *wider]


def _told(rows: pd.DataFrame, indicator: Indicator, place: Area, code: str, asked: Area) -> Measure | None:
    here = rows[rows["area"] == code]
    row = newest(here[here["value"].notna()], indicator)
    last = newest(here, indicator)
    if row is None:
        return None if last is None else measure(last, indicator, place, asked)
    return measure(row, indicator, place, asked, later=None if last is None or last.name == row.name else last)


def _told_first(rows: pd.DataFrame, indicator: Indicator, places: Sequence[Area], asked: Area) -> Measure | None:
    found = (_told(rows, indicator, place, place.code, asked) for place in places if place.code != asked.code)
    return next((told for told in found if told), None)


def newest(rows: pd.DataFrame, indicator: Indicator) -> pd.Series | None:
    """Return the row whose period ended last; of two that ended together, the kind usual for the indicator."""
    if rows.empty:
        return None
    usual = {kind.value: at for at, kind in enumerate(indicator.period_kinds)}
    ends = [
        (pd.Timestamp(start) + pd.DateOffset(months=int(months)), -usual.get(kind, len(usual)))
        for start, months, kind in zip(rows["period_start"], rows["period_months"], rows["period_kind"], strict=True)
    ]
    return rows.iloc[max(range(len(ends)), key=lambda at: ends[at])]


def _unsupplied(indicator: Indicator) -> Unsupplied:
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
        f"Nobody has sent these measures for {area.name} yet. "
        f"The figures are for the country named and say nothing about {area.name}."
    )
    return [Section("The country as a whole", tuple(national), text)]


def _lead(area: Area, own: list[Measure], missing: list[Unsupplied], national: list[Measure]) -> str:
    if not own and not national:
        return (
            f"There are no figures for {area.name} yet. Send a first file on the upload page: "
            "the list below says what to ask for, and from whom."
        )
    count = len({found.indicator for found in own})
    figures = f"{count} measure{'s' if count != 1 else ''} for {area.name}" if count else f"No measure for {area.name}"
    return f"{figures} so far; {len(missing)} not supplied."


def _notes(area: Area) -> list[str]:
    notes = []
    if area.kind is AreaKind.PARTNERSHIP and not area.is_official:
        notes.append(
            "We have not seen a published list of this partnership's members: its footprint here is inferred "
            "from the rule of one partnership for each authority, and is not official."
        )
    if area.note:
        notes.append(area.note[0].upper() + area.note[1:].rstrip(".") + ".")
    if area.ended:
        notes.append(f"This authority ended on {area.ended.day} {area.ended:%B %Y}.")
    return notes


def members_in_words(area: Area, areas: Areas) -> str:
    """Return the authorities that a partnership or region covers, in words."""
    return words.listed([areas.at(code).name for code in area.members])
