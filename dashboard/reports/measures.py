"""One figure as a page tells it in full: its headline, verdict, gaps, what qualifies it and where it is from."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from dashboard.domain.absences import Absence
from dashboard.domain.area_views import AreaView, Latest
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.figures import State
from dashboard.domain.flags import COUNTED_TWICE, Flag
from dashboard.domain.indicators import Indicator
from dashboard.domain.shown_figures import ShownFigure
from dashboard.domain.states import SUM_OF_ROUNDED
from dashboard.reports import absences, comparators, sentences, tones, words
from dashboard.reports.courses import change_of, course_of
from dashboard.reports.report import Measure, Unsupplied

_ABOUT = {State.ROUNDED.words, SUM_OF_ROUNDED, COUNTED_TWICE}  # why a figure is "about" so many


def measure_of(latest: Latest, indicator: Indicator, view: AreaView) -> Measure:
    """Return what stands for a measure as the page of a view tells it; a newer figure without a number beside it.

    Where the newest is not compared yet the verdict is that of the newest that is, with its period.
    """
    figure, place, before = latest.figure, where(latest.place, view.area), view.compared_before(latest.figure)
    text = words.figure(figure.estimate, indicator)
    verdict = sentences.verdict(figure) if before is None else sentences.verdict_then(before, indicator)
    headline = sentences.headline(figure, indicator, place)
    newer = "" if latest.newer is None else sentences.no_figure(latest.newer, indicator, place)
    return Measure(
        indicator=indicator.id,
        title=indicator.short_title,
        headline=f"{headline} {newer}".strip(),
        figure=text,
        is_known=figure.is_known,
        interval=words.interval(figure.estimate.lower, figure.estimate.upper, indicator) if figure.comparison else "",
        owners=figure.owners,
        where=words.sentence(place),
        reason=words.sentence(remark(figure, text)),
        source=figure.source or indicator.source,
        universe=indicator.universe,
        verdict=verdict,
        tone=tones.tone(before or figure),
        gaps=sentences.gaps(figure, indicator),
        not_compared="" if before else comparators.why_not(figure, indicator),
        period=figure.period.label,
    )


def measures_of(view: AreaView, names: Iterable[str]) -> tuple[Measure, ...]:
    """Return the figures of these measures; where a wider area or the country stands in, it is named.

    That they are rounded is left to their "about", which a page of many explains once.
    """
    return tuple(
        replace(
            measure_of(latest, indicator, view),
            reason=words.sentence(besides_about(latest.figure, words.figure(latest.figure.estimate, indicator))),
            course=course_of(view, latest, indicator),
            change=change_of(view, latest, indicator),
        )
        for indicator in view.known(names)
        for latest in view.latest_anywhere(indicator)
    )


def why_unknown(view: AreaView, indicator: Indicator) -> str:
    """Return what stands in place of a figure that is not there: why, and what there is instead."""
    return absences.in_place(view.absence(indicator), indicator, view.area)


def why_no_figure(view: AreaView, indicator: Indicator) -> str:
    """Return the sentence that stands in place of all figures of a measure in the area."""
    found = view.absence(indicator)
    if found.absence is Absence.FOR_MEMBERS:
        return sentences.figures_for_members(view.area.name)
    if found.absence is Absence.NOT_SUPPLIED:
        return f"There is no figure for {view.area.name} yet. {sentences.ask(indicator)}"
    if found.absence is Absence.COLLECTED_BY_NOBODY:
        return f"There is no figure for {view.area.name} yet, nor for any other place. {sentences.ask(indicator)}"
    said = f"There is no figure for {view.area.name}: it is {absences.reason(found, indicator, view.area)}."
    return f"{said} {sentences.ask(indicator)}" if found.absence.can_be_asked_for else said


def unsupplied_of(view: AreaView, indicator: Indicator) -> Unsupplied:
    """Return a measure without a figure in the area, as it is listed: why, and whom to ask where that can help."""
    found = view.absence(indicator)
    return Unsupplied(
        indicator.id,
        indicator.title,
        found.absence,
        words.sentence(absences.reason(found, indicator, view.area)),
        indicator.agencies if found.absence.can_be_asked_for else (),
        indicator.publisher,
        indicator.frequency,
    )


def qualifications(figure: ShownFigure) -> tuple[str, ...]:
    """Return why a number is missing or inexact, and what its source or its total remarks."""
    why = "nobody was in the group" if figure.nobody else figure.state.words
    if SUM_OF_ROUNDED in figure.remarks and figure.state is State.ROUNDED:
        why = ""
    return tuple(filter(None, (why, *figure.remarks)))


def reason(figure: ShownFigure) -> str:
    """Return why a figure has no number."""
    return "nobody was in the group" if figure.nobody else figure.state.words or State.NOT_AVAILABLE.words


def remark(figure: ShownFigure, text: str) -> str:
    """Return what qualifies a figure, without what ``text``, which stands in its place, says already."""
    return "; ".join(part for part in qualifications(figure) if part.casefold() != text.casefold())


def besides_about(figure: ShownFigure, text: str) -> str:
    """Return as ``remark`` does, but not why a figure is "about" so many: ``about_note`` says that once a page."""
    stated = {text.casefold(), *(_ABOUT if figure.state is State.ROUNDED else ())}
    return "; ".join(part for part in qualifications(figure) if part.casefold() not in stated)


def about_note(view: AreaView) -> str:
    """Return once for all figures that a page begins with why some are "about" so many; nothing where none is."""
    latest = chain.from_iterable(map(view.latest_anywhere, view.catalogue))
    why = {part for one in latest if one.figure.state is State.ROUNDED for part in qualifications(one.figure)}
    if not why:
        return ""
    return sentences.about(of_sums=SUM_OF_ROUNDED in why, of_shared=COUNTED_TWICE in why)


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
