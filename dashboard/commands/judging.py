"""The command that judges anew what is hidden."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dashboard.commands.console import out, progress
from dashboard.commands.opening import Address, AsJson, opened_as_it_is, refusals_told, settings
from dashboard.commands.sending import work_out

if TYPE_CHECKING:
    from dashboard.journeys.administer import Judgement


def judge(json_: AsJson = False, database: Address = None) -> None:
    """Judge what is hidden in every revision, by the ties and the arithmetic of today.

    What would give small numbers away is hidden from here on, in earlier revisions too. It is a revision, and cannot
    be undone. A start does so by itself where the dashboard became stricter.
    """
    from dashboard.journeys import administer

    with refusals_told(), opened_as_it_is(database) as kept, progress("Judging what is hidden"):
        made = administer.judge_anew(kept, settings().user)
        work_out(kept)
    if json_:
        print(json.dumps({"revision": made.revision, "hidden": [*_as_json(made)]}, ensure_ascii=False, indent=2))
        return
    out.print(f"Revision {made.revision}: {made.words}")


def _as_json(made: "Judgement") -> Iterator[dict[str, object]]:
    """Each key that is newly hidden with its role, and the keys of the small figures that it protects."""
    from dashboard.domain.figures import KEY, SMALL_KEY

    small = dict[tuple[object, ...], list[dict[str, object]]]()
    for row in made.hiding.shelters[[*KEY, *SMALL_KEY]].itertuples(index=False, name=None):
        small.setdefault(row[: len(KEY)], []).append(dict(zip(KEY, row[len(KEY) :], strict=True)))
    for *key, role in made.hiding.decisions[[*KEY, "role"]].itertuples(index=False, name=None):
        yield {**dict(zip(KEY, key, strict=True)), "role": role, "protects": small.get(tuple(key), [])}
