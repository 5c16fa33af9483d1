"""Whether figures of a file agree with others: those of a wider area with its authorities, measures that are tied."""

import pandas as pd

from dashboard.assembly.figures import TOTALLED
from dashboard.domain.coded import coded_frame
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, PERIOD, State
from dashboard.domain.findings import Finding, Severity
from dashboard.domain.indicators import Catalogue
from dashboard.domain.ties import Part, Tie, ties_of, wholes_of
from dashboard.domain.wording import listed
from dashboard.stats.rollup import totals
from dashboard.stats.ties import above, tied

ROUNDING = 2.5  # people; how far a count rounded to 5 may lie from the true one


def totals_that_disagree(figures: pd.DataFrame, standing: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    """Return a notice for each measure whose supplied totals are not the sums of their parts.

    The supplied figure is kept and shown all the same; rounding, and people who are counted in two
    areas or in none, are honest reasons for a difference.
    """
    both = _beside(figures, standing)
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


def ties_that_break(figures: pd.DataFrame, standing: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    """Return a notice for each tie of the catalogue that figures of a file break, beside those that stand.

    They are kept and shown all the same. In deciding on hiding the tie is taken to hold as nearly as they do.
    """
    sent, both = set(figures["indicator"]), _beside(figures, standing)
    found = []
    for tie in ties_of(definitions.catalogue):
        if tie.measures & sent and tie.measures <= set(both["indicator"]):
            rows = tied(both, tie)
            allowed = (ROUNDING * (rows["parts"] + 1)).where(rows["rounded"], 0.0)
            differ = rows[(rows["added"] - rows["whole"]).abs() > allowed]
            if len(differ):
                found.append(_broken(tie, differ, definitions))
    return found


def parts_above_their_whole(figures: pd.DataFrame, standing: pd.DataFrame, definitions: Definitions) -> list[Finding]:
    """Return a warning for each measure of a file, or beside one, with more people than the one that counts them all.

    The figures that stand are never quoted.
    """
    sent, both = set(figures["indicator"]), _beside(figures, standing)
    found: dict[tuple[str, str], Finding] = {}
    for tie in wholes_of(definitions.catalogue):
        if not tie.measures & sent or tie.whole not in set(both["indicator"]):
            continue
        rows = above(both, tie)
        rows = rows[rows["people"] - rows["whole"] > (2 * ROUNDING * rows["rounded"])]
        if rows.empty:  # as most ties are, and what a file brings of one is dear to find
            continue
        for place, bad in _brought(rows, figures, tie).groupby("part"):
            part = tie.parts[int(str(place))]
            found.setdefault((part.measure, tie.whole), _above(part, tie.whole, bad, definitions))
    return [*found.values()]


def _brought(rows: pd.DataFrame, figures: pd.DataFrame, tie: Tie) -> pd.DataFrame:
    """Those of which a file brings the part or the whole, for what stands was asked about when it came.

    ``sent`` is the number that it brings, the part's where it brings both.
    """
    places = ["area", *PERIOD, "sex", "age"]
    measures = rows["part"].map(dict(enumerate(part.measure for part in tie.parts))).astype("str")
    keys = figures.loc[figures["indicator"].isin(tie.measures), ["indicator", *places]].drop_duplicates()
    part, whole = (
        rows[places].assign(indicator=of).merge(keys, how="left", indicator="found")["found"].eq("both").to_numpy()
        for of in (measures, tie.whole)
    )
    return rows.assign(sent=rows["people"].where(part, rows["whole"]))[part | whole]


def _above(part: Part, whole: str, rows: pd.DataFrame, definitions: Definitions) -> Finding:
    title, first = definitions.catalogue.called(whole).title, rows.iloc[0]
    return Finding(
        "parts_are_within_their_whole",
        Severity.WARNING,
        f"In {len(rows)} place(s) “{_named(part, definitions.catalogue)}” has more people than “{title}”, "
        "which counts all of them.",
        "Correct the one that is wrong, here or where it was sent; tick this if the source counts them so.",
        found=f"{first['sent']:,.0f} for {definitions.areas.at(first['area']).name}",
        expected=f"at most the figure of “{title}”",
        column="count",
        indicators=tuple(sorted({part.measure, whole})),
    )


def _broken(tie: Tie, rows: pd.DataFrame, definitions: Definitions) -> Finding:
    first, catalogue = rows.iloc[0], definitions.catalogue
    whole = catalogue.called(tie.whole).title
    parts = listed([f"“{_named(part, catalogue)}”" for part in tie.parts])
    return Finding(
        "ties_hold",
        Severity.NOTICE,
        f"In {len(rows)} place(s) the people of {parts} are not those of “{whole}”, though both count the same.",
        "People who changed between two returns may explain it; else check both.",
        found=f"{first['added']:,.0f} for {definitions.areas.at(first['area']).name}",
        expected=f"{first['whole']:,.0f}, as “{whole}” has it",
        column="count",
        indicators=tuple(sorted(tie.measures)),
    )


def _named(part: Part, catalogue: Catalogue) -> str:
    title = catalogue.called(part.measure).title
    if not part.breakdown:
        return title
    return f"{title}, {part.breakdown} {part.value}" if part.value else f"{title}, every {part.breakdown}"


def _beside(figures: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """Figures of a file in place of those that stand, for the periods of the file."""
    same = standing.merge(figures[PERIOD].drop_duplicates(), on=PERIOD)
    return pd.concat([same[figures.columns], figures]).drop_duplicates(KEY, keep="last")


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
