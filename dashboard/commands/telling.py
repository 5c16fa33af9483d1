"""What became of a file, in lines of text for a person and as JSON for other programs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dashboard.domain.findings import Finding
from dashboard.domain.mappings import ASKS
from dashboard.domain.wording import counted, listed

if TYPE_CHECKING:
    from dashboard.journeys.deliver import Delivery
    from dashboard.journeys.second_person import WaitingFile
    from dashboard.journeys.submit import Receipt, Screening

LONGEST_LINE = 1_000  # characters: a cell that is quoted may have far more


def told(screening: "Screening") -> Iterator[str]:
    """Yield what was made of a file, line by line: verdict, measures, findings."""
    layout = screening.layout or "layout not recognised"
    yield one_line(f"{screening.file.name}: {screening.verdict.value} ({layout}, {screening.rows:,} rows)")
    for name, count in screening.taken.items():
        yield f"  takes {counted(count, 'figure')} of {name}"
    for name in screening.stopped:
        yield f"  takes nothing of {name}: an error stops it"
    for one in screening.left_out:
        yield one_line(f"  not taken: {one.measure} ({one.reason})")
    for finding in screening.findings:
        yield from _finding_told(finding)


def _finding_told(finding: Finding) -> Iterator[str]:
    measure = f" [{', '.join(finding.indicators)}]" if finding.indicators else ""
    yield one_line(f"  {finding.severity.value} {finding.check}{measure}: {finding.message}")
    details = {"where": finding.where, "found": finding.found, "expected": finding.expected, "mend": finding.mend}
    for name, text in details.items():
        if text and (finding.rows or finding.sheet or name != "where"):
            yield one_line(f"      {name}: {text}")


def receipt_told(receipt: "Receipt") -> str:
    """Return what a revision did, in one sentence."""
    figures, measures = counted(receipt.figures, "figure"), counted(receipt.measures, "measure")
    return f"Published as revision {receipt.revision}: {figures} of {measures}."


def waiting_told(waiting: "WaitingFile") -> str:
    """Return that a file waits for a second person."""
    return (
        f"Waits for a second person as number {waiting.number}: {counted(waiting.figures, 'figure')}. Nothing is "
        "published yet: somebody other than its sender publishes it on the page Waiting."
    )


def refusal_told(delivery: "Delivery") -> str:
    """Return why nothing was published, and how to tick what waits to be ticked."""
    if not delivery.waits_for:
        return delivery.refusal
    options = [option_for(check) for check in delivery.waits_for]
    if any(check in ASKS for check in delivery.waits_for):
        return f"{delivery.refusal} Say what it is about with {listed(options)}."
    return f"{delivery.refusal} Tick with {options[0]}, or all with --accept-warnings."


_SAID_WITH = {"indicator": "--indicator ID", "area": "--area CODE", "period": "--period P"}


def option_for(check: str) -> str:
    """Return the option that gives a file what it waits for."""
    return _SAID_WITH[ASKS[check]] if check in ASKS else f"--accept {check}"


def one_line(text: str) -> str:
    """Return text from outside on one line, with nothing in it that would move a cursor or begin another line."""
    shown = "".join(mark if mark.isprintable() else " " for mark in text)
    return shown if len(shown) <= LONGEST_LINE else f"{shown[:LONGEST_LINE]}…"


def screening_as_json(screening: "Screening") -> dict[str, object]:
    """Return what was made of a file as JSON has it."""
    return {
        "file": screening.file.name,
        "checksum": screening.file.checksum,
        "layout": screening.layout,
        "rows": screening.rows,
        "verdict": screening.verdict.value,
        "taken": screening.taken,
        "stopped": list(screening.stopped),
        "not_taken": [{"measure": one.measure, "reason": one.reason, "rows": one.rows} for one in screening.left_out],
        "findings": [_finding_as_json(finding) for finding in screening.findings],
    }


def _finding_as_json(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "message": finding.message,
        "mend": finding.mend,
        "found": finding.found,
        "expected": finding.expected,
        "column": finding.column,
        "sheet": finding.sheet,
        "letter": finding.letter,
        "rows": list(finding.rows),
        "indicators": list(finding.indicators),
    }


def delivery_as_json(delivery: "Delivery") -> dict[str, object]:
    """Return what became of a file that was sent, as JSON has it."""
    answer = screening_as_json(delivery.screening)
    if delivery.receipt:
        return answer | {"revision": delivery.receipt.revision, "refusal": ""}
    if delivery.waiting:
        return answer | {"revision": None, "refusal": "", "waiting": delivery.waiting.number}
    return answer | {"revision": None, "refusal": refusal_told(delivery)}
