"""All measures of an area in a line each: figure, verdict, change, and where it lies among all areas."""

import math
from collections.abc import Iterable, Iterator, Sequence

from dashboard.charts import spine as drawn
from dashboard.charts.style import Picture
from dashboard.domain.area_views import AreaValue, AreaView, Everywhere, Latest
from dashboard.domain.areas import AreaKind
from dashboard.domain.indicators import Indicator, Theme
from dashboard.domain.shown_figures import ShownFigure
from dashboard.domain.wording import counted
from dashboard.reports import comparators, sentences, tones, words
from dashboard.reports.areas import notes_of
from dashboard.reports.funnel import peers_of, plural
from dashboard.reports.measures import about_note, besides_about, unsupplied_of, where
from dashboard.reports.report import Line, Lines, SpineReport
from dashboard.reports.standing import standings_of, told
from dashboard.stats.verdicts import SIZES

FEWEST = 8  # areas; our own rule: with fewer there is no middle half worth the name
KEY_TO_ROWS = (
    "In each drawing a thin line is an area and the grey part holds the middle half of them. The diamond marks "
    "the area itself, the dashed line whom it is compared with. Better lies to the right; where no direction is "
    "agreed, higher does; the numbers below are where the row begins and ends. Areas are left out that have no "
    "figure, or too few people. Counts have no such row, for they follow the number of people."
)
OF_COUNTRY = "The country as a whole"


def spine_report(view: AreaView, everywhere: Everywhere) -> SpineReport:
    """Return all measures of an area in a line each, those that only a country has a figure of last.

    ``everywhere`` has the values of all areas for the periods of the figures that stand for the area.
    """
    own = tuple(_by_theme(view, everywhere))
    missing = [indicator for indicator in view.catalogue if not view.latest(indicator)]
    compared_with = comparators.whom(view.group, view.definitions.neighbours)
    return SpineReport(
        title=f"{view.area.name}: all measures",
        area=view.area.name,
        lead=_lead([line for theme in own for line in theme.lines], view),
        notes=tuple(filter(None, (*notes_of(view.area, view.areas), compared_with, _for_members(view)))),
        key=" ".join(filter(None, (KEY_TO_ROWS, about_note(view)))) if own else "",
        themes=(*own, *_of_country(view, missing)),
        unsupplied=tuple(unsupplied_of(view, one) for one in missing if one.id not in view.restricted),
        revision=view.revision,
    )


def _for_members(view: AreaView) -> str:
    return sentences.for_members([one for one in view.catalogue if one.id in view.restricted and not view.latest(one)])


def _by_theme(view: AreaView, everywhere: Everywhere) -> Iterator[Lines]:
    for theme in Theme:
        lines = tuple(
            _line(latest, indicator, view, everywhere)
            for indicator in view.catalogue
            if indicator.theme is theme
            for latest in view.latest(indicator)
        )
        if lines:
            yield Lines(theme.label, lines)


def _of_country(view: AreaView, missing: Iterable[Indicator]) -> Iterator[Lines]:
    """The figures of a country that an area has none of its own beside; they have no row of areas."""
    lines = tuple(
        _line(latest, indicator, view, {})
        for indicator in missing
        if (latest := view.latest_of_country(indicator)) is not None
    )
    if lines:
        name = view.area.name
        text = (
            f"We have no figures of these measures for {name} yet. "
            f"Those below are for the whole of the country named with each, and do not show how {name} is doing."
        )
        yield Lines(OF_COUNTRY, lines, text)


def _lead(lines: Sequence[Line], view: AreaView) -> str:
    if not lines:
        return f"There are no figures for {view.area.name} yet. The list below says what to ask for, and from whom."
    measures = counted(len({line.indicator for line in lines}), "measure")
    return f"{measures} in a line each. {told(standings_of(view))}".strip()


def _line(latest: Latest, indicator: Indicator, view: AreaView, everywhere: Everywhere) -> Line:
    figure = latest.figure
    text = words.figure(figure.estimate, indicator)
    strip, beside = _strip(latest, indicator, view, everywhere)
    newer = "" if latest.newer is None else sentences.no_figure(latest.newer, indicator)
    before = view.compared_before(figure)
    return Line(
        indicator=indicator.id,
        title=indicator.short_title,
        figure=text,
        is_known=figure.is_known,
        part=words.part_of_whole(figure.estimate, indicator),
        period=words.sentence(figure.period.label),
        where=words.sentence(where(latest.place, view.area)),
        verdict=sentences.verdict(figure) if before is None else sentences.verdict_then(before, indicator),
        tone=tones.tone(before or figure),
        not_compared="" if before else comparators.why_not(figure, indicator),
        change=sentences.change(figure),
        remark=" ".join(filter(None, (words.sentence(besides_about(figure, text)), newer))),
        strip=strip,
        beside=beside,
        owners=indicator.owners,
    )


def _strip(latest: Latest, indicator: Indicator, view: AreaView, everywhere: Everywhere) -> tuple[Picture | None, str]:
    """The row of all areas with what it shows; or none, and why."""
    figure, place = latest.figure, latest.place
    if place.kind is AreaKind.COUNTRY or not figure.is_known:
        return None, ""
    if indicator.kind in SIZES:
        return None, ""  # the key says so once, for all of them
    peers = peers_of(indicator, place, view.areas)
    able = [one for one in everywhere.get((indicator.id, figure.period), ()) if one.area in peers.by_code]
    able = [one for one in able if _is_able(one, indicator)]
    kind = plural(peers.kind)
    if figure.key.area not in {one.area for one in able}:
        return None, sentences.too_few_people(indicator)
    if len(able) < FEWEST:
        return None, sentences.too_few_areas(len(able), kind)
    values = [one.value for one in able]
    beside = sentences.among(figure, values, indicator, kind, len(peers.by_code) - len(able))
    own = words.figure(figure.estimate, indicator)
    return _drawn(figure, values, indicator, f"{place.name}: {own}. {beside}"), beside


def _is_able(one: AreaValue, indicator: Indicator) -> bool:
    """Whether an area has a number, and people enough to say anything."""
    return not math.isnan(one.value) and not one.denominator < (indicator.minimum_denominator or 0)


def _drawn(figure: ShownFigure, values: Sequence[float], indicator: Indicator, text: str) -> Picture:
    theirs = math.nan if figure.comparator is None else figure.comparator.value
    every = [value for value in (*values, figure.value, theirs) if not math.isnan(value)]
    low, high = min(every), max(every)

    def across(value: float) -> float:
        place = (value - low) / (high - low) if high > low else 0.5
        return 1 - place if indicator.better == "lower" else place

    scale = (words.bare_number(low, indicator), words.bare_number(high, indicator))
    ends = scale if indicator.better != "lower" else (scale[1], scale[0])
    first, last = map(across, sentences.middle_half(values))
    comparator = None if math.isnan(theirs) else across(theirs)
    return drawn.spine(sorted(map(across, values)), (first, last), across(figure.value), comparator, text, ends)
