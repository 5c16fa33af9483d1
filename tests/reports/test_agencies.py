"""Agencies that were chosen are marked in words and the others dimmed; every figure stays as it is."""

from dataclasses import fields, is_dataclass
from datetime import date

import pandas as pd
import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.chosen import Chosen
from dashboard.domain.indicators import Catalogue
from dashboard.domain.pathways import FUNNEL
from dashboard.reports import sentences
from dashboard.reports.agencies import as_chosen, marked
from dashboard.reports.area import area_report, told_lines
from dashboard.reports.indicator import indicator_report
from dashboard.reports.report import Table, ThemeReport
from dashboard.reports.spine import spine_report
from dashboard.reports.steps import steps_of, steps_part
from dashboard.stats.estimates import estimates
from dashboard.stats.verdicts import compared
from tests.conftest import TODAY
from tests.figures import figure, figures

TESTED, CARE, ADULTS = "dtoa-tests", "coc-engaged-21-days", "adults-in-treatment"  # of police; of three; of councils
YEAR = {"period_start": "2024-04-01", "period_months": 12, "period_kind": "financial year"}
POLICE, PROBATION = (Agency.POLICE,), (Agency.PROBATION,)


@pytest.fixture
def shown(definitions):
    rows = [
        figure(indicator=TESTED, numerator=1200.0, **YEAR),
        figure(indicator=CARE, numerator=40.0, denominator=100.0, **YEAR),
        figure(indicator=ADULTS, numerator=900.0, **YEAR),
    ]
    return compared(estimates(figures(*rows), definitions.catalogue), definitions.catalogue)


@pytest.fixture
def few(definitions):
    """The catalogue of four measures: the three, and one that nobody sent."""
    names = (ADULTS, CARE, TESTED, "drr-commencements")
    return Catalogue({name: definitions.catalogue.called(name) for name in names})


@pytest.fixture
def barnet(definitions):
    return definitions.areas.asked_for("Barnet")


@pytest.fixture
def report(shown, few, barnet, definitions):
    told = told_lines(barnet, shown, few, definitions.areas)
    return area_report(barnet, told, shown, few, definitions.areas, 1)


@pytest.fixture
def spine(shown, few, barnet, definitions):
    told = told_lines(barnet, shown, few, definitions.areas)
    return spine_report(barnet, told, shown, shown, few, definitions.areas, 1)


@pytest.fixture
def page_of_steps(definitions):
    """A page with the funnel of one force: its first three steps belong to the police alone, the last to councils."""
    counts = (1200, 600, 500, 400, 200, 100)
    rows = [
        figure(indicator=step.indicator, numerator=float(count), denominator=float(before), **YEAR)
        for step, count, before in zip(FUNNEL.steps, counts, (float("nan"), *counts), strict=False)
    ]
    shown = estimates(figures(*rows), definitions.catalogue)
    part = steps_part(steps_of(FUNNEL, shown, definitions.catalogue, "Leeds"), "Steps")
    return ThemeReport("Leeds: diversion", "Leeds", "", (), (part,), (), 1)


def _measures(report):
    return {one.indicator: one for section in report.sections for one in section.measures}


def test_measures_of_an_agency_chosen_are_marked_in_words_and_the_others_dimmed(report):
    told = _measures(marked(report, POLICE))

    assert {name: (one.owners, one.dimmed) for name, one in told.items()} == {
        ADULTS: ("Council", True),
        CARE: ("Council, Prison, Probation", True),
        TESTED: ("Police (chosen)", False),
    }


def test_a_measure_of_several_agencies_belongs_to_each_of_them(report):
    told = _measures(marked(report, PROBATION))[CARE]

    assert (told.owners, told.dimmed) == ("Council, Prison, Probation (chosen)", False)


def test_many_agencies_are_chosen_at_once(report):
    told = _measures(marked(report, (Agency.POLICE, Agency.COUNCIL)))

    assert not any(one.dimmed for one in told.values())


def test_measures_that_nobody_sent_are_marked_too(report):
    missing = {one.indicator: one for one in marked(report, POLICE).unsupplied}["drr-commencements"]

    assert (missing.owners, missing.dimmed) == ("Probation, Council", True)


def test_a_page_says_why_agencies_do_not_add_up_only_where_some_are_chosen(report):
    assert sentences.NOT_ADDED in marked(report, POLICE).notes
    assert marked(report, ()) is report


def test_nothing_but_marks_and_notes_is_changed_and_nothing_is_taken_away(report, spine, page_of_steps):
    for told in (report, spine, page_of_steps):
        assert sorted(_texts(marked(told, POLICE))) == sorted(_texts(told))


def _texts(told: object) -> list[str]:
    """All that a report says of figures: every text and number but owners, notes and the headings of lines."""
    if isinstance(told, pd.DataFrame):
        kept = told.drop(columns=["owners", "dimmed", "Who can change it"], errors="ignore")
        return [kept.to_csv()]
    if isinstance(told, tuple):
        return [text for one in told for text in _texts(one)]
    if not is_dataclass(told):
        return [str(told)]
    left_out = {"owners", "dimmed", "notes", "specification", *(["title"] if hasattr(told, "lines") else [])}
    return [text for one in fields(told) if one.name not in left_out for text in _texts(getattr(told, one.name))]


def test_all_measures_begin_with_those_of_the_agencies_chosen(spine):
    themes = marked(spine, (Agency.PROBATION, Agency.POLICE)).themes

    assert [theme.title for theme in themes] == [
        "Continuity of care: Police and Probation",
        "Diversion: Police and Probation",
        "Treatment access: other agencies",
    ]
    assert [line.dimmed for theme in themes for line in theme.lines] == [False, False, True]


def test_steps_are_marked_in_the_chart_and_in_the_table(page_of_steps):
    (part,) = marked(page_of_steps, POLICE).parts

    assert part.chart.figures["dimmed"].tolist() == [False, False, False, False, False, True]
    assert part.chart.figures["owners"].tolist()[3:] == ["Council, Police (chosen)"] * 2 + ["Council"]
    assert part.tables[0].frame["Who can change it"].tolist() == part.chart.figures["owners"].tolist()
    assert {row for row, _ in part.tables[0].dimmed} == {5}


def test_without_a_choice_no_step_is_dimmed(page_of_steps):
    assert not page_of_steps.parts[0].chart.figures["dimmed"].any()


def test_definitions_side_by_side_are_marked_by_column():
    frame = pd.DataFrame({"Definition": ["Figure", "Who can change it"], "A": ["1", "Police"], "B": ["2", "Council"]})
    part = marked(_page(Table("Twins", frame)), POLICE).parts[0]

    assert part.tables[0].frame.iloc[1].tolist() == ["Who can change it", "Police (chosen)", "Council"]
    assert part.tables[0].dimmed == {(0, 2), (1, 2)}


def test_a_table_without_owners_stays_as_it_is():
    table = Table("Over time", pd.DataFrame({"Period": ["2024"], "Figure": ["1"]}))

    assert marked(_page(table), POLICE).parts[0].tables == (table,)


def _page(table):
    from dashboard.reports.report import Part

    return ThemeReport("", "", "", (), (Part("", tables=(table,)),), (), 1)


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
def test_the_page_of_a_measure_says_whose_it_is(shown, barnet, definitions, name, said):
    one = definitions.catalogue.called(name)
    page = indicator_report(one, barnet, shown[shown["indicator"] == name], definitions, (), 1, TODAY)
    told = as_chosen(page, Chosen("Barnet", agencies=PROBATION))

    assert told.notes == (said, sentences.NOT_ADDED)
    assert not told.latest.dimmed


def test_a_page_that_ends_early_says_so(report):
    told = as_chosen(report, Chosen("Barnet", until=date(2025, 6, 30)))

    assert told.notes[-1] == (
        "This shows figures to the end of June 2025. Later ones are left out: "
        "a measure that has only those is called not supplied."
    )
