"""The command that judges anew what is hidden."""

import json

from dashboard.commands.console import out, progress
from dashboard.commands.opening import Address, AsJson, opened_as_it_is, refusals_told, settings
from dashboard.commands.sending import work_out


def judge(json_: AsJson = False, database: Address = None) -> None:
    """Judge what is hidden in every revision, by the ties and the arithmetic of today.

    What would give small numbers away is hidden from here on, in earlier revisions too. It is a revision, and cannot
    be undone. A start does so by itself where the dashboard became stricter.
    """
    from dashboard.domain.figures import KEY
    from dashboard.journeys import administer

    with refusals_told(), opened_as_it_is(database) as kept, progress("Judging what is hidden"):
        made = administer.judge_anew(kept, settings().user)
        work_out(kept)
    if json_:
        keys = made.hiding.decisions[[*KEY, "role"]].to_dict("records")
        print(json.dumps({"revision": made.revision, "hidden": keys}, ensure_ascii=False, indent=2))
        return
    out.print(f"Revision {made.revision}: {made.words}")
