"""Figures of everything are written a few measures at a time, and the file is the same."""

from datetime import date

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import NotFound
from dashboard.exports.files import HEADING
from dashboard.journeys import administer, export
from tests.conftest import TODAY
from tests.figures import template

OURS = [
    {"indicator": "coc-engaged-21-days", "area": "Barnet", "period": "2023/24", "count": "212", "denominator": "520"},
    {"indicator": "adults-in-treatment", "area": "Barnet", "period": "2023/24", "count": "1235"},
    {"indicator": "coc-eligible-releases", "area": "Barnet", "period": "Apr to Jun 2025", "count": "41"},
]


@pytest.fixture
def desk(sqlite_desk):
    administer.begin(sqlite_desk.database, LOCAL_USER, TODAY)
    sqlite_desk.publish(template(OURS))
    return sqlite_desk


def _pieces(desk, **choice):
    with desk.reading() as session:
        return list(export.write_figures(session, LOCAL_USER, export.Choice(**choice)))


@pytest.mark.parametrize(
    "choice",
    [{}, {"compare": "region"}, {"area": "Barnet"}, {"until": date(2024, 3, 31)}, {"period": "2023/24"}],
    ids=str,
)
def test_a_measure_at_a_time_the_file_is_the_same(desk, monkeypatch, choice):
    together = _pieces(desk, **choice)
    monkeypatch.setattr("dashboard.assembly.editions._FIGURES_AT_ONCE", 1)
    apart = _pieces(desk, **choice)

    assert len(together) == 2
    assert len(apart) > 3
    assert b"".join(apart) == b"".join(together)
    assert len(b"".join(apart).splitlines()) > 3


def test_each_piece_has_all_figures_of_its_measures(desk, monkeypatch):
    monkeypatch.setattr("dashboard.assembly.editions._FIGURES_AT_ONCE", 1)
    heading, *pieces = _pieces(desk)

    measures = [{line.partition(b",")[0] for line in piece.splitlines()} for piece in pieces]
    assert heading == HEADING
    assert all(len(some) == 1 for some in measures)
    assert len(set.union(*measures)) == len(measures)


def test_what_cannot_be_had_is_refused_before_the_first_piece(desk):
    with desk.reading() as session, pytest.raises(NotFound):
        export.write_figures(session, LOCAL_USER, export.Choice(breakdown="colour=red"))
