"""What the columns of a file hold is kept under a name, and used by itself for the next file with the same headings."""

import csv
import io

import pytest
from sqlalchemy import text

from dashboard.domain.access import Role, User
from dashboard.domain.errors import NotAllowed, NotFound, Refusal
from dashboard.domain.findings import Verdict
from dashboard.domain.mappings import MOST_COLUMNS, MappedColumn, Mapping, Part, Said
from dashboard.journeys import mapping as journey

FIRST = b"Partnership,Reporting year,Starters,Remarks\nBarnet,2023/24,385,Zanzibar\n"
NEXT = b"Starters,Partnership,Remarks,Reporting year\n400,Barnet,Zanzibar,2024/25\n"
OTHER = b"Place,Reporting year,Starters\nBarnet,2023/24,385\n"
COLUMNS = {
    "partnership": Part.AREA,
    "reporting year": Part.PERIOD,
    "starters": Part.COUNT,
    "remarks": Part.NOT_READ,
}


def _mapping(name: str = "Outcomes", columns: dict[str, Part] = COLUMNS, of: str = "new-presentations") -> Mapping:
    return Mapping(
        name=name, columns=tuple(MappedColumn(heading=one, part=part) for one, part in columns.items()), indicator=of
    )


def _keep(desk, *mappings: Mapping) -> None:
    for mapping in mappings:
        journey.keep(desk.database, desk.user, mapping)


def _names(desk) -> list[str]:
    return [one.mapping.name for one in journey.kept(desk.database, desk.user)]


def test_a_kept_mapping_is_used_by_itself_whenever_the_same_headings_come(desk):
    assert desk.preview(FIRST).screening.verdict is Verdict.REFUSED
    _keep(desk, _mapping())

    desk.publish(FIRST)
    shown = desk.preview(NEXT, "next.csv")
    assert shown.screening.layout == "mapping “Outcomes”"
    desk.publish(NEXT)
    figures = csv.DictReader(io.StringIO(desk.taken(indicator="new-presentations", area="Barnet")))
    assert {row["period"]: row["numerator"] for row in figures} == {"2023/24": "385", "2024/25": "400"}
    assert desk.history().submissions[0].layout == "mapping “Outcomes”"
    assert desk.preview(OTHER).screening.layout == ""


def test_keeping_it_again_under_its_name_replaces_it_and_the_earlier_one_stays_on_record(desk):
    _keep(desk, _mapping(), _mapping("OUTCOMES", of="adults-in-treatment"))

    assert _names(desk) == ["OUTCOMES"]
    assert set(desk.preview(FIRST).screening.taken) == {"adults-in-treatment"}
    with desk.reading() as session:
        assert session.execute(text("SELECT count(*) FROM mapping")).scalar() == 2


def test_what_is_kept_says_by_whom_and_when_and_holds_no_cell_of_the_file(desk):
    suggested = journey.suggest(desk.database, desk.user, "first.csv", FIRST)[0]
    columns = tuple(guess.column for guess in suggested.guesses)
    _keep(desk, Mapping(name="Outcomes", columns=columns, indicator="new-presentations"))

    one = journey.kept(desk.database, desk.user)[0]
    assert (one.by, one.at.year >= 2026) == (desk.user.name, True)
    with desk.reading() as session:
        kept = str(session.execute(text("SELECT * FROM mapping")).all())
    assert "partnership" in kept
    assert not [cell for cell in ("Barnet", "385", "Zanzibar", "2023/24") if cell in kept]


def test_a_forgotten_mapping_is_used_no_longer_and_its_figures_stay(desk):
    _keep(desk, _mapping())
    desk.publish(FIRST)

    journey.forget(desk.database, desk.user, "outcomes")
    assert _names(desk) == []
    assert desk.preview(NEXT).screening.verdict is Verdict.REFUSED
    assert "new-presentations,E09000003" in desk.taken()
    _keep(desk, _mapping())
    assert _names(desk) == ["Outcomes"]


def test_a_mapping_that_is_not_there_cannot_be_forgotten(desk):
    _keep(desk, _mapping())

    with pytest.raises(NotFound, match=r"called “Outcome”\..* Did you mean outcomes"):
        journey.forget(desk.database, desk.user, "Outcome")


PLACE = {"place": Part.AREA, "reporting year": Part.PERIOD, "starters": Part.COUNT}


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (_mapping(""), "Give the mapping a name, such as the name of the workbook. Nothing was kept."),
        (_mapping("two\nlines"), "The name of a mapping is one line of up to 60 letters."),
        (_mapping("x" * 61), "The name of a mapping is one line of up to 60 letters."),
        (_mapping("Outcomes", PLACE), "“Outcomes” is the name of a mapping for files with other headings."),
        (_mapping("Mine"), "There is a mapping for these headings already, “Outcomes”."),
        (_mapping("Mine", PLACE, of="presentations"), "There is no indicator called “presentations”."),
        (_mapping("Mine", PLACE | {"code": Part.AREA}), "“place” and “code” are each said to hold the area"),
        (_mapping("Mine", dict.fromkeys(("a", "b"), Part.NOT_READ)), "No column is said to hold a count or a value."),
        (
            _mapping("Mine", PLACE | {f"column {at}": Part.NOT_READ for at in range(MOST_COLUMNS)}),
            "This table has 63 columns, and a mapping has up to 60.",
        ),
        (
            _mapping("Mine", dict.fromkeys(("indicator", "area", "period", "count"), Part.COUNT)),
            "These are the headings of a layout that is read by itself: Our template.",
        ),
        (_mapping("Mine").model_copy(update={"measures": {"x" * 151: ""}}), "more than 150 letters"),
        (
            Mapping(name="Mine", columns=(MappedColumn(heading="a", part=Part.COUNT),) * 2, indicator="in-work"),
            "Two columns have the same heading, so it is not clear which is meant.",
        ),
    ],
    ids=lambda case: case.name if isinstance(case, Mapping) else "",
)
def test_what_cannot_be_kept_is_told_kindly_and_changes_nothing(sqlite_desk, mapping, told):
    _keep(sqlite_desk, _mapping())

    with pytest.raises(Refusal) as refusal:
        _keep(sqlite_desk, mapping)

    assert told in str(refusal.value)
    assert [one.mapping for one in journey.kept(sqlite_desk.database, sqlite_desk.user)] == [_mapping()]


def test_a_period_that_no_column_says_is_asked_of_each_file_anew(sqlite_desk):
    content = b"Partnership,Starters,Leavers\nBarnet,385,40\n"
    columns = {"partnership": Part.AREA, "starters": Part.COUNT, "leavers": Part.NOT_READ}
    _keep(sqlite_desk, _mapping(columns=columns))

    assert {one.check for one in sqlite_desk.preview(content).screening.errors} == {"period_is_said"}
    shown = sqlite_desk.preview(content, said=Said(period="2024/25"))
    assert set(shown.screening.figures["period_start"]) == {"2024-04-01"}
    assert {one.check for one in sqlite_desk.preview(content).screening.errors} == {"period_is_said"}


def test_a_suggestion_for_headings_that_are_known_is_what_was_kept(sqlite_desk):
    _keep(sqlite_desk, _mapping())

    suggested = journey.suggest(sqlite_desk.database, sqlite_desk.user, "next.csv", NEXT)[0]
    assert {guess.column for guess in suggested.guesses} == set(_mapping().columns)
    assert {guess.reason for guess in suggested.guesses} == {"as kept in “Outcomes”"}
    assert suggested.kept == _mapping()


def test_periods_that_could_be_two_come_with_both_ways_to_mean_them(sqlite_desk):
    content = b"Partnership,Year,Quarter,Starters\nBarnet,2025,Q1,385\n"
    suggested = journey.suggest(sqlite_desk.database, sqlite_desk.user, "next.csv", content)[0]
    mapping = Mapping(name="", columns=tuple(guess.column for guess in suggested.guesses))

    written, habits = suggested.habits(mapping)
    assert written == "2025 Q1"
    assert {habit.quarters for habit in habits} == {"calendar", "financial"}


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7", b"Forename,Year,Starters\nImaginary,2024/25,1\n", b"indicator,area,period,count\n,,,\n"],
    ids=["nothing", "no table", "people", "a layout of ours"],
)
def test_nothing_is_suggested_of_what_is_no_unknown_table_of_counts(sqlite_desk, content):
    assert journey.suggest(sqlite_desk.database, sqlite_desk.user, "file.csv", content) == []


def test_a_viewer_may_neither_see_nor_keep_mappings(sqlite_desk):
    viewer = User("somebody", Role.VIEWER)

    for ask in (
        lambda: journey.kept(sqlite_desk.database, viewer),
        lambda: journey.keep(sqlite_desk.database, viewer, _mapping()),
        lambda: journey.forget(sqlite_desk.database, viewer, "Outcomes"),
        lambda: journey.suggest(sqlite_desk.database, viewer, "first.csv", FIRST),
    ):
        with pytest.raises(NotAllowed):
            ask()
