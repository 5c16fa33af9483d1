"""Whether figures supplied for a wider area agree with the sum of its authorities."""

import pandas as pd

from dashboard.assembly.figures import TOTALLED
from dashboard.domain.coded import coded_frame
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, PERIOD, State
from dashboard.domain.findings import Finding, Severity
from dashboard.stats.rollup import totals

ROUNDING = 2.5  # people; how far a count rounded to 5 may lie from the true one


def totals_that_disagree(figures: pd.DataFrame, standing: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    """Return a notice for each measure whose supplied totals are not the sums of their parts.

    The supplied figure is kept and shown all the same; rounding, and people who are counted in two
    areas or in none, are honest reasons for a difference.
    """
    # Only periods of the file can have changed, and what stands may be many years.
    same = standing.merge(figures[PERIOD].drop_duplicates(), on=PERIOD)
    both = pd.concat([same[figures.columns], figures]).drop_duplicates(KEY, keep="last")
    codes = {area.code for area in definitions.areas.of_kind(*TOTALLED) if len(area.members) > 1}
    supplied, parts = both[both["area"].isin(codes)], both[~both["area"].isin(codes)]
    if supplied.empty:
        return []
    wider = [definitions.areas.at(code) for code in supplied["area"].unique()]
    made = totals(coded_frame(parts.assign(revision=0)), wider, definitions.areas, definitions.catalogue).frame
    compared = supplied.merge(made[[*KEY, "numerator", "state"]], on=KEY, suffixes=("", "_made"))
    members = compared["area"].map(lambda code: len(definitions.areas.at(code).members)).astype("int64")
    rounded = (compared[["state", "state_made"]] == State.ROUNDED).any(axis=1)
    allowed = (ROUNDING * (members + 1)).where(rounded, 0.0)
    differ = compared[(compared["numerator"] - compared["numerator_made"]).abs() > allowed]
    return [_notice(str(name), rows, definitions) for name, rows in differ.groupby("indicator")]


def _notice(indicator: str, rows: pd.DataFrame, definitions: Definitions) -> Finding:
    first = rows.iloc[0]
    area = definitions.areas.at(first["area"]).name
    return Finding(
        "totals_agree_with_parts",
        Severity.NOTICE,
        f"{len(rows)} figure(s) supplied for a wider area differ from the sum of its authorities. "
        "The supplied figure is shown.",
        "Rounding, or people counted in two areas, may explain it; else check both.",
        found=f"{first['numerator']:,.0f} for {area}",
        expected=f"{first['numerator_made']:,.0f}, the sum of its authorities",
        column="count",
        indicators=(indicator,),
    )
