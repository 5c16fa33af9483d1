"""Which prisons release people to an area: totals first, hidden ones by name, nothing added that is not known."""

import math

import pytest

from dashboard.reports.prisons import prison_question, prisons_part
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
        ("HMP & YOI Pentonville", "30", "60", "30 of 60 (50%)", "Islington"),
        ("HMP & YOI Thameside", "14", "20", "6 of 20 (30%)", "No other that sent figures"),
    )
    assert made.said == (
        "The prisons below released 80 people with a need to here, July to September 2025: that is everybody who was "
        "released.",
    )
    assert made.after == ("",)


def test_without_a_total_those_of_the_authorities_are_added(part):
    made = part(released("PVI", HACKNEY, 20.0, 40.0), released("PVI", CITY, 5.0, 10.0))

    assert made.tables[0].rows[0][1:4] == ("25", "50", "25 of 50 (50%)")


def test_an_authority_that_is_hidden_is_said_and_what_is_known_is_no_total(part):
    made = part(released("PVI", HACKNEY, 20.0, 40.0), released("PVI", CITY, **HIDDEN), everybody(80.0))

    assert made.tables[0].rows[0][1:4] == (
        "",
        "Unknown",
        "20 of 40 (50%); hidden or not known for some of its authorities",
    )
    assert made.said[0].startswith("80 people with a need were released to here, July to September 2025. From which")
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
    made = part(released("PVI", area, **HIDDEN | {"state": state}), released("TSI", area, 6.0, 20.0), area=area)

    assert made.tables[0].rows[-1][:4] == ("HMP & YOI Pentonville", "", many, text)


def test_where_every_prison_is_hidden_one_sentence_has_the_total_of_the_area(part):
    made = part(released("PVI", **HIDDEN), released("TSI", **HIDDEN), everybody(17.0))

    assert made.said == (
        "17 people with a need were released to here, July to September 2025. From which prisons cannot be shown.",
    )
    assert not made.tables


def test_the_prison_from_which_most_did_not_start_stands_first(part):
    # Of 60 people 30 did not start, of 90 only 20.
    rows = part(released("TSI", BOTH, 70.0, 90.0), released("PVI", BOTH, 30.0, 60.0)).tables[0].rows

    assert [(row[0], row[1]) for row in rows] == [("HMP & YOI Pentonville", "30"), ("HMP & YOI Thameside", "20")]


@pytest.fixture
def question(definitions):
    def compose(*rows):
        return prison_question(view_of(figures(*rows), definitions.areas.at(BOTH), definitions))

    return compose


def started(count, whole):
    return figure(indicator="coc-engaged-21-days", area=BOTH, **QUARTER, numerator=count, denominator=whole)


def test_the_prison_question_is_answered_in_one_sentence(question):
    prisons = released("PVI", BOTH, 30.0, 60.0), released("TSI", BOTH, 6.0, 20.0)

    # 80 released in all, of whom 36 started.
    assert question(*prisons, started(36.0, 80.0)) == (
        "Of the 44 people who did not start within three weeks, 30 came from HMP & YOI Pentonville "
        "(July to September 2025).",
    )


def test_where_some_prisons_are_hidden_the_answer_is_of_those_that_are_shown(question):
    said = question(released("PVI", BOTH, 30.0, 60.0), released("TSI", BOTH, **HIDDEN), started(36.0, 80.0))

    assert said[0].startswith(
        "Of the 44 people who did not start within three weeks, 30 came from HMP & YOI Pentonville,"
    )
    assert "the most of those prisons that can be shown" in said[0]


def test_where_all_prisons_are_hidden_the_area_says_how_many_in_all(question):
    assert question(released("PVI", BOTH, **HIDDEN), started(12.0, 17.0)) == (
        "5 people did not start within three weeks (July to September 2025). From which prisons cannot be shown.",
    )


def test_nothing_is_asked_of_prisons_where_nobody_sent_them_or_everybody_started(question):
    assert question(started(12.0, 17.0)) == ()
    assert question(released("PVI", BOTH, 17.0, 17.0), started(17.0, 17.0)) == ()


def test_of_few_people_there_is_no_percentage(part):
    made = part(released("PVI", CITY, 4.0, 8.0), area=CITY)

    assert made.tables[0].column("Started treatment within three weeks") == ("4 of 8, too few people for a percentage",)


def test_a_region_is_not_told_by_prison(part):
    made = part(released("PVI", BOTH, 30.0, 60.0), area="E12000007")

    assert made.said == ("This is told for a partnership or an authority: choose one above.",)
    assert not made.tables
