"""Measures told in full: whose figure it is, which is newest, and what is missing."""

import math

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.reports.report import Measure, ThemeReport
from dashboard.reports.theme import part_of, theme_report
from tests.figures import figure, figures
from tests.shown_figures import view_of

LEEDS, CARE = "E08000035", {"indicator": "coc-engaged-21-days"}
ADULTS, YOUNG = "adults-in-treatment", "young-people-in-treatment"
NONE = {"numerator": math.nan}
SHARE = {**CARE, "numerator": 12.0, "denominator": 31.0}


@pytest.fixture
def report(definitions):
    """Return a page of all measures of the area with a code, from rows of figures."""

    def compose(code: str, *rows: dict[str, object]) -> ThemeReport:
        view = view_of(figures(*rows), definitions.areas.at(code), definitions, revision=7)
        return theme_report("all", "How is it?", view, [part_of(view, "All", definitions.catalogue.indicators)])

    return compose


def measures(report: ThemeReport) -> tuple[Measure, ...]:
    return report.parts[0].measures


def quarter(start: str) -> dict[str, object]:
    return {"period_start": start, "period_months": 3, "period_kind": "quarter"}


def test_a_measure_is_told_with_all_that_belongs_to_a_number(report):
    told = report("cdp-leeds", figure(area=LEEDS, **SHARE, **quarter("2025-07-01"), source="Quarter 2 return"))
    (measure,) = measures(told)

    assert told.title == "Leeds: all"
    assert (measure.figure, measure.interval) == ("39%", "")  # not compared, so the headline has the range
    assert measure.headline == (
        "12 of 31 people leaving prison with a treatment need started treatment within three weeks (39%), "
        "July to September 2025. Allowing for chance, it is likely between 24% and 56%."  # Wilson: 23.7 and 56.2
    )
    assert measure.owners == (Agency.COUNCIL, Agency.PRISON, Agency.PROBATION)
    assert (measure.where, measure.reason, measure.source) == ("", "", "Quarter 2 return")
    assert measure.universe == "England"
    assert told.revision == 7


def test_the_figure_of_the_area_itself_comes_before_that_of_a_wider_area(report):
    tests = {"indicator": "dtoa-tests"}
    told = report("cdp-leeds", figure(area="E23000010", **tests), figure(area=LEEDS, **tests, numerator=4.0))

    assert [(measure.figure, measure.where) for measure in measures(told)] == [("4 tests", "")]


@pytest.mark.parametrize(
    ("asked", "area", "where"),
    [
        ("cdp-leeds", "E23000010", "The whole West Yorkshire police force area"),
        ("cdp-barnet", "E23000001", "The whole Metropolitan Police area"),
        ("cdp-leeds", "N55", "The whole Yorkshire and the Humber probation region"),
        ("cdp-leeds", "E22000345", "Leeds community safety partnership"),
    ],
)
def test_a_wider_area_is_named(report, definitions, asked, area, where):
    wider = definitions.areas.wider(definitions.areas.at(asked), definitions.areas.at(area).kind)
    assert area in [place.code for place in wider]

    told = report(asked, figure(area=area, indicator="dtoa-tests"))

    assert [measure.where for measure in measures(told)] == [where]
    lead = f"How is it? No measures for {told.area} itself so far, and 1 for a wider area that takes it in;"
    assert told.lead.startswith(lead)


def test_a_partnership_in_two_forces_is_told_of_both(report):
    told = report(
        "cdp-city-of-london-and-hackney",
        *(figure(area=force, indicator="dtoa-tests") for force in ("E23000001", "E23000034")),
    )

    assert [measure.where for measure in measures(told)] == [
        *("The whole Metropolitan Police area", "The whole City of London police force area")
    ]


def test_a_wider_figure_is_not_split_down(report):
    (measure,) = measures(report("cdp-leeds", figure(area="E23000010", indicator="dtoa-tests", numerator=900.0)))

    assert measure.figure == "900 tests"


def test_a_figure_of_the_country_stands_in_and_is_named(report):
    told = report("cdp-leeds", figure(area=ENGLAND), figure(area=ENGLAND_AND_WALES, indicator="dtoa-tests"))

    assert [measure.where for measure in measures(told)] == ["England", "England and Wales"]
    assert (
        told.lead
        == "How is it? No measures for Leeds itself so far; 97 not supplied and 15 given for other places only."
    )


def test_a_figure_of_the_country_is_left_out_where_the_area_has_its_own(report):
    told = report("cdp-leeds", figure(area=ENGLAND), figure(area=LEEDS))

    assert [measure.where for measure in measures(told)] == [""]


def test_the_report_on_england_has_its_own_figures_as_its_own(report):
    told = report(ENGLAND, figure(area=ENGLAND))

    assert [measure.where for measure in measures(told)] == [""]


def test_what_is_not_supplied_is_listed_with_whom_to_ask(report, definitions):
    told = report("cdp-leeds", figure(area=LEEDS))

    assert len(told.unsupplied) == len(definitions.catalogue) - 1
    by_name = {one.indicator: one for one in told.unsupplied}
    tests, naloxone = by_name["dtoa-tests"], by_name["naloxone-on-release"]
    assert (tests.owners, tests.why, tests.frequency) == ((Agency.POLICE,), "Not supplied by Police", "quarterly")
    assert (naloxone.owners, naloxone.why) == ((), "Given for England as a whole only")


@pytest.mark.parametrize(
    ("rows", "lead"),
    [
        ([], "There are no figures for Leeds yet. Send a first file on the upload page: the list below says what"),
        ([figure(area=LEEDS)], "1 measure for Leeds so far; 96 not supplied and"),
        ([figure(area=LEEDS), figure(area=LEEDS, **SHARE)], "2 measures for Leeds so far; 95 not supplied and"),
    ],
)
def test_the_lead_counts_in_good_english(report, rows, lead):
    assert report("cdp-leeds", *rows).lead.startswith(f"How is it? {lead}")


def test_an_inferred_footprint_is_said_to_be_no_official_one(report):
    notes = report("cdp-halton", figure(area="E06000006")).notes

    assert "is our best guess, and is not official" in notes[0]
    assert notes[1] == "It may belong to a wider partnership: Cheshire (4 councils)."


def test_a_published_footprint_needs_no_such_note(report):
    assert report("cdp-leeds", figure(area=LEEDS)).notes == ()
    assert report("cdp-cumbria").notes == ("It covers Cumberland and Westmorland and Furness.",)


def test_an_authority_that_ended_says_when_and_what_came_after(report):
    notes = report("E10000009").notes

    assert notes[-1] == (
        "This authority ended on 31 March 2019. Its area is now in Dorset and Bournemouth, Christchurch and Poole."
    )


def test_what_is_not_checked_of_a_prison_is_said_so(report):
    (note,) = report("DAI").notes

    assert note == "Not checked with the prison service: temporarily closed since summer 2024 because of radon."


def test_the_period_that_ended_last_is_told(report):
    told = report(
        "cdp-leeds",
        figure(area=LEEDS, **SHARE, **quarter("2025-04-01")),
        figure(area=LEEDS, **SHARE, **quarter("2025-07-01")),
        figure(area=LEEDS, **SHARE, period_start="2024-04-01"),
    )

    (measure,) = measures(told)
    assert "(39%), July to September 2025." in measure.headline


def test_of_two_that_ended_together_the_usual_kind_is_told(report):
    # Continuity of care is usually shown for rolling twelve months: the first of its kinds of period.
    rolling = {"period_start": "2024-07-01", "period_months": 12, "period_kind": "rolling year"}
    told = report(
        "cdp-leeds",
        figure(area=LEEDS, **SHARE, **quarter("2025-04-01")),
        figure(area=LEEDS, **SHARE, **rolling),
        figure(area=LEEDS, **SHARE, period_start="2025-06-01", period_months=1, period_kind="month"),
    )

    (measure,) = measures(told)
    assert "(39%), 12 months to June 2025." in measure.headline


def test_a_snapshot_at_the_end_of_a_month_ends_with_the_month(report):
    staff = {"indicator": "cj-staff-trained", "numerator": 30.0, "denominator": 60.0}
    told = report(
        "cdp-leeds",
        figure(area=LEEDS, **staff, period_start="2024-04-01"),
        figure(area=LEEDS, **staff, period_start="2025-03-31", period_months=0, period_kind="snapshot"),
    )

    (measure,) = measures(told)
    assert "(50%), on 31 March 2025." in measure.headline


def test_a_newer_period_without_a_number_is_said_beside_the_older_figure(report):
    missing = {**CARE, **NONE, **quarter("2025-07-01"), "state": "not collected"}
    (measure,) = measures(
        report("cdp-leeds", figure(area=LEEDS, **SHARE, **quarter("2025-04-01")), figure(area=LEEDS, **missing))
    )

    assert "(39%), April to June 2025." in measure.headline
    assert measure.headline.endswith("The figure for July to September 2025 was not collected for this period.")


def test_another_kind_of_period_that_ended_together_is_no_news(report):
    rolling = {"period_start": "2024-07-01", "period_months": 12, "period_kind": "rolling year"}
    missing = {**CARE, **NONE, **rolling, "state": "not collected"}
    (measure,) = measures(
        report("cdp-leeds", figure(area=LEEDS, **SHARE, **quarter("2025-04-01")), figure(area=LEEDS, **missing))
    )

    assert "not collected" not in measure.headline


def test_a_figure_that_was_hidden_says_so_and_no_more(report):
    (measure,) = measures(report("cdp-leeds", figure(area=LEEDS, **CARE, **NONE, state="hidden", note="small number")))

    assert (measure.figure, measure.reason) == ("Hidden by the source to protect people", "Small number")


def test_a_share_of_nobody_says_why_it_does_not_apply(report):
    nobody = {**CARE, "numerator": 0.0, "denominator": 0.0}
    (measure,) = measures(report("cdp-leeds", figure(area=LEEDS, **nobody)))

    assert (measure.figure, measure.reason) == ("Does not apply here", "Nobody was in the group")


def test_a_rounded_count_is_said_as_about_and_the_page_says_once_why(report):
    rounded = report(
        "cdp-leeds",
        *(figure(area=LEEDS, indicator=name, numerator=1465.0, state="rounded") for name in (ADULTS, YOUNG)),
    )
    exact = report("cdp-leeds", figure(area=LEEDS, numerator=1464.0))

    assert [(one.figure, one.reason) for one in measures(rounded)] == [("about 1,465 people", "")] * 2
    assert rounded.notes.count("“About” is said of a figure that its source has rounded to the nearest 5.") == 1
    assert not any("About" in note for note in exact.notes)


def test_why_a_total_of_authorities_is_about_so_many_is_said_once_a_page(report):
    note = "about, the sum of rounded figures; about, for a person may be counted in two of the areas"
    total = {"area": "cdp-cumbria", "numerator": 2930.0, "state": "rounded", "note": note}
    page = report("cdp-cumbria", *(figure(indicator=name, **total) for name in (ADULTS, YOUNG)))

    assert [(one.figure, one.reason) for one in measures(page)] == [("about 2,930 people", "")] * 2
    assert page.notes[-1] == (
        "“About” is said of a figure that its source has rounded to the nearest 5 and of a sum of such figures. "
        "A person may be counted in two of the areas that are added up here."
    )


def test_a_part_of_a_county_is_not_told_as_the_county(definitions):
    # Essex has several community safety partnerships: none of them is Essex.
    essex = definitions.areas.at("cdp-essex")

    assert [area.name for area in definitions.areas.standing_in_for(essex)] == ["Essex", "East of England"]


def test_a_measure_is_compared_with_england_in_words_and_people(report):
    england = {**CARE, "numerator": 7000.0, "denominator": 10_000.0}
    (measure,) = measures(report("cdp-leeds", figure(area=LEEDS, **SHARE), figure(area=ENGLAND, **england)))

    assert (measure.verdict, measure.tone) == ("Much worse than England", "worse")
    assert measure.gaps == "10 more people would match England, 12 more would reach the 75% ambition."


def test_a_measure_without_a_comparator_has_no_verdict(report):
    (measure,) = measures(report("cdp-leeds", figure(area=LEEDS, numerator=100.0)))

    assert (measure.verdict, measure.tone, measure.gaps) == ("", "", "")


def test_a_wider_area_is_compared_within_its_own_universe(report):
    tests = {"indicator": "dtoa-positive-rate", "denominator": 1000.0}
    told = report(
        "cdp-leeds",
        figure(area="E23000010", **tests, numerator=600.0),
        figure(area=ENGLAND_AND_WALES, **tests, numerator=530.0),
        figure(area=ENGLAND, **tests, numerator=590.0),
    )

    (measure,) = measures(told)
    assert measure.verdict == "Much higher than England and Wales"
    assert measure.headline.endswith(
        "for the whole West Yorkshire police force area. "
        "That is much higher than England and Wales (53%), by far more than chance would explain."
    )


def test_a_figure_that_came_before_its_comparator_is_told_with_the_verdict_before_it(report):
    spring, summer = quarter("2025-04-01"), quarter("2025-07-01")
    rows = [figure(area=LEEDS, **SHARE, **when) for when in (spring, summer)]
    rows.append(figure(area=ENGLAND, **CARE, **spring, numerator=5300.0, denominator=10000.0))
    (measure,) = measures(report("cdp-leeds", *rows))[:1]

    assert "July to September 2025" in measure.headline
    assert measure.verdict == "April to June 2025: 39%, similar to England (53%)"
    assert (measure.tone, measure.not_compared) == ("similar", "")
