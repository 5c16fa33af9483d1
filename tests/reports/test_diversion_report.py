"""The page on diversion by hand: a funnel for each force, one of the area's own, and how many forces send tests."""

import pytest

from dashboard.domain.periods import quarter
from dashboard.reports.diversion import diversion_report, forces_of
from tests.figures import figure, figures
from tests.shown_figures import view_of

BARNET, BOTH = "cdp-barnet", "cdp-city-of-london-and-hackney"
METROPOLITAN, CITY = "E23000001", "E23000034"
QUARTER = quarter(2025, 7)


def drug_tests(area, count=1200.0, **more):
    key = {"period_start": "2025-07-01", "period_months": 3, "period_kind": "quarter"}
    return figure(indicator="dtoa-tests", area=area, numerator=count, **key | more)


@pytest.fixture
def page(definitions):
    def compose(area, *rows, forces_with_tests=None):
        place = definitions.areas.at(area)
        parts = forces_of(place, definitions.areas)
        return diversion_report(view_of(figures(*rows), place, definitions, parts=parts), forces_with_tests or {})

    return compose


def titles(page):
    return [part.chart.title if part.chart else part.title for part in page.parts]


def test_an_area_in_two_forces_has_the_steps_of_each(page):
    made = page(BOTH, drug_tests(METROPOLITAN), drug_tests(CITY, 80.0))

    assert [title for title in titles(made) if "steps can be shown" in title] == [
        "The whole Metropolitan Police area: 1 of 6 steps can be shown",
        "The whole City of London police force area: 1 of 6 steps can be shown",
    ]
    assert made.notes[-1].endswith("each has steps of its own below.")


def test_an_area_that_sent_steps_of_its_own_has_them_after_those_of_its_force(page):
    made = page(BARNET, drug_tests(METROPOLITAN), drug_tests("E09000003", 90.0))

    assert titles(made)[:2] == [
        "The whole Metropolitan Police area: 1 of 6 steps can be shown",
        "Barnet: 1 of 6 steps can be shown",
    ]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (0, "How many did a year before is not known, so growth in a total may only be more forces."),
        (2, "as many as a year before, so growth in their total is not from more forces."),
        (1, "and 1 did a year before. Part of any change in a total is only that more forces sent them."),
    ],
)
def test_how_many_forces_send_tests_stands_beside_a_year_before(page, before, said):
    counts = {QUARTER: 2, QUARTER.a_year_earlier(): before}
    made = page(METROPOLITAN, drug_tests(METROPOLITAN), forces_with_tests=counts)
    (part,) = [part for part in made.parts if part.title == "How many forces send these figures"]

    assert part.said[0].startswith("2 of 39 forces in England sent drug tests on arrest for July to September 2025")
    assert part.said[0].endswith(said)


def test_without_any_step_nothing_is_said_of_how_many_forces_send_them(page):
    assert "How many forces send these figures" not in titles(page(METROPOLITAN))
