"""Sums of people: what each figure brings to a total, and what the totals then are."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.domain.audiences import Audience
from dashboard.domain.coded import Bools, Coded, Codes, Column, Texts, constant
from dashboard.domain.figures import DEMONSTRATION, KEY, State
from dashboard.domain.states import SUM_OF_ROUNDED
from dashboard.domain.wording import listed_briefly
from dashboard.stats.counts import counts
from dashboard.stats.intervals import Floats
from dashboard.stats.settings import Settings

ABOUT = "about, for a person may be counted in two of the areas"
PROVISIONAL = "provisional"
_AUDIENCES = [Audience.PUBLIC.value, Audience.PARTNERSHIP.value]
NUMBERED = [state for state in State if state.has_numbers]


class Parts(NamedTuple):
    """What n figures bring to a total, arrays of shape (n,).

    The counts are NaN where a figure does not have all that a sum needs, and it then is not ``usable``; ``about``,
    ``provisional`` and ``invented`` are what it says of itself, ``restricted`` whether it is for the partnership only.
    """

    numerator: Floats
    denominator: Floats
    numbered: Bools
    usable: Bools
    rounded: Bools
    about: Bools
    provisional: Bools
    invented: Bools
    restricted: Bools
    revision: Codes

    def of(self, rows: Codes) -> "Parts":
        """Return the parts at these rows, which may stand more than once."""
        return Parts._make(column[rows] for column in self)

    def with_nobody(self, rows: Bools, divides: Bools) -> "Parts":
        """Return these parts, of which those in ``rows`` bring nobody and leave no gap."""
        return self._replace(
            numerator=np.where(rows, 0.0, self.numerator),
            denominator=np.where(rows & divides, 0.0, self.denominator),
            numbered=self.numbered | rows,
            usable=self.usable | rows,
        )

    def and_also(self, others: "Parts") -> "Parts":
        """Return these parts and others after them."""
        return Parts._make(np.concatenate(pair) for pair in zip(self, others, strict=True))


class Sums(NamedTuple):
    """The sums of m totals, arrays of shape (m,): how many parts have a number, and how many the counts for a sum.

    A total is rounded, about, provisional, invented or restricted where any of its parts is; its revision is the newest
    of theirs.
    """

    numerator: Floats
    denominator: Floats
    numbered: Codes
    counted: Codes
    rounded: Bools
    about: Bools
    provisional: Bools
    invented: Bools
    restricted: Bools
    revision: Codes

    def of(self, totals: Codes | Bools) -> "Sums":
        """Return the sums of these totals."""
        return Sums._make(column[totals] for column in self)

    def columns(self, state: Texts, note: Texts) -> dict[str, Column]:
        """Return the columns of figures that state the totals, without counts where a ``state`` means that."""
        none = ~state.among(NUMBERED)
        counts_of = {"numerator": self.numerator, "denominator": self.denominator}
        return {
            **{name: np.where(none, np.nan, number) for name, number in counts_of.items()},
            "state": state,
            "note": note,
            "source": Texts(["", DEMONSTRATION], self.invented.astype(np.int64)),
            "revision": self.revision,
            "audience": Texts([*_AUDIENCES], self.restricted.astype(np.int64)),
        }

    @property
    def state(self) -> Texts:
        """A total is rounded where any of its parts is."""
        return Texts([State.VALUE.value, State.ROUNDED.value], self.rounded.astype(np.int64))


def parts_of(figures: Coded, measure: Codes, settings: Settings) -> Parts:
    """Return what figures bring to a total, ``measure`` as ``Settings.measures`` has it."""
    state, note, source = (figures.texts(name) for name in ("state", "note", "source"))
    numerator, denominator = counts(figures, measure, settings), figures.numbers("denominator")
    divides, numbered = settings.divides[measure], state.among(NUMBERED)
    usable = numbered & ~np.isnan(numerator) & (~divides | ~np.isnan(denominator))
    return Parts(
        np.where(usable, numerator, np.nan),
        np.where(usable & divides, denominator, np.nan),
        numbered,
        usable,
        rounded=state.among([State.ROUNDED]),
        about=note.each(lambda text: ABOUT in text),
        provisional=note.each(lambda text: PROVISIONAL in text.casefold()),
        invented=source.each(lambda text: text.startswith(DEMONSTRATION)),
        restricted=_restricted(figures),
        revision=figures.wholes("revision"),
    )


def _restricted(figures: Coded) -> Bools:
    """Whether only the partnership may read each figure; where nothing says so, everybody may."""
    if "audience" not in figures.columns:
        return np.zeros(figures.rows, dtype=bool)
    return figures.texts("audience").among([Audience.PARTNERSHIP])


def added(parts: Parts, total: Codes) -> Sums:
    """Return the sums of all totals, where ``total`` is the number of the one that each part goes into, from 0."""
    # Summed as pandas does it, which keeps what floating point would lose of thousands of pounds and pence.
    people = [pd.Series(column).groupby(total).sum(min_count=1) for column in (parts.numerator, parts.denominator)]
    numerator, denominator = (np.asarray(sums, dtype=np.float64) for sums in people)
    newest = np.zeros(len(numerator), dtype=parts.revision.dtype)
    np.maximum.at(newest, total, parts.revision)
    return Sums(
        numerator,
        denominator,
        numbered=_many(total, parts.numbered),
        counted=_many(total, parts.usable),
        rounded=_many(total, parts.rounded) > 0,
        about=_many(total, parts.about) > 0,
        provisional=_many(total, parts.provisional) > 0,
        invented=_many(total, parts.invented) > 0,
        restricted=_many(total, parts.restricted) > 0,
        revision=newest,
    )


def _many(total: Codes, holds: Bools) -> Codes:
    return np.bincount(total, holds).astype(np.int64)


def as_figures(figures: Coded, like: Codes, columns: Mapping[str, Column]) -> Coded:
    """Return figures with the keys of those in the rows ``like`` but for what ``columns`` give.

    Columns as ``figures`` has them, nothing in those that are neither.
    """
    given = figures.only(KEY).of(like).columns | dict(columns)
    nothing = {
        name: constant("" if isinstance(column, Texts) else np.nan, len(like))
        for name, column in figures.columns.items()
    }
    return Coded({name: given.get(name, nothing[name]) for name in figures.columns})


def total_notes(about: Bools, provisional: Bools, rounded: Bools) -> Texts:
    """Return what is to be said of each total: that its parts share people, are not final, are rounded."""
    notes = (ABOUT, SUM_OF_ROUNDED, PROVISIONAL)
    words = [
        "; ".join(note for place, note in enumerate(notes) if case >> place & 1) for case in range(2 ** len(notes))
    ]
    return Texts(words, about + 2 * rounded.astype(np.int64) + 4 * provisional.astype(np.int64))


def missing_parts(parts: Iterable[tuple[str, str]]) -> str:
    """Return which parts are missing and why, from names with reasons; nothing where no part has a reason."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in parts:
        if reason:
            by_reason.setdefault(reason, []).append(name)
    missing = [f"{listed_briefly(names)} {reason}" for reason, names in by_reason.items()]
    return f"a part is missing: {'; '.join(missing)}" if missing else ""
