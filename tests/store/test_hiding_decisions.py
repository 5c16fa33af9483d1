"""Decisions on hiding: kept with the revision they were made for, read as at a revision."""

import pandas as pd
import pytest
from sqlalchemy.exc import IntegrityError

from dashboard.domain.figures import KEY, PERIOD
from dashboard.store import hiding as store
from dashboard.store import revisions
from tests.figures import BARNET, ENFIELD, figure

LEEDS = "E08000035"


def decisions(**roles: str) -> pd.DataFrame:
    """Decisions on adults in treatment by area, written ``Barnet="small"``."""
    codes = {"Barnet": BARNET, "Enfield": ENFIELD, "Leeds": LEEDS}
    rows = [{**figure(area=codes[name]), "role": role} for name, role in roles.items()]
    return pd.DataFrame(rows, columns=[*KEY, "role"])


@pytest.fixture
def decide(database, definitions):
    """Keep decisions with a revision of their own, and return its number."""

    def add(taken_back: bool = False, **roles: str) -> int:
        with database.writing() as session:
            revision = revisions.make(session, revisions.Draft("publish", "somebody", "a reason", definitions))
            store.add(session, revision, decisions(**roles), taken_back=taken_back)
        return revision

    return add


@pytest.fixture
def hidden(database):
    """Return the names of the areas whose figure is hidden to a reader at a revision."""

    def as_at(revision: int, **narrowed: list[str]) -> str:
        with database.reading() as session:
            found = store.read(session, revision, **narrowed)
        assert list(found) == KEY
        return ", ".join(sorted({BARNET: "Barnet", ENFIELD: "Enfield", LEEDS: "Leeds"}[code] for code in found["area"]))

    return as_at


def test_before_any_decision_nothing_is_hidden(hidden):
    assert hidden(0) == ""
    assert hidden(7) == ""


def test_a_decision_stands_from_its_revision_on(decide, hidden):
    decide(Barnet="small")
    decide(Enfield="companion")

    assert [hidden(number) for number in (0, 1, 2, 3)] == ["", "Barnet", "Barnet, Enfield", "Barnet, Enfield"]


def test_what_is_opened_was_hidden_until_then(decide, hidden):
    decide(Barnet="small", Enfield="companion")
    decide(Barnet="open")

    assert [hidden(1), hidden(2)] == ["Barnet, Enfield", "Enfield"]


def test_what_was_opened_may_be_hidden_again(decide, hidden):
    decide(Barnet="small")
    decide(Barnet="open")
    decide(Barnet="companion")

    assert [hidden(number) for number in (1, 2, 3)] == ["Barnet", "", "Barnet"]


def test_what_is_taken_back_is_hidden_in_every_earlier_revision_too(decide, hidden):
    decide(Enfield="small")
    decide()
    decide(taken_back=True, Barnet="small")

    assert [hidden(number) for number in (0, 1, 2, 3)] == ["Barnet", *["Barnet, Enfield"] * 3]


def test_what_was_taken_back_and_then_opened_stays_hidden_where_it_was_taken_back(decide, hidden):
    decide(taken_back=True, Barnet="small")
    decide(Barnet="open")

    assert hidden(0) == "Barnet"
    assert hidden(1) == "Barnet"


def test_opening_does_not_reach_back(decide, hidden):
    decide(Barnet="small")
    decide(taken_back=True, Barnet="open", Enfield="small")

    assert hidden(1) == "Barnet, Enfield"
    assert hidden(2) == "Enfield"


def test_decisions_are_narrowed_by_measure_and_area(decide, hidden):
    decide(Barnet="small", Enfield="companion")

    assert hidden(1, areas=[BARNET]) == "Barnet"
    assert hidden(1, indicators=["adults-in-treatment"]) == "Barnet, Enfield"
    assert hidden(1, indicators=["new-presentations"]) == ""
    assert hidden(1, areas=[]) == ""


def test_every_part_of_the_key_counts(database, decide, hidden):
    decide(Barnet="small")
    with database.reading() as session:
        found = store.read(session, 1)

    wanted = pd.DataFrame([figure(area=BARNET)])[KEY]
    pd.testing.assert_frame_equal(found, wanted, check_dtype=False)


def test_all_decisions_on_periods_are_read_in_the_order_of_revisions(database, decide):
    decide(Barnet="small")
    decide(Barnet="open", Enfield="small")
    year = pd.DataFrame([figure()])[PERIOD]
    rolling = year.assign(period_kind="rolling year")

    with database.reading() as session:
        found = store.of_periods(session, ["adults-in-treatment"], year)
        assert store.of_periods(session, ["adults-in-treatment"], rolling).empty
        assert store.of_periods(session, ["new-presentations"], year).empty

    assert found["revision"].tolist() == [1, 2, 2]
    assert found[found["area"] == BARNET]["role"].tolist() == ["small", "open"]


def test_the_same_periods_twice_are_read_once(database, decide):
    decide(Barnet="small")
    year = pd.DataFrame([figure()])[PERIOD]

    with database.reading() as session:
        assert len(store.of_periods(session, ["adults-in-treatment"], pd.concat([year, year]))) == 1


def test_standing_at_a_revision_is_what_a_reader_then_would_see(database, decide):
    decide(Barnet="small")
    decide(Barnet="open", Enfield="small")
    with database.reading() as session:
        found = store.of_periods(session, ["adults-in-treatment"], pd.DataFrame([figure()])[PERIOD])

    assert store.standing(found)["area"].tolist() == [ENFIELD]
    assert store.standing(found, 1)["area"].tolist() == [BARNET]
    assert store.standing(found, 0).empty


def test_no_decisions_add_nothing(decide, hidden):
    decide()

    assert hidden(1) == ""


def test_a_role_that_nobody_knows_is_refused(decide):
    with pytest.raises(IntegrityError, match="a_known_role"):
        decide(Barnet="secret")


def test_two_decisions_on_one_figure_in_one_revision_are_refused(database, definitions):
    with pytest.raises(IntegrityError), database.writing() as session:
        revision = revisions.make(session, revisions.Draft("publish", "somebody", "a reason", definitions))
        store.add(session, revision, pd.concat([decisions(Barnet="small"), decisions(Barnet="companion")]))
