"""Whom figures are compared with, in words: by name, and with the figure that several make together."""

import math

from dashboard.domain.comparators import ITSELF, Group
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.labels import Method
from dashboard.domain.neighbours import Neighbours
from dashboard.domain.shown_figures import LAST_SHOWN, ComparatorFigure, Estimate, ShownFigure
from dashboard.domain.wording import listed
from dashboard.reports import sentences, words
from dashboard.stats.verdicts import NO_RATE


def whom(group: Group | None, neighbours: Neighbours) -> str:
    """Return a sentence on whom an area is compared with, nothing for its country (no group)."""
    if group is None:
        return ""
    if group.reason == ITSELF:
        return "This is what was chosen to compare with, so its own figures are not compared."
    if group.reason:
        return f"Figures are not compared with {group.name}: {group.reason}."
    return " ".join(filter(None, (f"Figures are compared with {group.name}.", members(group, neighbours))))


def members(group: Group | None, neighbours: Neighbours) -> str:
    """Return which areas are added up, and the list they come from, where the name of the group does not say it."""
    if group is None or group.named:
        return ""
    names = listed(sorted(area.name for area in group.areas))
    if group.kind != "neighbours":
        return f"They are {names}."
    are = "It is" if len(group.areas) == 1 else "They are"
    return f"{are} {names}, by the list of {neighbours.source}, {neighbours.edition}."


def theirs(figure: ShownFigure, indicator: Indicator, group: Group | None) -> str:
    """Return the people in the comparator's figure and its likely range, as a sentence; nothing where there is none.

    The figure itself is said where the headline does not say it.
    """
    comparator = figure.comparator
    if group is None or comparator is None or math.isnan(comparator.value):
        return ""
    estimate = _estimate_of(comparator)
    stated = words.part_of_whole(estimate, indicator)
    if figure.comparison is None:
        stated = words.figure_with_part(estimate, indicator)
    likely = words.interval(comparator.lower, comparator.upper, indicator)
    twice = len(group.areas) > 1 and indicator.adds_over_areas == "approximately"
    about = "about, for a person may be counted in two of them" if twice else ""
    parts = ", ".join(filter(None, (stated, likely, about)))
    return f"{words.sentence(comparator.name)}: {parts}." if parts else ""


def _estimate_of(comparator: ComparatorFigure) -> Estimate:
    state = comparator.state or State.VALUE
    return Estimate(*comparator[1:6], Method.NONE, state)


def why_not(figure: ShownFigure, indicator: Indicator) -> str:
    """Return why a figure has no verdict on a page that somebody asked to compare with others than the country.

    Nothing where it has one, where there is no figure, for counts, which are compared with nobody, and
    beside the country itself; but that a figure is old is said anywhere.
    """
    if figure.not_compared == LAST_SHOWN:
        return sentences.not_compared(figure)
    by_country = figure.comparator is None or figure.comparator.name == indicator.universe
    if not figure.is_known or figure.not_compared == NO_RATE or by_country:
        return ""
    return sentences.not_compared(figure)
