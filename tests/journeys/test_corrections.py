"""A figure that would take the place of another is looked at as closely as a new one, whichever way it comes."""

from datetime import date

import pytest

from dashboard.assembly.deliveries import Orders
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import Refusal
from dashboard.journeys import deliver, submit
from tests.conftest import TODAY
from tests.figures import template

CLIENTS = {"indicator": "new-presentations", "area": "Wakefield"}
SHARE = {"indicator": "unmet-need-ocu", "area": "Wakefield"}
OPIATE, EVERYBODY = (
    {"indicator": name, "area": "Wakefield", "period": "2024/25"}
    for name in ("adults-in-treatment-opiate", "adults-in-treatment")
)


def _clients(quarter: str, count: int) -> dict[str, object]:
    return CLIENTS | {"period": quarter, "count": count}


def _asked(desk, *rows: dict[str, object]) -> list[tuple[str, str]]:
    return [(finding.check, finding.found) for finding in desk.preview(template(rows)).screening.warnings]


@pytest.fixture
def two_quarters(desk):
    desk.publish(template([_clients("2025/26 Q4", 612), _clients("2026/27 Q1", 640)]))
    return desk


def test_a_correction_that_adds_digits_is_asked_against_its_series_and_against_what_it_replaces(two_quarters):
    shown = two_quarters.preview(template([_clients("2026/27 Q1", 640_000)]))

    assert [finding.message for finding in shown.screening.warnings] == [
        "1 count(s) are 5 times, or less than a fifth of, what they were in the nearest period published.",
        "1 count(s) are 5 times, or less than a fifth of, what is published for the same period.",
    ]
    assert {finding.found for finding in shown.screening.warnings} == {"640,000 for Wakefield"}
    with pytest.raises(Refusal, match="A warning is not ticked"):
        submit.publish(two_quarters.database, two_quarters.user, shown, "a reason", [])


def test_a_correction_near_what_it_replaces_is_not_asked(two_quarters):
    assert _asked(two_quarters, _clients("2026/27 Q1", 655)) == []


def test_a_jump_that_was_ticked_is_not_asked_again_when_it_comes_again(two_quarters):
    two_quarters.publish(template([_clients("2026/27 Q1", 6_400)]))

    assert _asked(two_quarters, _clients("2026/27 Q1", 6_400)) == []


@pytest.mark.parametrize("quarter", ["2026/27 Q1", "2024/25 Q1"])
def test_a_jump_is_seen_across_a_gap_and_backwards(desk, quarter):
    desk.publish(template([_clients("2025/26 Q2", 612)]))

    assert _asked(desk, _clients(quarter, 6_120)) == [("figures_do_not_jump", "6,120 for Wakefield")]


def test_a_late_area_is_asked_though_others_stand_for_its_period(desk):
    desk.publish(template([_clients("2025/26 Q4", 612), _clients("2026/27 Q1", 640) | {"area": "Kirklees"}]))

    assert _asked(desk, _clients("2026/27 Q1", 6_400)) == [("figures_do_not_jump", "6,400 for Wakefield")]


def test_none_in_place_of_many_is_asked(two_quarters):
    assert _asked(two_quarters, _clients("2026/27 Q1", 0)) == [("zeros_had_no_figures", "0 for Wakefield")]


@pytest.mark.parametrize("period", ["2023/24", "2024/25"])
def test_a_fraction_beside_a_percentage_of_the_same_series_is_asked(desk, period):
    desk.publish(template([SHARE | {"period": "2023/24", "value": 51.2}]))

    shown = desk.preview(
        template([SHARE | {"period": period, "value": 0.49}, SHARE | {"period": "2022/23", "value": 5}])
    )

    (warning,) = [one for one in shown.screening.warnings if one.check == "values_keep_their_unit"]
    assert warning.found in {"5 for Wakefield", "0.49 for Wakefield"}
    assert warning.message.startswith("2 value(s) are 5 times, or less than a fifth of,")


def test_a_share_is_held_against_the_counts_that_stand_as_well(desk):
    share = {"indicator": "coc-engaged-21-days", "area": "Wakefield"}
    desk.publish(template([share | {"period": "2025/26 Q4", "count": 44, "denominator": 100}]))

    found = desk.preview(
        template(
            [share | {"period": "2026/27 Q1", "value": 0.4}, share | {"period": "2026/27 Q1", "value": 41} | LEEDS]
        )
    ).screening.warnings

    assert {(one.check, one.found) for one in found} == {
        ("values_keep_their_unit", "0.4 for Wakefield"),
        ("percentages_are_on_one_scale", "0.4"),
    }


LEEDS = {"area": "Leeds"}


def test_what_stands_is_quoted_in_no_finding(two_quarters):
    said = [
        f"{one.message} {one.found} {one.expected}"
        for one in two_quarters.preview(template([_clients("2026/27 Q1", 64_000)])).screening.findings
    ]

    assert said
    assert not any("640 " in text or "612" in text for text in said)


def test_files_that_nobody_looks_at_wait_for_the_tick(two_quarters):
    orders = Orders("a correction")
    rows = template([_clients("2026/27 Q1", 640_000)])
    waits = deliver.send(two_quarters.database, LOCAL_USER, "q1.csv", rows, TODAY, orders)

    assert waits.receipt is None
    assert waits.waits_for == ("figures_do_not_jump",)


def test_a_check_holds_a_file_against_the_database_and_keeps_nothing(two_quarters):
    rows = template([_clients("2026/27 Q1", 640_000)])

    alone = submit.check(LOCAL_USER, "q1.csv", rows, TODAY)
    beside = submit.check(LOCAL_USER, "q1.csv", rows, TODAY, database=two_quarters.database)

    assert alone.warnings == ()
    assert [one.check for one in beside.warnings] == ["figures_do_not_jump", "figures_do_not_jump"]
    assert len(two_quarters.history().submissions) == 1


def test_a_real_file_is_checked_by_itself_beside_a_demonstration(desk):
    desk.publish(
        template([_clients("2026/27 Q1", 640) | {"note": ""}]).replace(b"note\r\n", b"note,source\r\n")[:-2]
        + b",Demonstration figures\r\n"
    )

    screening = submit.check(
        LOCAL_USER, "q1.csv", template([_clients("2026/27 Q2", 640_000)]), date(2026, 11, 21), database=desk.database
    )

    assert screening.findings == ()


@pytest.mark.parametrize("order", [(OPIATE, EVERYBODY), (EVERYBODY, OPIATE)])
def test_a_group_larger_than_all_is_asked_whichever_comes_later(desk, order):
    counts = {OPIATE["indicator"]: 2_000, EVERYBODY["indicator"]: 600}
    first, later = (row | {"count": counts[row["indicator"]]} for row in order)
    desk.publish(template([first]))

    shown = desk.preview(template([later]))

    (warning,) = shown.screening.warnings
    assert warning.check == "parts_are_within_their_whole"
    assert warning.message == (
        "In 1 place(s) “Adults in structured treatment: opiate group” has more people than "
        "“Adults in structured drug and alcohol treatment”, which counts all of them."
    )
    assert warning.found == f"{later['count']:,} for Wakefield"


def test_a_group_larger_than_all_in_one_file_is_asked_with_nothing_published(desk):
    rows = template([OPIATE | {"count": 2_000}, EVERYBODY | {"count": 600}])

    assert _asked(desk, OPIATE | {"count": 2_000}, EVERYBODY | {"count": 600}) == [
        ("parts_are_within_their_whole", "2,000 for Wakefield")
    ]
    assert [one.check for one in submit.check(LOCAL_USER, "a.csv", rows, TODAY).warnings] == [
        "parts_are_within_their_whole"
    ]


def test_rounding_to_five_makes_no_group_larger_than_all(desk):
    rows = [OPIATE | {"count": "605 [rounded]"}, EVERYBODY | {"count": "600 [rounded]"}]
    assert _asked(desk, *rows) == []
    assert _asked(desk, rows[0] | {"count": "610 [rounded]"}, rows[1]) == [
        ("parts_are_within_their_whole", "610 for Wakefield")
    ]
    # Each of the two may be 2.5 people off, and so is one of them that is exact.
    assert _asked(desk, OPIATE | {"count": "605"}, rows[1]) == []
    assert _asked(desk, OPIATE | {"count": "606"}, rows[1]) == [("parts_are_within_their_whole", "606 for Wakefield")]


def test_a_share_may_not_count_more_than_the_measure_that_counts_its_people(desk):
    place = {"area": "Wakefield", "period": "2025/26 Q1"}
    releases = place | {"indicator": "coc-eligible-releases", "count": 30}
    share = place | {"indicator": "coc-engaged-21-days", "count": 45, "denominator": 100}

    assert _asked(desk, releases, share) == [("parts_are_within_their_whole", "45 for Wakefield")]
