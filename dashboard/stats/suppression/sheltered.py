"""For whose protection a companion is hidden: the small figures that would come out first if it were shown."""

from collections.abc import Collection, Iterator

from dashboard.stats.suppression.bounds import audit
from dashboard.stats.suppression.deciding import Task

_MOST_ASKED = 12  # small figures of one companion that are asked about one by one


def sheltered(task: Task, companion: int) -> set[int]:
    """Return the cells of the small figures that lack room once this hidden cell is shown, as far as can be told.

    They are the nearest by sums. Where none of those lacks room by itself, or there are very many, all are returned;
    none where no sum leads to one.
    """
    for amounts in _rings(task, companion):
        found = {task.cells.group_of.get(amount // 2, amount // 2) for amount in amounts if _is_small(task, amount)}
        if found:
            return (_exposed(task, companion, amounts) if len(found) <= _MOST_ASKED else set()) or found
    return set()


def _is_small(task: Task, amount: int) -> bool:
    return task.cells.small[task.cells.group_of.get(amount // 2, amount // 2)]


def _rings(task: Task, companion: int) -> Iterator[set[int]]:
    """Hidden amounts one sum away from this cell, two sums, and so on."""
    edge = {2 * companion, 2 * companion + 1}
    reached, asked = set(edge), set[int]()
    while edge:
        sums = {one for amount in edge for one in task.system.of[amount]} - asked
        asked |= sums
        edge = {other for one in sums for other, _ in task.system.unknown(one)} - reached
        reached |= edge
        yield edge


def _exposed(task: Task, companion: int, amounts: Collection[int]) -> set[int]:
    own, system = (2 * companion, 2 * companion + 1), task.system
    hidden = [amount for amount in own if amount in system.hidden]
    system.show(hidden)
    small = sorted(amount for amount in amounts if _is_small(task, amount) and amount not in task.given_up)
    lacking = [one for one in small if task.needed[one] and one not in audit(system, one, task.needed).proven]
    system.hide(hidden)
    return {task.cells.group_of.get(one // 2, one // 2) for one in lacking}
