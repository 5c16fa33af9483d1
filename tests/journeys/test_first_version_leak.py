"""A database of version 0.1.0 that gave hidden figures away gives them away no more after its first start."""

from datetime import date

import pytest
from sqlalchemy import create_engine, text

from dashboard.domain.access import LOCAL_USER, Role, User
from dashboard.domain.agencies import Agency
from dashboard.domain.errors import NotAllowed, NotFound
from dashboard.domain.requests import Request
from dashboard.journeys import administer, export, judged
from dashboard.store.database import Database
from tests import first_version
from tests.disclosure.bench import Evidence, leaks, plain_leaks
from tests.disclosure.outsiders import pages
from tests.disclosure.readings import Key, Snapshot, Truth, snapshot, span_of
from tests.journeys.conftest import Desk

STOCKTON, CARE, BY_PRISON = "E06000004", "coc-engaged-21-days", "coc-by-prison"
FIRST, NEXT = "12 months to Jun 2025", "12 months to Jun 2026"
PRISONS = ("HHI", "KVI", "DMI", "NLI", "LNI")
REVISIONS = (1, 2, 3, 4)  # three files, and the start of today
UNTIL = (date(2025, 6, 30), date(2026, 6, 30))
A_VISITOR = User("a visitor", Role.VIEWER)


def by_prison(period: str, *counts: tuple[int, int]) -> Truth:
    """What was sent of a year: those who started treatment, and those who left each prison."""
    span, whole = span_of(period), tuple(sum(numbers) for numbers in zip(*counts, strict=True))
    parts = {
        Key(BY_PRISON, STOCKTON, span, breakdown=f"prison={prison}"): numbers
        for prison, numbers in zip(PRISONS, counts, strict=True)
    }
    return {Key(CARE, STOCKTON, span): whole, **parts}


SENT = by_prison(FIRST, (10, 20), (22, 40), (14, 28), (6, 12), (3, 10))
CORRECTED = by_prison(FIRST, (10, 20), (22, 40), (14, 28), (7, 12), (2, 10))
A_YEAR_LATER = CORRECTED | by_prison(NEXT, (11, 21), (20, 38), (15, 30), (8, 15), (4, 11))
TRUTHS = {1: SENT, 2: CORRECTED, 3: A_YEAR_LATER, 4: A_YEAR_LATER}


@pytest.fixture
def begun(address):
    """The database of then, started as a person starts it now."""
    first_version.load(address, first_version.LEAK)
    database = Database(address)
    administer.bring_up_to_date(database, LOCAL_USER)
    yield Desk(database)
    database.close()


def _files(desk: Desk) -> dict[int, list[str]]:
    """All figures as at each revision, whole and up to each day."""
    return {
        number: [desk.taken(number), *(desk.taken(number, until=day) for day in UNTIL)]
        for number in range(1, desk.history().revisions[0].number + 1)
    }


def _shown(files: dict[int, list[str]]) -> dict[int, Snapshot]:
    return {number: snapshot(number, *texts) for number, texts in files.items()}


def test_what_version_0_1_0_showed_gave_the_hidden_figure_away(address):
    first_version.load(address, first_version.LEAK)
    database = Database(address)
    shown = _shown(_files(Desk(database)))
    database.close()

    hidden = Key(BY_PRISON, STOCKTON, span_of(FIRST), breakdown="prison=LNI")
    for number, known in ((1, 3), (2, 2), (3, 2)):
        counts = {key: one.numerator for key, one in shown[number].readings.items() if key.span == hidden.span}
        others = [counts[hidden._replace(breakdown=f"prison={prison}")] for prison in PRISONS[:4]]
        assert counts[hidden] is None
        assert counts[Key(CARE, STOCKTON, hidden.span)] - sum(others) == known


def test_after_its_first_start_no_revision_and_no_day_gives_it_away(begun, definitions):
    files = _files(begun)
    evidence = Evidence(definitions, files, TRUTHS)

    assert sorted(files) == list(REVISIONS)
    assert leaks(evidence) == []
    assert plain_leaks(evidence) == []
    for one in _shown(files).values():
        for period in (FIRST, NEXT) if one.as_at > 2 else (FIRST,):
            reading = one.readings[Key(BY_PRISON, STOCKTON, span_of(period), breakdown="prison=NLI")]
            assert reading.hidden
            assert set(reading.texts) == {""}


def _swap(address: str) -> None:
    """Turn what is hidden into other numbers with the same sums, everywhere it is kept."""
    moves = {("NLI", 6): 7, ("LNI", 3): 2, ("NLI", 7): 6, ("LNI", 2): 3, ("NLI", 8): 9, ("LNI", 4): 3}
    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT breakdown, revision, numerator FROM figure")).all()
        update = text("UPDATE figure SET numerator = :to WHERE breakdown = :breakdown AND revision = :revision")
        for breakdown, revision, count in rows:
            to = moves.get((breakdown.removeprefix("prison="), int(count)))
            if to is not None:
                connection.execute(update, {"to": to, "breakdown": breakdown, "revision": revision})
    engine.dispose()


def _given_out(address: str) -> list[object]:
    """All pages, files and returns at every revision and day, to members and visitors, and what editions keep."""
    database = Database(address)
    administer.bring_up_to_date(database, LOCAL_USER)
    desk = Desk(database)
    found: list[object] = [_files(desk), [_return(desk, agency) for agency in (Agency.PRISON, Agency.COUNCIL)]]
    for user in (LOCAL_USER, A_VISITOR):
        for number in REVISIONS:
            asked = [Request(area=STOCKTON, revision=number, until=day) for day in (None, *UNTIL)]
            found += [pages(database, user, request, [CARE, BY_PRISON]) for request in asked]
    with database.reading() as session:
        for kind in ("part", "restricted_part"):
            found.append(list(map(tuple, session.execute(text(f"SELECT hash, content FROM {kind} ORDER BY 1")))))
    database.close()
    return found


def _return(desk: Desk, agency: Agency) -> object:
    with desk.reading() as session:
        try:
            return export.take_return(session, desk.user, export.Wanted(agency, "Jul to Sep 2026", STOCKTON, last=True))
        except NotFound as error:
            return str(error)


def test_pages_files_and_editions_are_the_same_whatever_the_hidden_figures_are(tmp_path):
    addresses = [f"sqlite:///{tmp_path / name}.db" for name in ("one", "other")]
    for address in addresses:
        first_version.load(address, first_version.LEAK)
    _swap(addresses[1])
    one, other = map(_given_out, addresses)

    assert one == other
    assert "NLI" in str(one)


def test_its_receipt_says_what_was_hidden_why_and_for_whose_protection(begun):
    with begun.database.reading() as session:
        receipt = judged.open_judgement(session, LOCAL_USER, 4)

    assert receipt.words == (
        "Revision 4 hid 2 figures in every revision: 2 because a small number could be worked out from them."
    )
    assert receipt.figures.headings == ("Measure", "Area", "Period", "Group", "Why", "Protects")
    why = "A small number could be worked out from it"
    assert receipt.figures.rows == tuple(
        ("Continuity of care by prison", "Stockton-on-Tees", year, "Prison: NLI", why, "Prison: LNI")
        for year in ("12 months to June 2025", "12 months to June 2026")
    )


def test_its_receipt_is_for_those_who_send_and_names_places_they_may_see(begun):
    of_leeds = User("an analyst of Leeds", Role.ANALYST, places=frozenset({"cdp-leeds"}))
    with begun.database.reading() as session:
        with pytest.raises(NotAllowed):
            judged.open_judgement(session, A_VISITOR, 4)
        with pytest.raises(NotFound, match="no revision 3 that hid figures anew"):
            judged.open_judgement(session, LOCAL_USER, 3)
        receipt = judged.open_judgement(session, of_leeds, 4)

    assert receipt.figures.rows == ()
    assert receipt.words.endswith("Of these 2 figures of other places cannot be named here.")
