"""Events: read from their table, refused with the mend when wrong, and which of them concern whom."""

from datetime import date

import pytest

from dashboard.demo.awkward import NEW_PROVIDER, SINCE
from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.errors import BrokenDefinition
from dashboard.domain.events import (
    COLUMNS,
    DEMO_EVENTS_TABLE,
    EVENTS_TABLE,
    Event,
    EventKind,
    breaks_of,
    events_of,
    read_events,
)

CARE, TESTS, UNMET = "coc-engaged-21-days", "dtoa-tests", "unmet-need-ocu"
CUMBERLAND, FURNESS, LEEDS = "E06000063", "E06000064", "E08000035"
CUMBRIA, NORTH_WEST, POLICE = "cdp-cumbria", "E12000002", "E23000002"
HEAD = ",".join(COLUMNS)
ROW = {
    "date": "2024-10-01",
    "title": "New provider",
    "text": "A new provider began.",
    "kind": "provider",
    "source": "Council minutes",
}


def table(*rows: dict[str, str]) -> str:
    return "\n".join([HEAD, *(",".join(row.get(name, "") for name in COLUMNS) for row in rows)]) + "\n"


@pytest.fixture
def read(definitions):
    """Return the events in rows of the table, by default of the one for real events."""

    def events(*rows: dict[str, str], name: str = EVENTS_TABLE) -> tuple[Event, ...]:
        return read_events({name: table(*(ROW | row for row in rows))}, definitions.catalogue, definitions.areas)

    return events


def test_an_event_is_read_with_all_that_is_known_of_it(read):
    (event,) = read({"until": "2025-03-31", "areas": "E06000063|E08000035", "concerns": f"{CARE}|diversion"})

    assert event == Event(
        *(date(2024, 10, 1), "New provider", "A new provider began.", "Council minutes", EventKind.PROVIDER),
        until=date(2025, 3, 31),
        areas=(CUMBERLAND, LEEDS),
        concerns=(CARE, "diversion"),
    )


def test_codes_may_be_parted_by_semicolons_too(read):
    assert read({"areas": f"{CUMBERLAND}; {LEEDS}"})[0].areas == (CUMBERLAND, LEEDS)


def test_events_come_in_order_of_time(read):
    assert [event.began.year for event in read({}, {"date": "2021-01-01"})] == [2021, 2024]


@pytest.mark.parametrize("tables", [{}, {EVENTS_TABLE: ""}, {EVENTS_TABLE: HEAD + "\n"}])
def test_without_a_table_or_rows_there_are_no_events(definitions, tables):
    assert read_events(tables, definitions.catalogue, definitions.areas) == ()


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"date": ""}, "events.csv, line 2: the column date is empty. Fill it in."),
        ({"date": "October"}, "line 2: the column date holds “October”. Write a day such as 2024-10-01."),
        ({"until": "soon"}, "the column until holds “soon”. Write a day such as 2024-10-01."),
        ({"until": "2024-09-30"}, "the column until holds 2024-09-30, which is before the date 2024-10-01. Give the"),
        ({"title": ""}, "the column title is empty. Fill it in."),
        ({"title": "x" * 61}, "the column title holds 61 letters. Write at most 60; the rest belongs in text."),
        ({"text": "It began"}, "the column text holds “It began”. Write one sentence, with a full stop at its end."),
        ({"text": "It rose because of it."}, "the column text says “because”. Say what happened and when, not what"),
        ({"title": "A fall due to it"}, "the column title says “due to”. Say what happened and when"),
        ({"areas": "E99"}, "the column areas holds “E99”, which is no code we know. Write codes with | between, or"),
        (
            {"concerns": "dtoa-test"},
            "holds “dtoa-test”, which is neither a measure nor a theme. Did you mean dtoa-tests",
        ),
        ({"kind": "news"}, "the column kind holds “news”. Write one of scheme, definition, provider, other."),
        ({"source": ""}, "the column source is empty. Fill it in."),
        ({"source": "Demonstration figures"}, "Invented events belong in demo/reference/events.csv."),
        (
            {"text": "One, two."},
            "line 2: there are more cells than columns. Put a text that holds a comma in quotation",
        ),
    ],
)
def test_a_row_that_cannot_be_used_names_the_line_the_column_and_the_mend(read, cells, says):
    with pytest.raises(BrokenDefinition) as refused:
        read(cells)

    assert says in str(refused.value)


def test_a_table_without_one_of_its_columns_says_so(definitions):
    with pytest.raises(BrokenDefinition, match=r"events.csv: the column until is missing. Put it back."):
        read_events({EVENTS_TABLE: "date,title\n"}, definitions.catalogue, definitions.areas)


def test_an_invented_event_has_to_say_that_it_is_one(read):
    with pytest.raises(
        BrokenDefinition, match=r"demo/reference/events.csv, line 2: .* Begin it with “Demonstration figures”"
    ):
        read({}, name=DEMO_EVENTS_TABLE)

    assert read({"source": "Demonstration figures"}, name=DEMO_EVENTS_TABLE)[0].is_invented


def test_what_happened_may_be_over_on_the_day_it_began(read):
    assert read({"date": "2024-10-10", "until": "2024-10-10"})[0].until == date(2024, 10, 10)


def test_what_is_due_to_happen_is_no_cause(read):
    assert read({"title": "Returns due to be in"})


@pytest.mark.parametrize(
    ("days", "when"),
    [
        ({}, "October 2024"),
        ({"date": "2024-09-10"}, "10 September 2024"),
        ({"until": "2025-03-31"}, "October 2024 to March 2025"),
        ({"date": "2024-09-10", "until": "2025-03-30"}, "10 September 2024 to 30 March 2025"),
    ],
)
def test_its_time_is_said_as_exactly_as_it_is_known(read, days, when):
    assert read(days)[0].when == when


@pytest.mark.parametrize(
    ("codes", "place", "told"),
    [
        ("", CUMBERLAND, True),
        ("", ENGLAND, True),
        (ENGLAND, CUMBRIA, True),
        (ENGLAND_AND_WALES, NORTH_WEST, True),
        (CUMBERLAND, CUMBERLAND, True),
        (CUMBERLAND, FURNESS, False),
        (CUMBERLAND, CUMBRIA, True),  # a partnership tells what happened in a member
        (CUMBRIA, CUMBERLAND, True),
        (CUMBERLAND, NORTH_WEST, False),  # what happened in one authority is not told of a region, a force, a country
        (CUMBERLAND, POLICE, False),
        (CUMBERLAND, ENGLAND, False),
        (NORTH_WEST, CUMBERLAND, True),
        (NORTH_WEST, CUMBRIA, True),
        (NORTH_WEST, LEEDS, False),
        (NORTH_WEST, ENGLAND, False),
        (POLICE, CUMBERLAND, True),
        (POLICE, POLICE, True),
        (POLICE, LEEDS, False),
        ("cdp-leeds", LEEDS, True),  # a partnership of one is its authority
        (LEEDS, "cdp-leeds", True),
    ],
)
def test_an_event_is_told_where_it_happened_and_within_and_by_partnerships_of_it(read, definitions, codes, place, told):
    area = definitions.areas.at(place)

    assert read({"areas": codes})[0].is_at(area, definitions.areas) is told


@pytest.mark.parametrize(
    ("concerns", "measure", "told"),
    [
        ("", CARE, True),
        (CARE, CARE, True),
        (CARE, TESTS, False),
        ("continuity-of-care", CARE, True),
        ("continuity-of-care", TESTS, False),
        (f"diversion|{CARE}", TESTS, True),
    ],
)
def test_an_event_is_told_of_the_measures_and_themes_it_concerns(read, definitions, concerns, measure, told):
    assert read({"concerns": concerns})[0].is_about(definitions.catalogue.called(measure)) is told


def test_a_break_of_the_catalogue_is_an_event_of_its_measure(definitions):
    (event,) = breaks_of([definitions.catalogue.called(UNMET)])

    assert (event.began, event.kind) == (date(2022, 4, 1), EventKind.DEFINITION)
    assert event.text.startswith("Estimates of opiate and crack use for 2022/23 use a new method")


def test_a_break_that_several_measures_share_is_one_event(definitions):
    measures = [definitions.catalogue.called(f"new-presentations-{name}") for name in ("police", "prison")]

    assert breaks_of(measures) == breaks_of(measures[:1])


def test_a_definition_that_is_a_break_already_is_not_told_twice(read, definitions):
    rows = [{"date": "2022-04-01", "kind": kind} for kind in ("definition", "other")]
    measure, area = definitions.catalogue.called(UNMET), definitions.areas.at(LEEDS)

    assert [one.kind for one in events_of(read(*rows), [measure], area, definitions.areas)] == [EventKind.OTHER]


def test_all_events_that_are_shipped_are_sourced_and_only_the_demonstration_has_an_invented_one(definitions):
    invented = [event for event in definitions.events if event.is_invented]

    assert len(definitions.events) > len(invented) == 1
    assert (invented[0].areas, invented[0].began.isoformat()) == ((NEW_PROVIDER,), SINCE)
    assert not any(event.is_invented for event in definitions.without_invented_events().events)
