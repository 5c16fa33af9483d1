"""A second pair of eyes: what one person sends another publishes, on both databases."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.domain.access import Role, User
from dashboard.domain.errors import NotAllowed, NotFound, NothingToPublish, Outdated, Refusal
from dashboard.domain.mappings import Said
from dashboard.journeys import second_person, submit
from dashboard.journeys.second_person import WaitingFile
from dashboard.journeys.sent import open_outcome, take_original
from tests.conftest import TODAY
from tests.figures import template

ADA, BEN, CAT = (User(name, Role.ANALYST) for name in ("Ada", "Ben", "Cat"))
ADULTS = {"indicator": "adults-in-treatment", "area": "Barnet", "period": "2023/24"}
ONE = template([ADULTS | {"count": "100"}])
WARNED = template([ADULTS | {"period": "Apr 2023", "count": "100"}])
SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def send(desk):
    """Let a file of Ada's wait."""

    def sent(content: bytes = ONE, name: str = "q1.csv") -> WaitingFile:
        desk.user = ADA
        shown = desk.preview(content, name)
        return second_person.send(desk.database, ADA, shown, "Quarter 1", shown.screening.warnings)

    return sent


def files(desk) -> list[WaitingFile]:
    with desk.reading() as session:
        return second_person.open_waiting(session, desk.user)


def kept(desk, past) -> bool:
    with desk.reading() as session:
        return open_outcome(session, desk.user, past.number).is_kept


def look(desk, file: WaitingFile, user: User = BEN):
    return second_person.review(desk.database, user, file.number, TODAY)


def publish(desk, file: WaitingFile, user: User = BEN, shown=None):
    shown = shown or look(desk, file, user)
    return second_person.publish(desk.database, user, file.number, shown, "looked at", shown.screening.warnings)


def test_what_is_sent_waits_and_changes_nothing(desk, send):
    file = send()

    assert (file.file_name, file.sent_by, file.reason, file.based_on, file.outcome) == (
        *("q1.csv", "Ada", "Quarter 1", 0, ""),
    )
    assert files(desk) == [file]
    assert desk.taken().count("\n") == 1
    assert desk.history().revisions == []
    assert desk.history().submissions[0].verdict == "accepted"


def test_another_person_publishes_it_under_their_name(desk, send):
    file = send()

    receipt = publish(desk, file)

    assert (receipt.revision, receipt.figures, receipt.file_name) == (1, 1, "q1.csv")
    assert ",100,,100," in desk.taken()
    (past,) = desk.history().submissions
    assert (past.received_by, past.revision, kept(desk, past)) == ("Ada", 1, True)
    assert desk.history().revisions[0].made_by == "Ben"
    assert files(desk) == [replace(file, outcome="published", decided_by="Ben", answer="looked at")]


@pytest.mark.parametrize("name", ["Ada", " ada ", "ADA"])
def test_its_sender_does_not_publish_it(desk, send, name):
    file = send()

    with pytest.raises(NotAllowed, match="You sent this file, so another person looks at it and publishes it"):
        publish(desk, file, User(name, Role.ADMINISTRATOR))
    with pytest.raises(NotAllowed, match="You sent this file"):
        second_person.send_back(desk.database, User(name, Role.ANALYST), file.number, "a reason")

    assert desk.taken().count("\n") == 1
    assert files(desk) == [file]


def test_the_second_person_ticks_each_warning_and_gives_a_reason(desk, send):
    file = send(WARNED)
    shown = look(desk, file)

    with pytest.raises(Refusal, match="A warning is not ticked"):
        second_person.publish(desk.database, BEN, file.number, shown, "looked at", [])
    with pytest.raises(Refusal, match="A reason is missing"):
        second_person.publish(desk.database, BEN, file.number, shown, " ", shown.screening.warnings)

    assert files(desk) == [file]


def test_so_does_the_sender(desk):
    shown = desk.preview(WARNED)

    with pytest.raises(Refusal, match="A warning is not ticked"):
        second_person.send(desk.database, ADA, shown, "Quarter 1", [])
    with pytest.raises(Refusal, match="A reason is missing"):
        second_person.send(desk.database, ADA, shown, "", shown.screening.warnings)

    assert files(desk) == []
    assert desk.history().submissions == []


def test_a_refused_file_does_not_wait(desk):
    shown = desk.preview(template([ADULTS | {"count": "lots"}]))

    with pytest.raises(NothingToPublish):
        second_person.send(desk.database, ADA, shown, "Quarter 1", [])

    assert files(desk) == []


def test_a_file_about_single_events_is_not_kept_and_does_not_wait(desk):
    shown = desk.preview(
        (SAMPLES / "layouts" / "good" / "police-uk-street.csv").read_bytes(), "2025-01-kent-street.csv"
    )

    with pytest.raises(Refusal, match="it cannot wait for a second person"):
        second_person.send(desk.database, ADA, shown, "January", shown.screening.warnings)

    assert files(desk) == []
    assert desk.history().submissions == []


def test_what_its_sender_said_of_a_file_waits_with_it(desk):
    sample = SAMPLES / "good" / "indicator_is_named.csv"
    said = Said(indicator="new-presentations-cj-share")
    shown = submit.preview(desk.database, ADA, sample.name, sample.read_bytes(), TODAY, said)
    file = second_person.send(desk.database, ADA, shown, "Quarter 1", shown.screening.warnings)

    again = look(desk, file)

    assert again.said == said
    assert again.screening.taken == shown.screening.taken == {"new-presentations-cj-share": file.figures}


def test_the_review_is_made_anew_against_what_stands(desk, send):
    file = send()
    desk.user = CAT
    desk.publish(template([ADULTS | {"count": "80"}]))

    shown = look(desk, file)

    assert (file.based_on, shown.based_on) == (0, 1)
    assert shown.changes.rows[["change", "numerator_before", "numerator"]].to_numpy().tolist() == [
        ["changed", 80.0, 100.0]
    ]


def test_a_revision_in_between_is_looked_at_before_publishing(desk, send):
    file = send()
    shown = look(desk, file)
    desk.user = CAT
    desk.publish(template([ADULTS | {"count": "80"}]))

    with pytest.raises(Outdated, match="Somebody published revision 1 after you opened this preview"):
        publish(desk, file, shown=shown)
    assert files(desk) == [file]

    assert publish(desk, file).revision == 2
    assert ",100,,100," in desk.taken()


def test_a_file_is_not_published_by_what_was_shown_of_another(desk, send):
    file, other = send(), send(template([ADULTS | {"count": "80"}]), "q2.csv")

    with pytest.raises(AssertionError, match="what was shown is the file that waits"):
        publish(desk, file, shown=look(desk, other))

    assert files(desk) == [other, file]


def test_what_is_sent_back_is_not_kept(desk, send):
    file = send(WARNED)

    second_person.send_back(desk.database, BEN, file.number, "Last year's file?")

    assert files(desk) == [replace(file, outcome="sent back", decided_by="Ben", answer="Last year's file?")]
    (past,) = desk.history().submissions
    assert not kept(desk, past)
    assert [one.found for one in past.findings] == [""]
    with desk.reading() as session, pytest.raises(NotFound):
        take_original(session, ADA, file.number)
    with pytest.raises(Outdated, match="This file waits no more: Ben sent it back to its sender"):
        look(desk, file)


def test_sending_back_wants_a_reason(desk, send):
    file = send()

    with pytest.raises(Refusal, match="A reason is missing"):
        second_person.send_back(desk.database, BEN, file.number, " ")

    assert files(desk) == [file]


def test_its_sender_takes_it_back_and_nobody_else_does(desk, send):
    file = send()

    with pytest.raises(NotAllowed, match="Ada sent this file"):
        second_person.withdraw(desk.database, BEN, file.number)
    second_person.withdraw(desk.database, ADA, file.number)

    assert files(desk) == [replace(file, outcome="withdrawn", decided_by="Ada")]
    with pytest.raises(Outdated, match="This file waits no more: Ada took it back"):
        look(desk, file)


def test_a_file_is_taken_back_while_it_is_looked_at(desk, send):
    file = send()
    shown = look(desk, file)
    second_person.withdraw(desk.database, ADA, file.number)

    with pytest.raises(Outdated, match="Ada took it back"):
        publish(desk, file, shown=shown)

    assert desk.taken().count("\n") == 1


def test_of_two_people_who_publish_the_same_file_at_once_one_wins_and_the_other_is_told(desk, send):
    file = send()
    previews = {user: look(desk, file, user) for user in (BEN, CAT)}
    outcomes: list[object] = []

    def go(user: User) -> None:
        try:
            outcomes.append(publish(desk, file, user, previews[user]).revision)
        except Outdated as refusal:
            outcomes.append(str(refusal))

    threads = [threading.Thread(target=go, args=(user,)) for user in previews]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    told = next(one for one in outcomes if isinstance(one, str))
    winner = files(desk)[0].decided_by
    assert told == f"This file waits no more: {winner} published it as revision 1. Nothing more was done."
    assert [one for one in outcomes if not isinstance(one, str)] == [1]
    assert len(desk.history().revisions) == 1


def test_a_viewer_neither_sees_nor_sends_what_waits(desk, send):
    file, viewer = send(), User("a chair", Role.VIEWER)

    with pytest.raises(NotAllowed):
        look(desk, file, viewer)
    desk.user = viewer
    with pytest.raises(NotAllowed):
        files(desk)


def test_a_file_that_never_waited_is_not_found(desk):
    with pytest.raises(NotFound, match="No file with the number 7 waits"):
        second_person.review(desk.database, BEN, 7, TODAY)
