"""The pages of steps on two files written by hand: they show exactly those, and call the rest unknown by its owner."""

import re

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.journeys import submit
from tests.conftest import TODAY
from tests.figures import BARNET, template
from tests.screens import words

QUARTER = "Apr to Jun 2026"
MET = "E23000001"
RELEASED = [
    {"indicator": "coc-eligible-releases", "area": BARNET, "period": QUARTER, "count": "40"},
    {"indicator": "coc-destination-recorded", "area": BARNET, "period": QUARTER, "count": "30", "denominator": "40"},
    {"indicator": "coc-referral-received", "area": BARNET, "period": QUARTER, "count": "3", "denominator": "40"},
    {
        "indicator": "coc-by-prison",
        "area": BARNET,
        "period": QUARTER,
        "breakdown": "prison=PVI",
        "count": "9",
        "denominator": "25",
    },
]
TESTED = [
    {"indicator": "dtoa-tests", "area": MET, "period": QUARTER, "count": "1200"},
    {"indicator": "dtoa-positive-rate", "area": MET, "period": QUARTER, "count": "600", "denominator": "1200"},
]


@pytest.fixture
def two_files(sqlite_database):
    for name, rows in (("prison.csv", RELEASED), ("police.csv", TESTED)):
        shown = submit.preview(sqlite_database, LOCAL_USER, name, template(rows), TODAY)
        submit.publish(sqlite_database, LOCAL_USER, shown, "By hand", shown.screening.warnings)


def test_the_ladder_shows_two_rungs_hides_one_and_calls_five_unknown(app, two_files):
    text = words(app("continuity_of_care", area="cdp-barnet"))

    assert "Barnet: the biggest drop that can be shown comes at “Destination recorded”, 10 fewer people" in text
    assert "“Released with a need” (40) to “Destination recorded” (30)" in text
    assert "All steps are for April to June 2026, the newest that most of them share: 3 of 8 were supplied." in text
    # In the table, in the words of the chart, and as one of the figures that the page begins with.
    assert text.count("Hidden to protect people") == 3
    assert "Referral received (Prison, Council): Hidden to protect people" in text
    for label, owner in (
        ("Appointment before release", "Council or Prison"),
        ("Appointment attended", "Council"),
        ("Treatment started", "Council"),
        ("Started within 21 days", "Council, Prison or Probation"),
        ("Still in treatment at 12 weeks", "Council"),
    ):
        assert f"{label} (" in text
        assert f"nknown: not supplied by {owner}" in text


def test_the_prison_is_shown_and_does_not_add_up_to_all_releases(app, two_files):
    text = words(app("continuity_of_care", area="cdp-barnet"))

    assert "The prisons below released 25 people with a need to here, April to June 2026, of 40 in all." in text
    assert "The rest came from prisons that were not supplied." in text
    assert "Pentonville" in text
    assert "9 of 25 (36%)" in text
    assert "No other that sent figures" in text


def test_the_funnel_shows_two_steps_of_the_whole_force_and_calls_four_unknown(app, two_files):
    text = words(app("diversion", area="cdp-barnet"))

    assert "Police figures are for the whole Metropolitan Police force" in text
    assert "2 of 6 were supplied" in text
    assert "1,200" in text
    assert "50% of “Tested on arrest”" in text
    for owner in ("Police", "Council or Police", "Council"):
        assert f"nknown: not supplied by {owner}" in text
    assert "1 of 39 forces in England sent drug tests on arrest for April to June 2026." in text


def test_beside_the_number_of_a_wider_area_stands_its_name(app, sqlite_database):
    row = {"indicator": "possession-diverted", "area": MET, "period": QUARTER, "count": "300", "denominator": "1000"}
    preview = submit.preview(sqlite_database, LOCAL_USER, "police.csv", template([row]), TODAY)
    submit.publish(sqlite_database, LOCAL_USER, preview, "By hand", preview.screening.warnings)
    page = app("diversion", area="cdp-barnet")
    markup = " ".join(block.proto.body for block in page.get("html"))
    cells = re.findall(r'<td role="cell"><span class="figure">([^<]*)</span>(.*?)</td>', markup)

    assert [number for number, _ in cells] == ["30%"]
    assert "The whole Metropolitan Police area" in cells[0][1]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("continuity_of_care", "Unknown: not supplied by Prison"),
        ("diversion", "Unknown: not supplied by Police"),
    ],
)
def test_without_any_figure_every_step_is_unknown(app, page, said):
    text = words(app(page, area="cdp-barnet"))

    assert said in text
    assert "Fewer than two steps have a count, so we cannot say where people are lost." in text


@pytest.mark.parametrize("page", ["continuity_of_care", "diversion"])
@pytest.mark.parametrize("area", ["E92000001", "E12000007", "E23000001", "PVI", "cdp-cleveland"])
def test_the_pages_open_on_every_kind_of_area(app, two_files, page, area):
    assert not app(page, area=area).error
