"""What a process that stays remembers from one edition to the next, so that it need not be read again."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
from sqlmodel import Session

from dashboard.domain.coded import Coded, joined
from dashboard.domain.figures import KEY
from dashboard.domain.pieces import Piece
from dashboard.store import figures as figures_store
from dashboard.store import revisions as revisions_store
from dashboard.store.editions import Where

MOST = 4_000_000  # figures: about 600 MB of memory

Places = dict[Where, str]


class Group(NamedTuple):
    """Parts that are made together: of a piece by area those of one family of measures, else all of the piece."""

    restricted: bool
    piece: Piece
    family: str = ""


class _Stored(NamedTuple):
    """The figures of one measure at all revisions up to one, by key and revision."""

    figures: Coded
    up_to: int


class Memory:
    """What a process made last, by group of parts, and the figures that it read, which are never changed."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._made: dict[Group, tuple[Places, Coded]] = {}
        self._stored: dict[str, _Stored] = {}
        self._newest: tuple[int, datetime] | None = None

    def rows(self, group: Group, places: Places) -> Coded | None:
        """Return the rows of a group whose parts are these, None where others were made last."""
        known, rows = self._made.get(group, (None, None))
        return rows if known == places else None

    def keep(self, group: Group, places: Places, rows: Coded) -> None:
        """Remember the rows of a group, and which parts were made of them."""
        self._made[group] = (places, rows)

    def figures(self, session: Session, as_at: int, measures: Sequence[str]) -> Coded:
        """Return all figures of measures up to a revision, by key and revision. Only what is new is read.

        Columns as ``store.figures.added`` has them.
        """
        self._forget_another_database(session)
        names = sorted(measures)
        known = {name: self._stored[name] for name in names if name in self._stored}
        read_to = min((stored.up_to for stored in known.values()), default=0) if len(known) == len(names) else 0
        new = figures_store.added(session, read_to, as_at, names)
        known_to = new.texts("indicator").numbers({name: stored.up_to for name, stored in known.items()})
        new = new.of(new.wholes("revision") > known_to)
        figures = joined([*(stored.figures for stored in known.values()), new])
        if new.rows:
            figures = figures.in_order([*KEY, "revision"])
            self._remember(session, names, figures, as_at)
        return figures.of(figures.wholes("revision") <= as_at)

    def _forget_another_database(self, session: Session) -> None:
        """Revisions are never changed: one that is otherwise now is of a database put in the place of the other."""
        if self._newest is not None and self._newest not in _revisions(session):
            self._made, self._stored, self._newest = {}, {}, None

    def _remember(self, session: Session, names: Sequence[str], figures: Coded, as_at: int) -> None:
        others = {name: stored for name, stored in self._stored.items() if name not in names}
        if figures.rows + sum(stored.figures.rows for stored in others.values()) > MOST:
            self._stored = {}
            return
        self._newest = max(_revisions(session))
        measure = figures.texts("indicator").places(names)
        ends = np.searchsorted(measure, np.arange(len(names)), side="right").tolist()
        begins = [0, *ends[:-1]]
        up_to = {name: max(as_at, self._stored[name].up_to if name in self._stored else 0) for name in names}
        self._stored = others | {
            name: _Stored(figures.of(slice(begin, end)), up_to[name])
            for name, begin, end in zip(names, begins, ends, strict=True)
        }


def _revisions(session: Session) -> list[tuple[int, datetime]]:
    return [(act.number, act.made_at) for act in revisions_store.acts(session)]
