"""Invented figures and real ones never stand in one database."""

import csv
import io

import pytest

from dashboard.domain.access import LOCAL_USER, Role, User
from dashboard.domain.errors import NotAllowed, Outdated, Refusal
from dashboard.domain.figures import is_demonstration
from dashboard.journeys import administer, demonstration, submit
from tests.conftest import TODAY
from tests.figures import BARNET, template

ROW = {"indicator": "adults-in-treatment", "area": "Barnet", "period": "2023/24", "count": "100"}
REAL = template([ROW])


def invented(*rows: dict[str, str]) -> bytes:
    """Return rows of our template whose source is the mark."""
    lines = template(rows).decode().splitlines()
    marked = [f"{line},{'source' if at == 0 else 'Demonstration figures'}" for at, line in enumerate(lines)]
    return "\r\n".join(marked).encode()


INVENTED = invented(ROW)


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        ("Demonstration figures", True),
        ("Demonstration figures, worked out here from its authorities", True),
        (" demonstration FIGURES, invented", True),
        ("", False),
        ("NDTMS", False),
        ("Not demonstration figures", False),
    ],
)
def test_the_source_of_a_figure_says_whether_it_is_invented(source, is_one):
    assert is_demonstration(source) is is_one


def test_a_real_file_is_refused_by_a_demonstration_with_the_command_that_starts_a_clean_one(desk):
    desk.publish(INVENTED)

    with pytest.raises(Refusal, match="holds demonstration figures, and takes no real ones") as refusal:
        desk.preview(REAL)
    assert "python -m dashboard begin --database sqlite:///figures.db" in str(refusal.value)
    assert len(desk.history().revisions) == 1


def test_an_invented_file_is_refused_by_a_real_database(desk):
    desk.publish(REAL)

    with pytest.raises(Refusal, match="this database holds real ones") as refusal:
        desk.preview(INVENTED)
    assert "python -m dashboard demo --database sqlite:///demonstration.db" in str(refusal.value)


def test_a_file_that_holds_both_is_refused_everywhere(desk):
    other = ROW | {"area": "Enfield"}
    both = invented(ROW) + b"\r\n" + template([other]).splitlines()[1] + b",\r\n"

    with pytest.raises(Refusal, match="Some rows of this file are marked"):
        desk.preview(both)


def test_what_was_previewed_on_an_empty_database_is_refused_if_the_other_sort_came_first(desk):
    shown = desk.preview(template([ROW | {"area": "Enfield"}]))
    desk.publish(INVENTED)

    with pytest.raises(Refusal, match="takes no real ones") as refusal:
        submit.publish(desk.database, LOCAL_USER, shown, "Q1", shown.screening.warnings)
    assert not isinstance(refusal.value, Outdated)
    assert len(desk.history().revisions) == 1


def test_national_figures_do_not_go_into_a_demonstration(desk):
    desk.publish(INVENTED)
    administer.begin(desk.database, LOCAL_USER, TODAY)

    assert len(desk.history().revisions) == 1
    with pytest.raises(Refusal, match="Start a clean one with python -m dashboard begin"):
        demonstration.may_not_begin(desk.database, LOCAL_USER)


def test_a_demonstration_does_not_begin_in_a_real_database(desk):
    assert demonstration.files_in(desk.database, LOCAL_USER) == []
    desk.publish(REAL)

    assert demonstration.files_in(desk.database, LOCAL_USER) is None
    with pytest.raises(Refusal, match="holds real figures, so no demonstration was made in it"):
        demonstration.may_begin(desk.database, LOCAL_USER)


def test_only_who_may_set_up_the_dashboard_begins_a_demonstration(desk):
    with pytest.raises(NotAllowed):
        demonstration.may_begin(desk.database, User("a reader", Role.VIEWER))


def test_a_demonstration_remains_one_when_its_figures_are_taken_back(desk):
    desk.publish(INVENTED)
    desk.undo(1)

    # As at revision 1 its pages show them still.
    with pytest.raises(Refusal, match="takes no real ones"):
        desk.preview(REAL)


def test_the_mark_travels_to_every_line_taken_away_totals_included(desk):
    pair = [ROW | {"area": code} for code in ("E06000063", "E06000064")]
    desk.publish(invented(ROW, *pair))

    taken = list(csv.DictReader(io.StringIO(desk.taken())))
    assert {row["area"] for row in taken} >= {BARNET, "cdp-cumbria"}
    assert all(is_demonstration(row["source"]) for row in taken)


def test_the_mark_outlives_an_undo(desk):
    desk.publish(INVENTED)
    desk.publish(invented(ROW | {"count": "120"}))
    desk.undo(2)

    (line,) = csv.DictReader(io.StringIO(desk.taken()))
    assert (line["numerator"], line["source"]) == ("100", "Demonstration figures")
