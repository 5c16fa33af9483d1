"""One figure as a page tells it in full: its headline, verdict, gaps, what qualifies it and where it is from."""

from collections.abc import Iterable
from dataclasses import replace

from dashboard.domain.area_views import AreaView, Latest
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.figures import State
from dashboard.domain.flags import Flag
from dashboard.domain.indicators import Indicator
from dashboard.domain.shown_figures import ShownFigure
from dashboard.reports import comparators, sentences, tones, words
from dashboard.reports.courses import change_of, course_of
from dashboard.reports.report import Measure, Unsupplied


def measure_of(latest: Latest, indicator: Indicator, asked: Area) -> Measure:
    """Return what stands for a measure as the page of ``asked`` tells it; a newer figure without a number beside it."""
    figure, place = latest.figure, where(latest.place, asked)
    text, verdict = words.figure(figure.estimate, indicator), sentences.verdict(figure)
    headline = sentences.headline(figure, indicator, place)
    newer = "" if latest.newer is None else sentences.no_figure(latest.newer, indicator, place)
    return Measure(
        indicator=indicator.id,
        title=indicator.short_title,
        headline=f"{headline} {newer}".strip(),
        figure=text,
        is_known=figure.is_known,
        interval=words.interval(figure.estimate.lower, figure.estimate.upper, indicator) if verdict else "",
        owners=figure.owners,
        where=words.sentence(place),
        reason=words.sentence(remark(figure, text)),
        source=figure.source or indicator.source,
        universe=indicator.universe,
        verdict=verdict,
        tone=tones.tone(figure),
        gaps=sentences.gaps(figure, indicator),
        not_compared=comparators.why_not(figure, indicator),
        period=figure.period.label,
    )


def measures_of(view: AreaView, names: Iterable[str]) -> tuple[Measure, ...]:
    """Return the figures of these measures; where a wider area or the country stands in, it is named."""
    return tuple(
        replace(
            measure_of(latest, indicator, view.area),
            course=course_of(view, latest, indicator),
            change=change_of(view, latest, indicator),
        )
        for indicator in view.known(names)
        for latest in view.latest_anywhere(indicator)
    )


def why_unknown(view: AreaView, indicator: Indicator) -> str:
    """Return what stands in place of a figure that is not there: nobody sent it, or the reader may not see it."""
    if indicator.id in view.restricted:
        return words.sentence(sentences.FOR_MEMBERS)
    return sentences.not_supplied_by(indicator)


def why_no_figure(view: AreaView, indicator: Indicator) -> str:
    """Return the sentence that stands in place of all figures of a measure in the area."""
    if indicator.id in view.restricted:
        return sentences.figures_for_members(view.area.name)
    return sentences.not_supplied(indicator, view.area.name)


def unsupplied_of(indicator: Indicator) -> Unsupplied:
    """Return a measure without a figure, as it is listed with whom to ask."""
    return Unsupplied(indicator.id, indicator.title, indicator.agencies, indicator.publisher, indicator.frequency)


def qualifications(figure: ShownFigure) -> tuple[str, ...]:
    """Return why a number is missing or inexact, and what its source or its total remarks."""
    why = "nobody was in the group" if figure.nobody else figure.state.words
    return tuple(filter(None, (why, *figure.remarks)))


def remark(figure: ShownFigure, text: str) -> str:
    """Return what qualifies a figure, without what ``text``, which stands in its place, says already."""
    return "; ".join(part for part in qualifications(figure) if part.casefold() != text.casefold())


def beyond_rounding(figure: ShownFigure, text: str) -> str:
    """Return as ``remark`` does, but not that it is rounded, which the "about" of its figure has said."""
    stated = (text.casefold(), State.ROUNDED.words)
    return "; ".join(part for part in qualifications(figure) if part.casefold() not in stated)


def may_change(figure: ShownFigure, indicator: Indicator) -> bool:
    """Return whether a figure will still change: by its own follow-up, or as its sender says."""
    return Flag.PROVISIONAL in figure.flags or bool(sentences.unfinished(figure, indicator))


def where(area: Area, asked: Area) -> str:
    """Return words for an area that is wider than the one asked for, nothing where it is the same."""
    if area.code == asked.code:
        return ""
    if area.kind is AreaKind.POLICE_FORCE:
        kind = "area" if area.name.endswith("Police") else "police force area"
        return f"the whole {area.name} {kind}"
    if area.kind is AreaKind.PROBATION_REGION:
        return f"the whole {area.name} {area.kind}"
    return f"{area.name} {area.kind}" if area.kind is AreaKind.COMMUNITY_SAFETY else area.name
