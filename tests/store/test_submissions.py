"""Files received: the accepted are kept whole, of the refused no cell is kept."""

import pytest

from dashboard.domain.errors import NotFound
from dashboard.domain.findings import Finding, Severity
from dashboard.store import submissions

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
