"""Figures are added under a revision and read as at one; nothing is ever changed or removed."""

import pandas as pd
import pytest

from dashboard.domain.figures import FIGURE
from dashboard.store import figures as store
from dashboard.store import revisions
from dashboard.store.database import Database
from tests.figures import BARNET, ENFIELD, figure, figures


@pytest.fixture
def publish(database, definitions):
    """Publish figures as a revision, and return its number."""

    def add(*rows):
        with database.writing() as session:
            store.stage(session, figures(*rows))
            revision = revisions.make(session, revisions.Draft("publish", "somebody", "a reason", definitions))
            assert store.add_staged(session, revision) == len(rows)
        return revision

    return add


@pytest.fixture
def read(database):
    def as_at(revision, **narrowed):
        with database.reading() as session:
            return store.read(session, revision, **narrowed)

    return as_at


def test_what_is_read_is_what_was_added(publish, read):
    row = figure(
        numerator=1352.333333,
        denominator=2585.333333,
        lower=26.4612326,
        upper=65.26434407,
        note="a note, with “quotes”",
    )
    publish(row)

    pd.testing.assert_frame_equal(read(1)[FIGURE], figures(row), check_dtype=False)


def test_the_newest_figure_wins_and_an_older_revision_reads_as_it_did(publish, read):
    publish(figure(numerator=100.0), figure(area=ENFIELD, numerator=50.0))
    publish(figure(numerator=101.0))

    assert read(1)["numerator"].tolist() == [100.0, 50.0]
    assert read(2)["numerator"].tolist() == [101.0, 50.0]


def test_a_figure_missing_from_a_later_file_keeps_standing(publish, read):
    publish(figure(), figure(area=ENFIELD))
    publish(figure(numerator=7.0))

    assert set(read(2)["area"]) == {BARNET, ENFIELD}


def test_a_mark_in_a_later_file_is_a_new_state_and_wins(publish, read):
    publish(figure())
    publish(figure(numerator=float("nan"), state="hidden"))

    assert read(2)["state"].tolist() == ["hidden"]


def test_periods_that_end_together_are_different_figures(publish, read):
    publish(figure(), figure(period_kind="rolling year", numerator=99.0))

    assert read(1)["numerator"].tolist() == [100.0, 99.0]


def test_figures_are_narrowed_by_indicator(publish, read):
    publish(figure(), figure(area=ENFIELD), figure(indicator="new-presentations"))

    assert len(read(1, indicators=["new-presentations"])) == 1
    assert read(1, indicators=["nothing"]).empty


def test_a_withdrawn_figure_is_gone_but_written_down(publish, read, database):
    publish(figure())
    publish(figure(numerator=float("nan"), state="withdrawn"))

    assert read(2).empty
    with database.reading() as session:
        versions = store.versions_of(store.added(session, 0, 2, ["adults-in-treatment"]))
    assert versions.figures.frame["state"].tolist() == ["value", "withdrawn"]
    assert (versions.stands.tolist(), versions.corrects.tolist()) == ([False, False], [False, True])
    assert read(1)["numerator"].tolist() == [100.0]


def test_reading_an_empty_database_gives_typed_columns(read):
    empty = read(0)

    assert empty.empty
    assert empty["numerator"].dtype == "float64"
    assert empty["area"].dtype == "str"


def test_the_database_refuses_a_number_where_the_state_means_none(publish):
    with pytest.raises(Exception, match="no_number_without_a_numbered_state"):
        publish(figure(state="hidden", numerator=3.0))


def test_figures_staged_by_one_connection_are_seen_by_no_other(database, address):
    other = Database(address)

    with database.writing() as session, other.reading() as elsewhere:
        store.stage(session, figures(figure()))
        with pytest.raises(Exception, match="staging"):
            store.touched_since(elsewhere, 0)
    other.close()


def test_what_stood_before_a_revision_is_found_key_by_key(publish, database):
    publish(figure(numerator=1.0))
    revision = publish(figure(numerator=2.0), figure(area=ENFIELD, numerator=5.0))

    with database.reading() as session:
        before = store.before(session, revision)

    assert dict(zip(before["area"], before["state"], strict=True)) == {BARNET: "value", ENFIELD: "withdrawn"}
    assert before.set_index("area")["numerator"][BARNET] == 1.0


def test_a_later_revision_of_the_same_figure_is_noticed(publish, database):
    publish(figure())
    publish(figure(area=ENFIELD))
    publish(figure(numerator=3.0))

    with database.writing() as session:
        store.stage(session, figures(figure(numerator=9.0)))
        assert store.touched_since(session, 0) == [1, 3]
        assert store.touched_since(session, 1) == [3]
        assert store.touched_since(session, 3) == []


def test_a_revision_knows_how_many_figures_it_has_of_each_measure(publish, database):
    publish(figure(), figure(area=ENFIELD), figure(area="E92000001", indicator="new-presentations"))
    publish(figure(numerator=7.0))

    with database.reading() as session:
        assert store.counts_of(session, 1) == {"adults-in-treatment": 2, "new-presentations": 1}
        assert store.touched_between(session, 1, 2) == {"adults-in-treatment"}
        assert store.touched_between(session, 2, 2) == set()
