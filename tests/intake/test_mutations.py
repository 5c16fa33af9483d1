"""Bytes that went wrong on the way: whatever becomes of a good file, it is read or refused, never fallen over."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.domain.findings import Severity, Verdict
from dashboard.domain.mappings import Said
from dashboard.intake.files import ReceivedFile
from dashboard.intake.screen import Screening, screen
from tests.conftest import TODAY

SAMPLES = Path(__file__).parents[1] / "samples" / "good"
WORKBOOKS = sorted([*SAMPLES.glob("*.xlsx"), *SAMPLES.glob("*.ods")])
GOOD = sorted(SAMPLES.glob("**/*.csv"))
PIECES = [
    *(b'"', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xa0", b"\x92", b"\x81"),
    *(
        b"=",
        b"-",
        b"%",
        b"[c]",
        b"[",
        b"1,465",
        b"1e999",
        b"9" * 40,
        b"0000",
        b"Q1 2019",
        b"2022-03-01/0m",
        b"12 months to ",
    ),
    *("²", "١٢", "\u2028", "\x1e after the end of the file"),
]


def _bytes(piece: bytes | str) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode()


@st.composite
def mutated(draw: st.DrawFn, good: list[Path]) -> ReceivedFile:
    """A good file with up to six cuts, copies and insertions."""
    path = draw(st.sampled_from(good))
    content = path.read_bytes()
    for _ in range(draw(st.integers(1, 6))):
        first, last = sorted((draw(st.integers(0, len(content))), draw(st.integers(0, len(content)))))
        piece = draw(st.sampled_from([b"", content[first:last], *PIECES]) | st.binary(max_size=8))
        content = content[:first] + _bytes(piece) + content[draw(st.sampled_from([first, last])) :]
    return ReceivedFile(path.name, content[:20_000])


@settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(file=mutated(GOOD))
def test_a_damaged_file_is_read_or_refused_and_never_both(definitions, file):
    _is_read_or_refused(screen(file, definitions, TODAY, Said("new-presentations-cj-share")))


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(file=mutated(WORKBOOKS))
def test_a_damaged_workbook_is_read_or_refused_and_never_both(definitions, file):
    _is_read_or_refused(screen(file, definitions, TODAY))


def _is_read_or_refused(screening: Screening) -> None:
    stopped = {name for finding in screening.errors for name in finding.indicators}
    assert not stopped & set(screening.figures["indicator"])
    assert not screening.figures.duplicated(list(screening.figures.columns[:8])).any()
    if screening.verdict is Verdict.REFUSED:
        assert screening.figures.empty
        assert any(finding.severity is Severity.ERROR for finding in screening.findings)
    if any(not finding.indicators for finding in screening.errors):
        assert screening.figures.empty
