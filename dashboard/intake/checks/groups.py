"""The checks on the groups that figures are about."""

from collections.abc import Iterator

from dashboard.domain.breakdowns import breakdown_pairs
from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.coded import texts
from dashboard.domain.findings import Severity
from dashboard.intake.checks.checked import Checked, lines_of, named


@asks(
    Stage.CODES,
    Severity.WARNING,
    "A group that is none of those we know, such as a drug that is written in another way.",
    "A slip in its name would begin a series of its own, and the old one would seem to end.",
    "Correct the name, or tick if it is a new group. An administrator may add it to the table of groups.",
)
def groups_are_known(checked: Checked) -> Iterator[Found]:
    """Asked in the first file too; spellings that the table has are one group already."""
    groups = checked.definitions.groups
    strange = texts(checked.figures["breakdown"]).each(
        lambda text: not all(groups.knows(name, value) for name, value in breakdown_pairs(text).items())
    )
    for indicator, rows in checked.with_any(strange):
        pairs = {text: breakdown_pairs(text) for text in rows["breakdown"].unique()}
        unknown = {
            text: (name, value)
            for text, some in pairs.items()
            for name, value in some.items()
            if not groups.knows(name, value)
        }
        if unknown:
            near = [one for name, value in unknown.values() for one in groups.near(name, value)]
            likely = f"Is it {' or '.join(dict.fromkeys(near))}? " if near else ""
            yield Found(
                f"{len(set(unknown.values()))} group(s) are none of those we know.",
                f"{likely}Correct the name; tick this if it is a new group.",
                found=named([*dict.fromkeys(f"{name}={value}" for name, value in unknown.values())]),
                expected="a group in the table of groups",
                column="breakdown",
                rows=lines_of(rows[rows["breakdown"].isin(list(unknown))]),
                indicators=(indicator.id,),
            )
