"""Which prisons release people to an area: totals first, hidden ones by name, nothing added that is not known."""

import math

import pytest

from dashboard.reports.prisons import prisons_part
from tests.figures import figure, figures
from tests.shown_figures import view_of

HACKNEY, CITY, ISLINGTON = "E09000012", "E09000001", "E09000019"
BOTH = "cdp-city-of-london-and-hackney"
QUARTER = {"period_start": "2025-07-01", "period_months": 3, "period_kind": "quarter"}
HIDDEN = {"numerator": math.nan, "denominator": math.nan, "state": "hidden here"}
ALSO_TO_ISLINGTON = {"PVI": frozenset({CITY, ISLINGTON})}


def released(prison, area=HACKNEY, started=0.0, of=math.nan, **more):
    numbers = {"numerator": started, "denominator": of}
    return figure(indicator="coc-by-prison", area=area, breakdown=f"prison={prison}", **QUARTER | numbers | more)


def everybody(count, area=BOTH):
    return figure(indicator="coc-eligible-releases", area=area, **QUARTER | {"numerator": count})


@pytest.fixture
def part(definitions):
    def compose(*rows, area=BOTH):
        return prisons_part(view_of(figures(*rows), definitions.areas.at(area), definitions), ALSO_TO_ISLINGTON)

    return compose


def test_prisons_stand_by_how_many_they_release_with_whom_they_share(part):
    made = part(released("TSI", BOTH, 6.0, 20.0), released("PVI", BOTH, 30.0, 60.0), everybody(80.0))

    assert made.tables[0].rows == (
        ("Pentonville", "60", "30 of 60 (50%)", "Islington"),
        ("Thameside", "20", "6 of 20 (30%)", "No other that sent figures"),
    )
    assert made.said == (
        "The prisons below released 80 people with a need to here, July to September 2025: that is everybody who was "
        "released.",
    )
    assert made.after == ("",)


def test_without_a_total_those_of_the_authorities_are_added(part):
    made = part(released("PVI", HACKNEY, 20.0, 40.0), released("PVI", CITY, 5.0, 10.0))

    assert made.tables[0].rows[0][1:3] == ("50", "25 of 50 (50%)")


def test_an_authority_that_is_hidden_is_said_and_what_is_known_is_no_total(part):
    made = part(released("PVI", HACKNEY, 20.0, 40.0), released("PVI", CITY, **HIDDEN), everybody(80.0))

    assert made.tables[0].rows[0][1:3] == (
        "Unknown",
        "20 of 40 (50%); hidden or not known for some of its authorities",
    )
    assert made.said[0].startswith("Which prisons the people released to here with a need came from")
    assert made.after[0].startswith("For 1 of 1 prisons it cannot be shown how many started treatment")


@pytest.mark.parametrize(
    ("state", "many", "text"),
    [
        ("hidden here", "Hidden", "Hidden to protect people"),
        ("hidden", "Hidden", "Hidden by the source to protect people"),
        ("low", "Unknown", "Too low to show, as it rounds to zero"),
        ("not available", "Unknown", "Not available"),
    ],
)
@pytest.mark.parametrize("area", [BOTH, CITY])  # of the whole, or of one authority only
def test_a_prison_without_a_number_says_why(part, area, state, many, text):
    made = part(released("PVI", area, **HIDDEN | {"state": state}))

    assert made.tables[0].rows[0][:3] == ("Pentonville", many, text)


def test_of_few_people_there_is_no_percentage(part):
    made = part(released("PVI", CITY, 4.0, 8.0), area=CITY)

    assert made.tables[0].column("Started treatment within three weeks") == ("4 of 8, too few people for a percentage",)


def test_a_region_is_not_told_by_prison(part):
    made = part(released("PVI", BOTH, 30.0, 60.0), area="E12000007")

    assert made.said == ("This is told for a partnership or an authority: choose one above.",)
    assert not made.tables
