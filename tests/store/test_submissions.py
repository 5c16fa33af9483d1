"""Files received: the accepted are kept whole, of the refused no cell is kept."""

import pytest

from dashboard.domain.errors import NotFound
from dashboard.domain.findings import Finding, Severity
from dashboard.store import revisions, submissions
from dashboard.store.revisions import Draft

FINDING = Finding("area_is_known", Severity.ERROR, "The area is not one we know.", "Did you mean Barnet?", "Barnett")


LEFT_OUT = (("deaths “in treatment”", "we keep no such measure", 3),)


def received(content: bytes | None) -> submissions.Received:
    about = ("q1.csv", "0" * 64, 12, "Our template", "somebody", "accepted", (FINDING,), 1, content)
    return submissions.Received(*about, left_out=LEFT_OUT)


def test_an_accepted_file_comes_back_byte_for_byte(database):
    with database.writing() as session:
        number = submissions.add(session, received(b"\xef\xbb\xbfindicator,\r\n"))

    with database.reading() as session:
        assert submissions.original(session, number) == b"\xef\xbb\xbfindicator,\r\n"
        kept = submissions.all_of(session)[0]
        assert (kept.findings, kept.left_out) == ((FINDING,), LEFT_OUT)


def test_of_a_refused_file_neither_bytes_nor_cells_are_kept(database):
    with database.writing() as session:
        number = submissions.add(session, received(None))

    with database.reading() as session:
        kept = submissions.all_of(session)[0]
        assert kept.submission.checksum == "0" * 64
        assert kept.findings == (FINDING.without_cells(),)
        assert "Barnett" not in kept.submission.findings
        assert kept.left_out == ()
        with pytest.raises(NotFound, match="is not kept"):
            submissions.original(session, number)


def test_of_a_file_that_is_forgotten_none_of_its_own_words_is_kept(database):
    with database.writing() as session:
        number = submissions.add(session, received(b"indicator,\r\n"))
        submissions.forget(session, number)

    with database.reading() as session:
        kept = submissions.all_of(session)[0]
        assert (kept.findings, kept.left_out) == ((FINDING.without_cells(),), ())
        stored = str(kept.submission.model_dump())
        assert "Barnett" not in stored
        assert "deaths" not in stored
        with pytest.raises(NotFound, match="is not kept"):
            submissions.original(session, number)


def test_a_file_was_published_where_the_newest_of_its_name_is_that_file_and_stands(database, definitions):
    def found(session, name="q1.csv", checksum="0" * 64):
        return submissions.published_as(session, name, checksum)

    with database.writing() as session:
        assert found(session) is None
        number = submissions.add(session, received(b"indicator,\r\n"))
        assert found(session) is None  # it waits
        made = revisions.make(session, Draft("publish", "somebody", "a reason", definitions, submission=number))
        assert found(session) == made
        assert found(session, name="q2.csv") is found(session, checksum="1" * 64) is None

        submissions.add(session, received(b"indicator,\r\n"))
        assert found(session) is None  # sent once more, and that waits


def test_a_file_that_was_taken_back_was_not_published(database, definitions):
    with database.writing() as session:
        number = submissions.add(session, received(b"indicator,\r\n"))
        made = revisions.make(session, Draft("publish", "somebody", "a reason", definitions, submission=number))
        revisions.make(session, Draft("undo", "somebody", "a reason", definitions, undoes=made))

        assert submissions.published_as(session, "q1.csv", "0" * 64) is None
