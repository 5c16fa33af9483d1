"""Every awkward state that a page must bear, put on purpose into files that would otherwise be tidy."""

from collections.abc import Iterable, Iterator

from dashboard.demo.series import Kind, Row, told
from dashboard.demo.world import IN_NEIGHBOUR, World, named, world
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import AreaKind
from dashboard.domain.figures import State

# The hand-off audit is run where partners agreed to it: one authority in six sends none of it, one cannot yet.
AUDIT = (
    *("coc-referral-received", "coc-appointment-before-release"),
    *("coc-appointment-attended", "coc-treatment-started"),
)
WITHOUT_AUDIT, NOT_YET = 6, "E08000025"
# The analysts of the East Midlands hide small counts before they send them.
HIDE_AT_SOURCE, SMALL = "E12000004", range(1, 5)
HIDDEN_THERE = ("coc-by-prison", "coc-alcohol", "coc-non-opiate")
# These councils sent 2025/26 Q1 only with the next quarter's file; these have not sent the newest quarter yet.
SENT_LATE, LATE_QUARTER = ("E06000015", "E08000012"), "Apr to Jun 2025"
NOT_YET_SENT = ("E06000031", "E10000016", "E08000019")
# A new provider took over here, and counts in another way from then on.
NEW_PROVIDER, SINCE = "E06000001", "2024-10-01"
# Drug tests on arrest come five months after their quarter: those of the newest are not due.
NOT_DUE = "dtoa-"
REVISED_QUARTER, REVISED = "2025-26-Q2", ("E08000003", "E06000023", "E10000012", "E09000030")
REVISED_BY = 15  # people in opiate treatment that the first file had missed, a multiple of 5
# Areas whose prison and provider share a system send the quarter after the newest, unfinished.
EARLY = ("E06000047", "E08000035", "E10000028", "E06000021", "E10000030")
UNFINISHED = "follow-up not finished"


def as_sent(agency: Agency, at: int, rows: Iterable[Row], before: Iterable[Row]) -> Iterator[Row]:
    """Yield an agency's rows as they would be sent for the quarter at a position; ``before`` has those of the last."""
    here = world()
    newest = at == here.newest
    for row in rows:
        if not _held_back(agency, row, newest):
            yield _marked(here, agency, row, at)
    for row in before:
        if agency is Agency.COUNCIL and row.area in SENT_LATE and _is_late(row):
            yield _marked(here, agency, row, at - 1)._replace(note="sent late")


def _is_late(row: Row) -> bool:
    return row.period in (LATE_QUARTER, LATE_QUARTER.replace("Apr to", "12 months to"))


def _held_back(agency: Agency, row: Row, newest: bool) -> bool:
    if agency is Agency.COUNCIL and row.area in SENT_LATE and _is_late(row):
        return True
    if newest and agency is Agency.COUNCIL and row.area in NOT_YET_SENT:
        return True
    if newest and row.indicator.startswith(NOT_DUE):
        return True
    return row.indicator in AUDIT and _audits_nothing(row.area)


def _audits_nothing(area: str) -> bool:
    here = world()
    return area in here.authorities and area != NOT_YET and here.authorities.index(area) % WITHOUT_AUDIT == 3


def _marked(here: World, agency: Agency, row: Row, at: int) -> Row:
    if row.area in IN_NEIGHBOUR and here.areas.at(row.area).kind is AreaKind.AUTHORITY and not row.value:
        return row.marked(State.IN_NEIGHBOUR)
    if row.indicator in AUDIT and row.area == NOT_YET:
        return row.marked(State.NOT_COLLECTED, "the audit begins next year")
    if row.indicator in HIDDEN_THERE and _hides(here, row.area) and _is_small(row):
        return row.marked(State.HIDDEN)
    started = here.quarters[at].start.isoformat()
    if agency is Agency.COUNCIL and row.area == NEW_PROVIDER and started == SINCE and row.number:
        return row._replace(number=f"{row.number} [b]", note="a new provider counts in another way from here on")
    return row


def _hides(here: World, area: str) -> bool:
    return area in here.authorities and here.regions[here.authorities.index(area)] == HIDE_AT_SOURCE


def _is_small(row: Row) -> bool:
    return row.number.isdigit() and (int(row.number) in SMALL or int(row.denominator or 0) in SMALL)


def first_of_revised(at: int, rows: list[Row]) -> list[Row]:
    """Return rows as a council first sent them: in some areas some people in opiate treatment were missed."""
    if named(world().quarters[at]) != REVISED_QUARTER:
        return rows
    return [_changed(row, -REVISED_BY, "") if is_revised(row) else row for row in rows]


def revision_of(rows: list[Row]) -> list[Row]:
    """Return the rows that a council's second file for the revised quarter holds, marked as revised."""
    return [_changed(row, 0, " [r]") for row in rows if is_revised(row)]


def is_revised(row: Row) -> bool:
    """Whether the first file for this row was put right by a second one."""
    measures = ("adults-in-treatment", "adults-in-treatment-opiate")
    return row.area in REVISED and row.indicator in measures and row.sex == "persons"


def _changed(row: Row, by: int, flag: str) -> Row:
    count = int(row.number.removesuffix(" [rounded]"))
    return row._replace(number=f"{max(count + by, 0)} [rounded]{flag}")


def early(rows: list[Row]) -> list[Row]:
    """Return what a few areas send of the quarter after the newest: provisional, for its follow-up still runs."""
    quarter = told(world().quarters[-1], Kind.ROLLING)
    ladder = [row for row in rows if row.area in EARLY and row.period == quarter and row.indicator.startswith("coc-")]
    return [row._replace(number=f"{row.number} [p]", note=UNFINISHED) for row in ladder]
