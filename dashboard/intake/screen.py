"""A file from bytes to verdict: read, recognise, convert, check. All faults at once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

import pandas as pd

from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import FIGURE, KEY, Figures, no_figures
from dashboard.domain.findings import Finding, Severity, Verdict, in_order
from dashboard.intake.checks import CHECKS, Checked
from dashboard.intake.convert import UNKNOWN_MEASURE, convert
from dashboard.intake.files import ReceivedFile, Table, Unreadable, read_table
from dashboard.intake.formats import recognise
from dashboard.intake.formats.template import COLUMNS as TEMPLATE_COLUMNS
from dashboard.intake.personal import columns_about_people
from dashboard.intake.reading import Format, Given, LeftOut, Reading


@dataclass(frozen=True)
class Screening:
    """All we made of a file: its layout, the findings, the figures that may be published.

    ``figures`` holds the measures without an error; ``stopped`` names the others.
    """

    file: ReceivedFile
    layout: str
    rows: int
    findings: tuple[Finding, ...]
    figures: pd.DataFrame = field(repr=False)
    stopped: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """What becomes of the file, if every warning is ticked."""
        if self.figures.empty:
            return Verdict.REFUSED
        if self.stopped:
            return Verdict.PARTLY
        return Verdict.WARNINGS if self.warnings else Verdict.ACCEPTED

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop their measure."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that must be ticked: those of measures that may go ahead."""
        return tuple(
            finding
            for finding in self.findings
            if finding.severity is Severity.WARNING and not set(finding.indicators) & set(self.stopped)
        )

    @property
    def taken(self) -> dict[str, int]:
        """How many figures each measure would publish."""
        return dict(Counter(self.figures["indicator"]))


def screen(file: ReceivedFile, definitions: Definitions, today: date, indicator: str | None = None) -> Screening:
    """Return all we make of a file. ``indicator`` names the measure for layouts that do not."""
    try:
        table, findings = read_table(file)
    except Unreadable as fault:
        return _refused(file, [fault.finding])
    layout = recognise(table.headings)
    known = layout.known if layout else lambda _: False
    if people := columns_about_people(table, known):
        return _refused(file, people, len(table.rows))
    if layout is None:
        return _refused(file, [*findings, _unknown_layout(table)], len(table.rows))
    findings += _columns_missing(table, layout)
    if any(finding.severity is Severity.ERROR for finding in findings):
        return _refused(file, findings, len(table.rows), layout.title)
    return _screened(file, table, layout, findings, definitions, today, indicator)


def _screened(
    file: ReceivedFile,
    table: Table,
    layout: Format,
    findings: list[Finding],
    definitions: Definitions,
    today: date,
    indicator: str | None,
) -> Screening:
    reading = layout.read(table, Given(file.name, indicator))
    conversion = convert(reading, definitions)
    checked = Checked(conversion.figures, file.name, layout.name, layout.areas_repeat, definitions, today)
    findings = [*findings, *_columns_not_read(table, layout, reading), *reading.findings, *conversion.findings]
    findings += [finding for check in CHECKS for finding in check(checked)]
    findings = [_of_known_measures(finding, definitions) for finding in findings]
    figures, stopped = _without_stopped(conversion.figures, findings)
    if figures.empty and not any(finding.severity is Severity.ERROR for finding in findings):
        findings.append(_nothing_taken())
    return Screening(
        file,
        layout.title,
        len(table.rows),
        tuple(in_order(findings)),
        figures,
        stopped,
        reading.left_out,
    )


def _columns_not_read(table: Table, layout: Format, reading: Reading) -> list[Finding]:
    """Columns that are neither read nor named among the measures left out; in our template none should be."""
    told = {one.measure for one in reading.left_out}
    unread = [name for name in table.headings if name and not layout.known(name) and name not in told]
    if not unread:
        return []
    ours = layout.name == "template"
    known = [name for name in TEMPLATE_COLUMNS if name not in table.headings]
    near = [match for name in unread for match in get_close_matches(name, known, n=1, cutoff=0.5)] if ours else []
    likely = f"Should a heading be {' or '.join(dict.fromkeys(near))}? " if near else ""
    return [
        Finding(
            "columns_are_read",
            Severity.WARNING if ours else Severity.NOTICE,
            f"{len(unread)} column(s) of the file are not read.",
            f"{likely}Rename what should be read; tick this if nothing is missing." if ours else "",
            found=", ".join(unread),
        )
    ]


def _of_known_measures(finding: Finding, definitions: Definitions) -> Finding:
    """An id that we do not know is a cell of the file, and a finding names no cell among its measures."""
    named = (name if name in definitions.catalogue else UNKNOWN_MEASURE for name in finding.indicators)
    return replace(finding, indicators=tuple(dict.fromkeys(named)))


def _without_stopped(figures: pd.DataFrame, findings: Iterable[Finding]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    stopped = {name for finding in errors for name in finding.indicators}
    if any(not finding.indicators for finding in errors):
        stopped |= set(figures["indicator"])
    kept = figures.loc[~figures["indicator"].isin(stopped), FIGURE].drop_duplicates(KEY)
    shaped = Figures.validate(kept.reset_index(drop=True)) if len(kept) else no_figures()
    return shaped, tuple(sorted(stopped))


def _refused(file: ReceivedFile, findings: list[Finding], rows: int = 0, layout: str = "") -> Screening:
    return Screening(file, layout, rows, tuple(in_order(findings)), no_figures())


def _unknown_layout(table: Table) -> Finding:
    return Finding(
        "layout_is_recognised",
        Severity.ERROR,
        "The headings are not those of any layout we know.",
        "Use our template (the upload page offers it for each agency), or send the file as it was published.",
        found=", ".join(table.rows.columns[:8]),
        expected="indicator, area, period, … or the headings of a published file",
        rows=(1,),
    )


def _columns_missing(table: Table, layout: Format) -> list[Finding]:
    missing = [name for name in layout.needs if name not in table.headings]
    if not missing:
        return []
    message = f"{len(missing)} column(s) of this layout are missing."
    mend = "Send the file as it was published, with all its columns."
    return [Finding("columns_are_complete", Severity.ERROR, message, mend, expected=", ".join(missing), rows=(1,))]


def _nothing_taken() -> Finding:
    return Finding(
        "file_gives_figures",
        Severity.ERROR,
        "No figure can be taken from this file: none of its measures and areas is one we keep.",
        "The definitions page lists the measures that the dashboard keeps.",
    )
