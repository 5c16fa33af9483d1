"""What a page on a theme begins with: one sentence that says what its tile on the first screen says, and figures."""

import math
from datetime import date

import pytest

from dashboard.domain.areas import ENGLAND
from dashboard.reports.community_sentences import community_sentences_report
from dashboard.reports.continuity_of_care import continuity_report
from dashboard.reports.diversion import diversion_report
from dashboard.reports.overview import overview_report
from dashboard.reports.treatment_access import treatment_access_report
from tests.figures import figure, figures
from tests.shown_figures import view_of

LEEDS, FORCE = "E08000035", "E23000010"
CARE = "coc-engaged-21-days"
YEAR = {"period_start": "2025-07-01", "period_months": 12, "period_kind": "rolling year"}
BEFORE = YEAR | {"period_start": "2024-07-01"}
HIDDEN = {"state": "hidden here", "numerator": math.nan, "denominator": math.nan}


@pytest.fixture
def view(definitions):
    def made(*rows, area="cdp-leeds"):
        return view_of(figures(*rows).assign(published="2026-11-20"), definitions.areas.at(area), definitions)

    return made


def care(count, whole=131.0, area=LEEDS, **more):
    return figure(indicator=CARE, area=area, **{"numerator": count, "denominator": whole, **YEAR, **more})


def test_the_finding_is_one_sentence_with_verdict_and_change(view):
    told = continuity_report(view(care(52.0), care(50.0, 125.0, **BEFORE), care(5300.0, 10_000.0, ENGLAND)), {})

    assert told.opening.finding == (
        "52 of 131 people leaving prison with a treatment need started treatment within three weeks (40%), "
        "12 months to June 2026: worse than England (53%), and about the same as a year before (40%)."
    )


def test_a_hidden_figure_is_said_to_be_hidden(view):
    told = continuity_report(view(care(3.0, **HIDDEN)), {})

    assert told.opening.finding.startswith("The figure for 12 months to June 2026 is hidden to protect people")
    assert [one.is_known for one in told.opening.figures] == [False]


def test_where_nothing_was_sent_the_finding_says_so_and_whom_to_ask(view):
    told = continuity_report(view(), {})

    assert told.opening.finding == (
        "There is no figure for Leeds yet. Ask Council, Prison or Probation for “Continuity of care: prison leavers "
        "engaged in community treatment within 21 days”. It should come each quarter."
    )
    assert (told.opening.figures, told.opening.pictured) == ((), None)


def test_the_number_in_treatment_stands_beside_how_the_country_changed(view):
    def adults(count, area, **when):
        return figure(indicator="adults-in-treatment", area=area, numerator=count, **when)

    rows = [adults(2310.0, LEEDS, **YEAR), adults(2200.0, LEEDS, **BEFORE)]
    told = treatment_access_report(view(*rows, adults(2e5, ENGLAND, **YEAR), adults(1.6e5, ENGLAND, **BEFORE)))

    assert told.opening.finding.endswith("12 months to June 2026: 5% higher than a year before; England: 25% higher.")


def test_the_steps_of_a_force_are_told_by_their_ends_and_their_biggest_drop(view):
    counts = {"dtoa-tests": (100.0, math.nan), "dtoa-assessment-attended": (60.0, 80.0)}
    rows = [
        figure(indicator=name, area=FORCE, numerator=count, denominator=whole, **YEAR)
        for name, (count, whole) in counts.items()
    ]
    told = diversion_report(view(*rows), {})

    assert told.opening.finding == (
        "The whole West Yorkshire police force area, 12 months to June 2026: tested on arrest 100, "
        "assessment attended 60."
    )
    assert told.opening.pictured == 0


def test_of_a_region_the_steps_are_no_finding(view):
    told = diversion_report(view(area="E12000003"), {})

    assert told.opening.finding.startswith("Police figures are for whole forces, and are not added up or split.")


def test_the_picture_is_the_first_chart_of_the_page(view):
    told = continuity_report(view(care(52.0), care(50.0, 125.0, **BEFORE)), {})

    assert told.parts[told.opening.pictured].chart.title.startswith("Leeds: 40%")


def test_a_figure_of_the_country_is_none_of_the_figures_a_page_begins_with(view):
    assert not continuity_report(view(care(5300.0, 10_000.0, ENGLAND)), {}).opening.figures


ROWS = (
    care(52.0),
    care(50.0, 125.0, **BEFORE),
    care(5300.0, 10_000.0, ENGLAND),
    figure(indicator="adults-in-treatment", area=LEEDS, numerator=2310.0, **YEAR),
    figure(indicator="requirements-started-3-weeks", area=LEEDS, numerator=25.0, denominator=64.0, **YEAR),
)
PAGES = (
    (0, lambda view: continuity_report(view, {}), ("40%", "52 of 131")),
    (1, treatment_access_report, ("2,310",)),
    (3, community_sentences_report, ("25 of 64", "39%")),
)


@pytest.mark.parametrize(("tile", "report", "numbers"), PAGES, ids=["care", "treatment", "sentences"])
def test_a_page_begins_with_the_numbers_of_its_tile(view, tile, report, numbers):
    made = view(*ROWS)
    first_screen = overview_report(made, (), date(2026, 11, 21)).tiles[tile]
    told = " ".join(text for fact in first_screen.facts for text in (fact.figure, fact.of, *fact.said))

    assert [number in told for number in numbers] == [True] * len(numbers)
    assert [number in report(made).opening.finding for number in numbers] == [True] * len(numbers)


def test_a_row_has_its_course_and_its_change_in_words(view):
    (row,) = [
        one
        for part in treatment_access_report(
            view(
                *(
                    figure(indicator="adults-in-treatment", area=LEEDS, numerator=n, **w)
                    for n, w in ((2310.0, YEAR), (2200.0, BEFORE))
                )
            )
        ).parts
        for one in part.measures
        if one.indicator == "adults-in-treatment"
    ]

    assert row.change == "A year before: 2,200 people."
    assert row.course.words == (
        "Adults in treatment over time, Leeds: from 2,200 people in the 12 months to Jun 2025 "
        "to 2,310 people in the 12 months to Jun 2026."
    )


def test_one_figure_alone_has_no_course(view):
    (row,) = [one for part in continuity_report(view(care(52.0)), {}).parts for one in [part.newest] if one]

    assert (row.course, row.change) == (None, "")


def test_a_number_from_before_a_break_is_not_told_beside_one_from_after_it(view):
    broken = {"note": "break in series"}
    rows = (
        figure(indicator="adults-in-treatment", area=LEEDS, numerator=2200.0, **BEFORE),
        figure(indicator="adults-in-treatment", area=LEEDS, numerator=2310.0, **YEAR, **broken),
    )
    (row,) = [
        one
        for part in treatment_access_report(view(*rows)).parts
        for one in part.measures
        if one.indicator == "adults-in-treatment"
    ]

    assert row.change == ""
