"""Sums whose figures differ in several columns: prisons by where people went, and the ties that a catalogue states."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.breakdowns import breakdown_pairs
from dashboard.domain.coded import Codes
from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Catalogue
from dashboard.domain.ties import Part, Tie, people_of, ties_of
from dashboard.stats.suppression.keys import WHOLE_SEX, Numbering
from dashboard.stats.suppression.patterns import COUNTED, REST, Candidates, Figures
from dashboard.stats.suppression.terms import Sums, ends_of, joined


class _Parts(NamedTuple):
    """Numbers of keys row by row: a whole, and one of its parts."""

    whole: Codes
    part: Codes


def over_prisons(figures: Figures, areas: Areas) -> Candidates:
    """Return a prison's total, and its people by the authority they were released to, where some of it is new."""
    numbering, places = figures.numbering, figures.numbering.places["area"]
    kinds = [areas.by_code[str(code)].kind if code in areas.by_code else None for code in places]
    authority = np.array([kind is AreaKind.AUTHORITY for kind in kinds])
    numbers = figures.numbers[authority[numbering.of(figures.numbers, "area")]]
    new = figures.new[authority[numbering.of(figures.numbers, "area")]]
    prison = numbering.by_group(numbers, lambda group: places.get(breakdown_pairs(group).get("prison", ""), -1))
    numbers, new, prison = numbers[prison >= 0], new[prison >= 0], prison[prison >= 0]
    everybody = Part("", "prison")
    beside = numbering.by_group(numbers, lambda group: numbering.group(everybody.outside(breakdown_pairs(group))))
    whole = numbering.moved(numbering.moved(numbers, "area", prison), "breakdown", beside)
    asked = np.concatenate([whole[new], figures.numbers[figures.new]])
    kept = figures.have(whole) & np.isin(whole, asked)
    sums = _sums(_Parts(whole[kept], numbers[kept]), (COUNTED, REST))
    return Candidates(sums, np.arange(sums.many))


def _joined(tables: Sequence[_Parts]) -> _Parts:
    return _Parts(*(np.concatenate(column) for column in zip(*tables, strict=True)))


def _sums(parts: _Parts, amounts: tuple[int, ...]) -> Sums:
    """Each whole as the sum of its parts: those counted, or the rest, or both in turn."""
    order = np.argsort(parts.whole, kind="stable")
    whole, begins, sizes = np.unique(parts.whole[order], return_index=True, return_counts=True)
    keys = np.insert(parts.part[order], begins, whole)
    signs = np.insert(np.full(len(order), -1), begins, 1)
    return joined([Sums(2 * keys + amount, signs, ends_of(sizes + 1)) for amount in amounts])


def stated(figures: Figures, definitions: Definitions) -> Sums:
    """Return the ties that the catalogue states, which hold, or nearly so where a file breaks them.

    Where one figure of a tie was not sent, the others tell it.
    """
    catalogue = definitions.catalogue
    sent = {str(name) for names in figures.words_by_family("indicator").values() for name in names}
    ties = [tie for tie in ties_of(catalogue) if tie.measures <= sent]
    return joined([*(_of_tie(figures, tie, definitions.areas) for tie in ties), _of_people(figures, catalogue, sent)])


def stated_parts(figures: Figures, definitions: Definitions) -> Sums:
    """Return what was sent of the parts of ties with their wholes, where other parts are lacking."""
    measures = {str(name) for names in figures.words_by_family("indicator").values() for name in names}
    found = []
    for tie in (tie for tie in ties_of(definitions.catalogue) if tie.whole in measures):
        sent = _joined([_found(figures, tie, part, definitions.areas) for part in tie.parts])
        lacking = [_lacking(figures, part, np.unique(sent.whole)).whole for part in tie.closed]
        kept = figures.have(sent.whole) & np.isin(sent.whole, np.concatenate([sent.whole[:0], *lacking]))
        found.append(_sums(_Parts(sent.whole[kept], sent.part[kept]), (COUNTED, REST) if tie.rest_too else (COUNTED,)))
    return joined(found)


def _of_tie(figures: Figures, tie: Tie, areas: Areas) -> Sums:
    sent = _joined([_found(figures, tie, part, areas) for part in tie.parts])
    wholes = np.unique(sent.whole)
    lacking = [_lacking(figures, part, wholes) for part in tie.closed]
    unsent = _joined([_Parts(wholes[:0], wholes[:0]), *lacking])
    many = np.bincount(np.searchsorted(wholes, unsent.whole), minlength=len(wholes)) + ~figures.have(wholes)
    every = _joined([sent, unsent])
    kept = (many <= 1)[np.searchsorted(wholes, every.whole)]
    return _sums(_Parts(every.whole[kept], every.part[kept]), (COUNTED, REST) if tie.rest_too else (COUNTED,))


def _found(figures: Figures, tie: Tie, part: Part, areas: Areas) -> _Parts:
    """The figures that were sent of a part, with their wholes.

    Everybody of a prison of women are women: all of these prisons together are the women of the whole.
    """
    numbering = figures.numbering
    measure = numbering.place("indicator", part.measure)
    numbers = figures.numbers[numbering.of(figures.numbers, "indicator") == measure]
    outside = numbering.by_group(numbers, lambda group: numbering.group(part.outside(breakdown_pairs(group))))
    numbers, outside = numbers[outside >= 0], outside[outside >= 0]
    whole = numbering.moved(numbers, "indicator", numbering.place("indicator", tie.whole))
    whole = numbering.moved(whole, "breakdown", outside)
    if part != (part.measure, "prison", ""):
        return _Parts(whole, numbers)
    everybody = numbering.of(numbers, "sex") == numbering.place("sex", WHOLE_SEX)
    prisons = areas.by_code
    holds = numbering.by_group(numbers, lambda group: _held(numbering, prisons.get(breakdown_pairs(group)["prison"])))
    some = everybody & (holds >= 0)
    women = numbering.moved(whole[some], "sex", holds[some])
    return _Parts(np.concatenate([whole, women]), np.concatenate([numbers, numbers[some]]))


def _held(numbering: Numbering, prison: Area | None) -> int:
    """The place of the sex that a prison holds; -1 where it holds both."""
    return numbering.place("sex", prison.holds) if prison and prison.holds else -1


def _lacking(figures: Figures, part: Part, wholes: Codes) -> _Parts:
    """The figures of a part that is one for each whole, where they were not sent."""
    numbering = figures.numbering
    within = numbering.by_group(wholes, lambda group: numbering.group(part.within(group)))
    keys = numbering.moved(wholes, "indicator", numbering.place("indicator", part.measure))
    keys = numbering.moved(keys, "breakdown", within)
    absent = ~figures.have(keys)
    return _Parts(wholes[absent], keys[absent])


def _of_people(figures: Figures, catalogue: Catalogue, sent: set[str]) -> Sums:
    """Those counted and the rest are the people of another measure, where it is stated and some of it was sent."""
    numbering = figures.numbering
    measures, groups = numbering.of(figures.numbers, "indicator"), numbering.of(figures.numbers, "breakdown")
    words, others = numbering.words("indicator"), numbering.words("breakdown")
    pairs, each = np.unique(np.stack([measures, groups]), axis=1, return_inverse=True)
    found = [people_of(catalogue.called(str(words[one])), str(others[other])) for one, other in pairs.T.tolist()]
    found = [one if one and one[0] in sent else None for one in found]
    stated_for = np.array([one is not None for one in found], bool)[each]
    measure = np.array([numbering.place("indicator", one[0]) if one else 0 for one in found], np.int64)[each]
    group = np.array([numbering.place("breakdown", one[1]) if one else 0 for one in found], np.int64)[each]
    whole = numbering.moved(numbering.moved(figures.numbers, "indicator", measure), "breakdown", group)[stated_for]
    part = figures.numbers[stated_for]
    amounts = np.stack([2 * part + COUNTED, 2 * part + REST, 2 * whole + COUNTED], axis=1)
    signs = np.tile([1, 1, -1], len(part))
    return Sums(amounts.ravel(), signs, ends_of(np.full(len(part), 3)))
