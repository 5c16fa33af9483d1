"""Why there is no figure, as a page says it, with what there is instead."""

from datetime import date, timedelta

import pytest

from dashboard.domain.absences import Absence, Absent
from dashboard.domain.area_views import AreaView
from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.periods import quarter
from dashboard.reports import absences
from dashboard.reports.measures import unsupplied_of, why_no_figure
from tests.figures import figure, figures
from tests.shown_figures import view_of

CUMBERLAND, WESTMORLAND, LEEDS, METROPOLITAN = "E06000063", "E06000064", "E08000035", "E23000001"
UNMET, TESTS = "unmet-need-ocu", "dtoa-tests"


@pytest.fixture
def view(definitions):
    """What pages on an area are made of, from rows of figures; ``senders`` are all areas that sent each measure."""

    def make(area: str, *rows: dict[str, object], told_on: date | None = None, **senders: tuple[str, ...]) -> AreaView:
        made = view_of(figures(*rows), definitions.areas.at(area), definitions)
        sent = {name.replace("_", "-"): frozenset(codes) for name, codes in senders.items()}
        object.__setattr__(made, "senders", sent)
        object.__setattr__(made, "told_on", told_on)
        return made

    return make


def share(area: str, value: float) -> dict[str, object]:
    return figure(indicator=UNMET, area=area, numerator=float("nan"), value=value)


def test_what_cannot_be_added_is_told_part_by_part(view, definitions):
    unmet = definitions.catalogue.called(UNMET)
    made = view(
        "cdp-cumbria", share(CUMBERLAND, 51.0), share(WESTMORLAND, 46.0), unmet_need_ocu=(CUMBERLAND, WESTMORLAND)
    )

    assert absences.told_of(made, unmet) == (
        "given for each authority and cannot be added: Cumberland 51%, Westmorland and Furness 46%, "
        "April 2023 to March 2024"
    )
    assert unsupplied_of(made, unmet).owners == ()  # nobody need be asked


def test_a_force_is_told_that_the_measure_is_of_authorities_and_nobody_is_blamed(view, definitions):
    made = view(METROPOLITAN, unmet_need_ocu=(LEEDS, "E09000002"))
    said = why_no_figure(made, definitions.catalogue.called(UNMET))

    assert said == "There is no figure for Metropolitan Police: it is given for authorities, not for a police force."


def test_england_is_told_the_figure_of_england_and_wales(view, definitions):
    row = figure(indicator=TESTS, area=ENGLAND_AND_WALES, numerator=23200.0)
    made = view(ENGLAND, row, dtoa_tests=(ENGLAND_AND_WALES, METROPOLITAN))

    assert absences.told_of(made, definitions.catalogue.called(TESTS)) == (
        "given for England and Wales: 23,200 tests, April 2023 to March 2024"
    )


def test_forces_that_sent_are_counted_among_all(view, definitions):
    said = absences.told_of(view(ENGLAND, dtoa_tests=(METROPOLITAN,)), definitions.catalogue.called(TESTS))

    assert said == "only 1 of 39 police forces sent it, so there is no total"  # ONS: 39 territorial forces in England


def test_what_was_not_sent_names_whom_to_ask_and_for_what(view, definitions):
    said = why_no_figure(view("cdp-leeds", unmet_need_ocu=(CUMBERLAND,)), definitions.catalogue.called(UNMET))

    assert said == (
        "There is no figure for Leeds yet. Ask Council for “Estimated unmet need: opiate and/or crack use”. It "
        "should come each year."
    )


def test_measures_that_lack_a_figure_for_one_reason_are_named_together(view, definitions):
    known = [definitions.catalogue.called(name) for name in ("isfl-prisons", "naloxone-on-release", UNMET)]
    made = view("cdp-leeds", isfl_prisons=(ENGLAND,), naloxone_on_release=(ENGLAND,), unmet_need_ocu=(CUMBERLAND,))

    assert list(absences.grouped(made, known)) == [
        "Not supplied here: Unmet need (opiates or crack) (Council).",
        f"Given for England as a whole only: {known[0].short_title}; {known[1].short_title}.",
    ]


def test_a_step_of_a_period_that_is_not_due_yet_is_not_called_unsent(view, definitions):
    tests, force = definitions.catalogue.called(TESTS), definitions.areas.at(METROPOLITAN)
    summer = quarter(2026, 4)
    row = figure(indicator=TESTS, area=METROPOLITAN, period_start="2026-01-01", period_months=3, period_kind="quarter")
    due = tests.due_by(summer.end)

    def told_on(day: date) -> Absent:
        return absences.of_period(view(METROPOLITAN, row, told_on=day), tests, force, summer)

    assert (told_on(due).absence, told_on(due).due) == (Absence.NOT_DUE, due)
    assert told_on(due + timedelta(days=1)).absence is Absence.NOT_OF_PERIOD


@pytest.mark.parametrize("absence", list(Absence))
def test_every_absence_has_a_word_and_a_sentence(absence, definitions):
    place = definitions.areas.at(METROPOLITAN)
    found = Absent(absence, place.kind, 1, (place,))

    assert absences.short(absence)
    assert not absences.reason(found, definitions.catalogue.called(UNMET), place).endswith(".")
    if absence not in (Absence.NOT_SUPPLIED, Absence.COLLECTED_BY_NOBODY):
        assert "not supplied by" not in absences.reason(found, definitions.catalogue.called(UNMET), place)
