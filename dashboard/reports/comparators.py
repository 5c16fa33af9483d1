"""Whom figures are compared with, in words: by name, and with the figure that several make together."""

import pandas as pd

from dashboard.domain.comparators import ITSELF, Group
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.neighbours import Neighbours
from dashboard.domain.wording import listed
from dashboard.reports import sentences, words
from dashboard.stats.comparisons import NOT_COMPARED
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
    if "neighbour" not in group.name:
        return f"They are {names}."
    are = "It is" if len(group.areas) == 1 else "They are"
    return f"{are} {names}, by the list of {neighbours.source}, {neighbours.edition}."


def theirs(row: pd.Series, indicator: Indicator, group: Group | None) -> str:
    """Return the people in the comparator's figure and its likely range, as a sentence; nothing where there is none.

    The figure itself is said where the headline does not say it.
    """
    value = row["comparator_value"]
    if group is None or pd.isna(value):
        return ""
    state = row["comparator_state"] or State.VALUE.value
    part = words.part_of_whole(row["comparator_numerator"], row["comparator_denominator"], state, indicator)
    figure = part
    if row["comparison"] == NOT_COMPARED:
        figure = f"{words.figure(value, state, indicator)}{f' ({part})' if part else ''}"
    likely = words.interval(row["comparator_lower"], row["comparator_upper"], indicator)
    twice = len(group.areas) > 1 and indicator.adds_over_areas == "approximately"
    about = "about, for a person may be counted in two of them" if twice else ""
    told = ", ".join(filter(None, (figure, likely, about)))
    return f"{words.sentence(row['comparator'])}: {told}." if told else ""


def why_not(row: pd.Series, indicator: Indicator) -> str:
    """Return why a figure has no verdict on a page that somebody asked to compare with others than the country.

    Nothing where it has one, where there is no figure, for counts, which are compared with nobody, and
    beside the country itself.
    """
    if pd.isna(row["value"]) or row["not_compared"] == NO_RATE or row["comparator"] in ("", indicator.universe):
        return ""
    return sentences.not_compared(row)
