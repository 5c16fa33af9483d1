"""Agencies that were chosen are put on a finished report: every figure stays as it is, in its place."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.domain.agencies import Agency, is_of
from dashboard.domain.indicators import Catalogue
from dashboard.reports import sentences
from dashboard.reports.agencies import marked
from dashboard.reports.endings import ended
from dashboard.reports.indicator import indicator_report
from dashboard.reports.overview import overview_report
from dashboard.reports.report import Look, Looks, OverviewReport, Stands
from dashboard.reports.spine import spine_report
from dashboard.reports.theme import part_of, theme_report
from tests.conftest import TODAY
from tests.figures import figure, figures
from tests.shown_figures import view_of

TESTED, CARE, ADULTS = "dtoa-tests", "coc-engaged-21-days", "adults-in-treatment"  # of police; of three; of councils
YEAR = {"period_start": "2024-04-01", "period_months": 12, "period_kind": "financial year"}
POLICE, PROBATION = (Agency.POLICE,), (Agency.PROBATION,)


@pytest.fixture
def view(definitions):
    """Four measures in Barnet: three with a figure, and one that nobody sent."""
    rows = [
        figure(indicator=TESTED, numerator=1200.0, **YEAR),
        figure(indicator=CARE, numerator=40.0, denominator=100.0, **YEAR),
        figure(indicator=ADULTS, numerator=900.0, **YEAR),
    ]
    few = Catalogue({name: definitions.catalogue.called(name) for name in (ADULTS, CARE, TESTED, "drr-commencements")})
    return view_of(figures(*rows), definitions.areas.asked_for("Barnet"), definitions, catalogue=few)


@pytest.fixture
def theme(view):
    return theme_report("all", "How is it?", view, [part_of(view, "All", view.catalogue.indicators)])


@pytest.fixture
def spine(view):
    return spine_report(view, {})


@pytest.fixture
def overview(view):
    return overview_report(view, (), TODAY)


def test_a_page_says_whose_figures_are_marked_and_why_they_do_not_add_up(theme, overview):
    for page in (theme, overview):
        assert marked(page, POLICE).chosen == POLICE
    assert marked(theme, POLICE).notes == (*theme.notes, sentences.NOT_ADDED)
    told = "Police: 1 measure here, none clearly better or worse."
    assert marked(overview, POLICE).notes == (*overview.notes, told, sentences.NOT_ADDED)


def test_the_first_screen_counts_how_the_measures_of_the_agencies_chosen_stand(overview):
    owners = {"police": (Agency.POLICE,), "both": (Agency.POLICE, Agency.COUNCIL), "council": (Agency.COUNCIL,)}
    stands = [("police", "better"), ("both", "worse"), ("council", "worse"), ("police", "similar"), ("police", "")]
    standings = tuple(Stands(f"{name}-{at}", owners[name], tone, "England") for at, (name, tone) in enumerate(stands))
    notes = marked(replace(overview, standings=standings), (Agency.POLICE, Agency.COUNCIL)).notes

    assert "Police: 4 measures here, 1 better, 1 worse. Council: 2 measures here, 2 worse." in notes


def test_where_to_look_first_is_among_the_measures_of_the_agencies_chosen(overview):
    first = Look("Look here first", "worse", "Much worse.", "a", "A", (Agency.COUNCIL,))
    second = Look("Look here first", "worse", "Worse.", "b", "B", (Agency.POLICE,))
    looks = Looks("Look here first", (first, second), "No measure is clearly worse.", "None of theirs is.")
    page = replace(overview, may_be_looked_at=(looks,), looks=(looks.first(),))

    assert page.looks == (first,)
    assert marked(page, POLICE).looks == (second,)
    assert [look.said for look in marked(page, PROBATION).looks] == ["None of theirs is."]


def test_a_page_without_any_measure_of_the_agencies_chosen_says_so(theme):
    said = "No measure on this page is one that NHS can change."

    assert said in marked(theme, (Agency.NHS,)).notes
    assert said not in marked(theme, (Agency.NHS, Agency.POLICE)).notes


def test_agencies_stand_in_their_usual_order_however_they_were_chosen(theme):
    assert marked(theme, (Agency.COUNCIL, Agency.POLICE)).chosen == (Agency.POLICE, Agency.COUNCIL)


def test_without_a_choice_a_page_is_the_very_same(theme, spine, overview):
    for page in (theme, spine, overview):
        assert marked(page, ()) is page


def looks_of(page):
    """Where a page looks first, which follows the agencies chosen."""
    return {"looks": page.looks} if isinstance(page, OverviewReport) else {}


def test_nothing_but_the_choice_and_its_note_is_changed(theme, overview):
    for page in (theme, overview):
        assert replace(marked(page, POLICE), chosen=(), notes=page.notes, **looks_of(page)) == page


def test_figures_name_who_can_change_them_as_values(theme):
    owners = {measure.indicator: measure.owners for measure in theme.parts[0].measures}

    assert owners == {
        ADULTS: (Agency.COUNCIL,),
        CARE: (Agency.COUNCIL, Agency.PRISON, Agency.PROBATION),
        TESTED: (Agency.POLICE,),
    }
    assert [one.owners for one in theme.unsupplied] == [(Agency.PROBATION, Agency.COUNCIL)]


@pytest.mark.parametrize(
    ("owners", "chosen", "belongs"),
    [
        ((Agency.COUNCIL, Agency.PRISON), (Agency.PRISON,), True),
        ((Agency.COUNCIL,), (Agency.POLICE, Agency.NHS), False),
        ((Agency.COUNCIL,), (), False),
    ],
)
def test_what_belongs_to_several_agencies_belongs_to_each_of_them(owners, chosen, belongs):
    assert is_of(owners, chosen) is belongs


def test_all_measures_begin_with_those_of_the_agencies_chosen(spine):
    themes = marked(spine, (Agency.PROBATION, Agency.POLICE)).themes

    assert [(theme.title, [line.indicator for line in theme.lines]) for theme in themes] == [
        ("Continuity of care: Police and Probation", [CARE]),
        ("Diversion: Police and Probation", [TESTED]),
        ("Treatment access: other agencies", [ADULTS]),
    ]


def test_no_line_is_taken_away_or_told_otherwise(spine):
    def lines(page):
        return sorted((line for theme in page.themes for line in theme.lines), key=lambda line: line.indicator)

    assert lines(marked(spine, POLICE)) == lines(spine)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (CARE, "Who can change this measure: Council, Prison and Probation. You chose Probation."),
        (
            TESTED,
            "Who can change this measure: Police. That is none of the agencies you chose (Probation).",
        ),
    ],
)
def test_the_page_of_a_measure_says_whose_it_is(view, name, said):
    page = indicator_report(view.catalogue.called(name), view, (), (), TODAY)

    assert marked(page, PROBATION).notes == (said, sentences.NOT_ADDED)


def test_a_page_that_ends_early_says_so(theme):
    assert ended(theme, date(2025, 6, 30)).notes[-1] == (
        "This shows figures to the end of June 2025. Later ones are left out: "
        "a measure that has only those is called not supplied."
    )
