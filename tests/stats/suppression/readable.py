"""What figures tell, read back from numbers: sums over amounts of keys."""

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np

from dashboard.domain.definitions import Definitions
from dashboard.domain.periods import Period
from dashboard.stats.suppression.keys import Key, Numbering
from dashboard.stats.suppression.patterns import Figures
from dashboard.stats.suppression.related import family_places
from dashboard.stats.suppression.relations import relations
from dashboard.stats.suppression.terms import Sums
from dashboard.stats.suppression.tied import stated
from dashboard.stats.suppression.within import wholes

Amount = tuple[Key, str]  # of a figure: the people "counted", or the "rest" of their group
Sum = list[tuple[Amount, int]]  # amounts with their signs, that come to nothing


def key(**columns: object) -> Key:
    """Return the key of tests on arrest in Leeds in 2023/24, with ``columns`` in their place."""
    usual = ("dtoa-tests", "E08000035", "2023-04-01", 12, "financial year", "persons", "", "")
    return Key(*usual)._replace(**columns)


def when(period: Period) -> dict[str, object]:
    """Return the columns of a period."""
    return {"period_start": period.start.isoformat(), "period_months": period.months, "period_kind": period.kind.value}


def alternatives(keys: Sequence[Key], definitions: Definitions) -> list[list[Sum]]:
    """Return what figures with these keys tell, of each the ways in which it may be told."""
    figures = _figures(keys, definitions)
    sums, one_of = relations(figures, definitions)
    named = zip(one_of.tolist(), _named(sums, figures.numbering), strict=True)
    return [[one for _, one in ways] for _, ways in groupby(named, key=lambda pair: pair[0])]


def ties(keys: Sequence[Key], definitions: Definitions) -> list[Sum]:
    """Return the ties that are stated of figures with these keys."""
    figures = _figures(keys, definitions)
    return _named(stated(figures, definitions), figures.numbering)


def parts_within(keys: Sequence[Key], definitions: Definitions) -> list[Sum]:
    """Return wholes less parts, of figures with these keys, that cannot come to less than nothing."""
    figures = _figures(keys, definitions)
    return _named(wholes(figures, definitions), figures.numbering)


def _figures(keys: Sequence[Key], definitions: Definitions) -> Figures:
    numbering = Numbering(keys, definitions)
    families = family_places(numbering, definitions.catalogue)
    return Figures(numbering, np.unique(numbering.keys), np.ones(len({*keys}), bool), families)


def _named(sums: Sums, numbering: Numbering) -> list[Sum]:
    columns = {name: numbering.of(sums.amounts // 2, name).tolist() for name in numbering.places}
    words = {name: [numbering.words(name)[place] for place in places] for name, places in columns.items()}
    rows = zip(*(words[name] for name in ("indicator", "area", "period", "sex", "age", "breakdown")), strict=True)
    keys = [Key(measure, area, *period, *group) for measure, area, period, *group in rows]
    amounts = [("counted", "rest")[amount] for amount in (sums.amounts % 2).tolist()]
    terms = [*zip(zip(keys, amounts, strict=True), sums.signs.tolist(), strict=True)]
    return [terms[begin:end] for begin, end in pairwise(sums.ends.tolist())]
