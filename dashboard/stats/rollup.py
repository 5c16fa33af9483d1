"""Totals of areas from their authorities: sums of people over sums of people, never across a gap."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.domain.areas import Area, Areas
from dashboard.domain.coded import Bools, Coded, Codes, Texts
from dashboard.domain.figures import KEY, State
from dashboard.domain.indicators import Catalogue
from dashboard.stats.settings import Settings
from dashboard.stats.sums import Parts, added, as_figures, missing_parts, parts_of, total_notes

WITHIN = [name for name in KEY if name != "area"]


class _Addends(NamedTuple):
    """Which figure goes into which total: arrays of shape (n,), for a figure goes into as many as its area is part of.

    ``member`` is the place of the figure's area among the members of the whole. Totals are numbered from 0; ``first``
    is where the first addend of each stands, ``supplied`` whether there is a figure in its place.
    """

    row: Codes
    whole: Codes
    member: Codes
    total: Codes
    first: Codes
    supplied: Bools


def totals(figures: Coded, wider: Iterable[Area], areas: Areas, catalogue: Catalogue) -> Coded:
    """Return the totals of ``wider`` areas, one row for each key that any of their authorities has.

    A part that is missing, or without a number, makes the total not available and is named in its
    note. A key that was supplied for the wider area has no total. Columns as ``figures`` has them.
    """
    wholes, settings = [area for area in wider if len(area.members) > 1], Settings(catalogue)
    measure = settings.measures(figures)
    addable = settings.adds_over_areas[measure]
    addends = _addends(figures, np.flatnonzero(addable), wholes)
    if not len(addends.row):
        return figures.of(addends.row)
    state = figures.texts("state").of(addends.row)
    parts = parts_of(figures, measure, settings).of(addends.row)
    settled = _with_neighbours(state, parts, addends.total)
    sums = added(parts.with_nobody(settled, settings.divides[measure[addends.row]]), addends.total)
    whole = addends.whole[addends.first]
    complete = sums.counted == np.array([len(area.members) for area in wholes])[whole]
    # Partnerships say which part is missing; a region or England without all its parts has no total.
    speaks = np.array([bool(area.evidence) for area in wholes])[whole]
    kept = np.flatnonzero((complete | speaks) & ~addends.supplied)
    sums, gaps, like = sums.of(kept), ~complete[kept], addends.row[addends.first[kept]]
    twice = settings.flags(lambda indicator: indicator.adds_over_areas == "approximately")[measure[like]]
    named = _gaps(addends, kept[gaps], state.with_word(settled, State.VALUE.value), wholes, areas)
    notes = total_notes(twice, sums.provisional, sums.rounded).replaced(gaps, named)
    columns = sums.columns(sums.state.with_word(gaps, State.NOT_AVAILABLE.value), notes)
    of_whole = Texts([area.code for area in wholes], whole[kept])
    return as_figures(figures, like, {"area": of_whole, **columns}).in_order(KEY)


def _addends(figures: Coded, rows: Codes, wholes: Sequence[Area]) -> _Addends:
    place = figures.texts("area")
    members = [(number, nth, code) for number, area in enumerate(wholes) for nth, code in enumerate(area.members)]
    entries: dict[str, list[int]] = {}
    for entry, (_, _, code) in enumerate(members):
        entries.setdefault(code, []).append(entry)
    chosen, entry_of = place.of(rows).joined(entries)
    whole, member = (np.array([entry[which] for entry in members], dtype=np.int64)[entry_of] for which in (0, 1))
    row = rows[chosen]
    within = pd.factorize(figures.numbered(WITHIN))[0]
    total, keys = pd.factorize(whole * figures.rows + within[row])
    first = np.empty(len(keys), dtype=np.int64)
    first[total[::-1]] = np.arange(len(total))[::-1]
    itself = place.places([area.code for area in wholes])
    own = itself >= 0
    supplied = pd.Index(keys).isin(itself[own] * figures.rows + within[own])
    return _Addends(row, whole, member, total, first, supplied)


def _with_neighbours(state: Texts, parts: Parts, total: Codes) -> Bools:
    """Whether a part is counted with its neighbour, which is a part too: it adds nobody and leaves no gap."""
    return state.among([State.IN_NEIGHBOUR]) & (np.bincount(total, parts.numbered) > 0)[total]


def _gaps(addends: _Addends, totals_with: Codes, state: Texts, wholes: Sequence[Area], areas: Areas) -> Texts:
    """What the notes of totals with gaps say: which members are missing, and why. It is put in words once for each."""
    place = np.full(len(addends.first), -1)
    place[totals_with] = np.arange(len(totals_with))
    chosen = np.flatnonzero(place[addends.total] >= 0)
    states = np.full((len(totals_with), max((len(area.members) for area in wholes), default=0)), -1)
    states[place[addends.total[chosen]], addends.member[chosen]] = state.codes[chosen]
    whole = addends.whole[addends.first[totals_with]]
    patterns, pattern = np.unique(np.column_stack([whole, states]), axis=0, return_inverse=True)
    words = [*state.words, ""]  # the last for a member that sent nothing
    notes = [_gap(wholes[number], areas, [words[code] for code in codes]) for number, *codes in patterns.tolist()]
    return Texts(notes, pattern.reshape(-1))


def _gap(whole: Area, areas: Areas, states: Sequence[str]) -> str:
    """Which members of an area are missing, from the states of their figures in the order of the members."""
    members = zip(whole.members, states[: len(whole.members)], strict=True)
    missing = missing_parts((areas.at(code).name, _why_missing(state)) for code, state in members)
    return missing or "the figures of its areas came without the counts behind them"


def _why_missing(state: str) -> str:
    if not state:
        return "not supplied"
    return "" if State(state).has_numbers else f"({State(state).words})"
