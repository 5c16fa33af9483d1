"""What was made for pages, kept for all who come for the same: gone with the process, and never more than so many.

Of two people who come for a thing that is not there one makes it, and the other waits for it. Of many who come for
different things that are not there a few are served at once: all together would each be slower, and keep everybody
waiting whose page is there.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import BoundedSemaphore, Lock
from typing import Any, NamedTuple, TypeVar

MOST = 300  # of a sort; a report of a large area takes about 0.2 MB
AT_ONCE = 2  # made at once: one may wait for the database while the other works

_Made = TypeVar("_Made")


class _Standing(NamedTuple):
    """A thing, and the state of the world in which it was found good last."""

    made: Any
    state: Hashable


class _Place:
    """Where one thing stands, or will."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.standing: _Standing | None = None

    def good(self, state: Hashable, stands: Callable[[Any], bool]) -> _Standing | None:
        """Return what stands here if it is good in a state, which ``stands`` is asked once."""
        standing = self.standing
        if standing is None or standing.state == state:
            return standing
        if not stands(standing.made):
            return None
        self.standing = _Standing(standing.made, state)
        return self.standing


def _never(_: object) -> bool:
    return False


class Shelf:
    """Things by key; those that nobody came for the longest go when there are too many."""

    def __init__(self, most: int = MOST, at_once: int = AT_ONCE) -> None:
        """Keep no more than ``most``, and make no more than so many ``at_once``."""
        self._most = most
        self._making = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()

    def kept(
        self,
        key: Hashable,
        make: Callable[[], _Made],
        state: Hashable = None,
        stands: Callable[[_Made], bool] = _never,
    ) -> _Made:
        """Return what stands there, or make it. What fails to be made is not kept, and the next to come tries anew.

        What was made in another ``state`` of the world is made anew, unless it still ``stands``.
        """
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
        with place.lock:
            standing = place.good(state, stands)
            if standing is None:
                with self._making:
                    standing = _Standing(make(), state)
                place.standing = standing
            made: _Made = standing.made
            return made

    def has(self, key: Hashable, state: Hashable = None, stands: Callable[[Any], bool] = _never) -> bool:
        """Whether something stands there that is good in a state."""
        with self._lock:
            place = self._places.get(key)
        return place is not None and place.good(state, stands) is not None


REPORTS, PERIODS = Shelf(), Shelf()
