"""Where checks begin to ask: for every threshold a number just below it, one at it, one above it."""

import pytest

from dashboard.intake.checks import beside
from tests.figures import template

COUNT, SHARE, VALUE = "new-presentations", "unmet-need-ocu", "unmet-need-ocu"
PART = "coc-engaged-21-days"


@pytest.fixture
def asked(sqlite_desk):
    """Publish rows, send others after them, and return the checks that ask about those."""

    def of(before, sent):
        if before:
            sqlite_desk.publish(template(before))
        return {finding.check for finding in sqlite_desk.preview(template(sent)).screening.findings}

    return of


def count(number: float, period: str = "2026/27 Q1", **more: str) -> dict[str, object]:
    return {"indicator": COUNT, "area": "Wakefield", "period": period, "count": f"{number:g}", **more}


def share(part: int, whole: int, period: str = "Apr to Jun 2026") -> dict[str, object]:
    return {"indicator": PART, "area": "Wakefield", "period": period, "count": str(part), "denominator": str(whole)}


@pytest.mark.parametrize(
    ("before", "sent", "is_asked"),
    [
        pytest.param(100, 495, False, id="below five times"),
        pytest.param(100, 500, True, id="five times"),
        pytest.param(100, 505, True, id="above five times"),
        pytest.param(100, 25, False, id="above a fifth"),
        pytest.param(100, 20, True, id="a fifth"),
        pytest.param(100, 15, True, id="below a fifth"),
        pytest.param(5, 45, False, id="of fewer than 50"),
        pytest.param(5, 50, True, id="of 50"),
        pytest.param(5, 55, True, id="of more than 50"),
    ],
)
def test_a_count_that_jumps(asked, before, sent, is_asked):
    found = asked([count(before, "2025/26 Q4")], [count(sent)])
    assert ("figures_do_not_jump" in found) is is_asked


@pytest.mark.parametrize(
    ("before", "sent", "is_asked"),
    [
        pytest.param(200, 299, False, id="below one and a half"),
        pytest.param(200, 300, True, id="one and a half"),
        pytest.param(200, 301, True, id="above one and a half"),
        pytest.param(300, 201, False, id="above two thirds"),
        pytest.param(300, 200, True, id="two thirds"),
        pytest.param(300, 199, True, id="below two thirds"),
        pytest.param(49, 98, False, id="of fewer than 50"),
        pytest.param(50, 98, True, id="of 50"),
        pytest.param(51, 98, True, id="of more than 50"),
    ],
)
def test_a_denominator_that_grows_or_shrinks(asked, before, sent, is_asked):
    found = asked([share(40, before, "Jan to Mar 2026")], [share(40, sent)])
    assert ("denominators_hold_steady" in found) is is_asked


@pytest.mark.parametrize(("before", "is_asked"), [(45, False), (50, True), (55, True)])
def test_a_zero_after_many(asked, before, is_asked):
    found = asked([count(before, "2025/26 Q4")], [count(0)])
    assert ("zeros_had_no_figures" in found) is is_asked


# 1,098 days are three years of 366; from July 2023 to July 2026 are 1,096, from April 2023 1,187.
@pytest.mark.parametrize(("quarter", "is_asked"), [("2023/24 Q1", True), ("2022/23 Q4", False), ("2023/24 Q2", True)])
def test_a_jump_across_a_gap(asked, quarter, is_asked):
    found = asked([count(100, quarter)], [count(900)])
    assert ("figures_do_not_jump" in found) is is_asked
    assert beside.NEAR == 1098


# Figures rounded to 5 are up to 2.5 people off: a total of two authorities and its parts may lie 7.5 people apart.
@pytest.mark.parametrize(
    ("part", "total", "is_asked"),
    [
        ("50", "84", True),
        ("50", "85", False),
        ("50", "86", True),
        ("50 [rounded]", "75 [rounded]", True),
        ("50 [rounded]", "80 [rounded]", False),
        ("50 [rounded]", "90 [rounded]", False),
        ("50 [rounded]", "95 [rounded]", True),
        ("52", "80 [rounded]", False),
        ("53", "80 [rounded]", True),
    ],
)
def test_a_total_that_is_not_its_parts_together(asked, part, total, is_asked):
    counts = {"Cumberland": part, "Westmorland and Furness": "35", "Cumbria": total}
    rows = [count(0) | {"area": area, "count": people} for area, people in counts.items()]
    assert ("totals_agree_with_parts" in asked([], rows)) is is_asked


# Those in treatment are of four groups: five rounded figures may lie 12.5 people apart.
@pytest.mark.parametrize(
    ("group", "everybody", "is_asked"),
    [
        ("100", "399", True),
        ("100", "400", False),
        ("100", "401", True),
        ("100 [rounded]", "385 [rounded]", True),
        ("100 [rounded]", "390 [rounded]", False),
        ("100 [rounded]", "410 [rounded]", False),
        ("100 [rounded]", "415 [rounded]", True),
        ("112", "400 [rounded]", False),
        ("113", "400 [rounded]", True),
    ],
)
def test_groups_that_are_not_everybody_together(asked, group, everybody, is_asked):
    others = dict.fromkeys(("non-opiate", "non-opiate-alcohol", "alcohol"), "100")
    counts = {f"adults-in-treatment-{name}": people for name, people in {"opiate": group, **others}.items()}
    rows = [
        count(0) | {"indicator": name, "count": people}
        for name, people in {**counts, "adults-in-treatment": everybody}.items()
    ]
    assert ("ties_hold" in asked([], rows)) is is_asked


@pytest.mark.parametrize(("value", "is_asked"), [("9.1", False), ("9", True), ("8.9", True), ("45", False)])
def test_a_value_in_another_unit(asked, value, is_asked):
    rows = [{"indicator": VALUE, "area": "Wakefield", "period": when} for when in ("2023/24", "2024/25")]
    found = asked([rows[0] | {"value": "45"}], [rows[1] | {"value": value}])
    assert ("values_keep_their_unit" in found) is is_asked


@pytest.mark.parametrize(("year", "is_asked"), [("2015/16", True), ("2016/17", False), ("2017/18", False)])
def test_a_year_long_ago(asked, year, is_asked):
    # Ten years before 2026 is 2016, in which 2015/16 ends; 2016/17 ends in 2017.
    found = asked([], [count(10, f"{year} Q4")])
    assert ("years_are_near" in found) is is_asked


AREAS = ("Barnsley", "Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield")


def _counts(*numbers: int) -> list[dict[str, object]]:
    return [count(number) | {"area": area} for area, number in zip(AREAS, numbers, strict=False)]


@pytest.mark.parametrize(
    ("sent", "is_asked"),
    [
        pytest.param((61, 72, 83, 94, 105), False, id="all of five"),
        pytest.param((61, 72, 83, 90, 100, 110), False, id="half of six"),
        pytest.param((61, 72, 83, 94, 100, 110), True, id="more than half of six"),
    ],
)
def test_published_figures_that_change(asked, sent, is_asked):
    found = asked(_counts(60, 70, 80, 90, 100, 110), _counts(*sent))
    assert ("published_figures_stand" in found) is is_asked


@pytest.mark.parametrize(
    ("sent", "is_asked"),
    [
        pytest.param((65, 60, 70, 80, 90, 100), True, id="down by one"),
        pytest.param((70, 80, 90, 100, 110, 115), True, id="up by one"),
        pytest.param((65, 60, 70, 80, 91, 100), False, id="but for one"),
        pytest.param((65, 60, 70, 80, 90), False, id="of five areas"),
    ],
)
def test_numbers_that_moved_by_an_area(asked, sent, is_asked):
    found = asked(_counts(60, 70, 80, 90, 100, 110), _counts(*sent))
    assert ("numbers_are_not_shifted" in found) is is_asked
