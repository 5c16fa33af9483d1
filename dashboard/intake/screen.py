"""A file from bytes to verdict: read, recognise, convert, check. All faults at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

import pandas as pd

from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import FIGURE, KEY, NUMBERS
from dashboard.domain.findings import Finding, Severity, Verdict, in_order
from dashboard.domain.frames import as_figures, no_figures
from dashboard.domain.mappings import ASKS, NOTHING_SAID, Mapping, Said
from dashboard.domain.progress import Say, silently
from dashboard.domain.template import COLUMNS as TEMPLATE_COLUMNS
from dashboard.intake.checks.checked import Checked
from dashboard.intake.convert import UNKNOWN_MEASURE, convert
from dashboard.intake.files import ReceivedFile, read_tables
from dashboard.intake.formats import recognise
from dashboard.intake.formats.template import is_beside
from dashboard.intake.mapped import layout_of
from dashboard.intake.personal import columns_about_people
from dashboard.intake.reading import Format, Given, LeftOut, Reading
from dashboard.intake.registry import FIGURE_CHECKS, TABLE_CHECKS
from dashboard.intake.tables import Table, Unreadable

MOST_MARKED = 100_000  # rows of a file that is copied with its faults; a template has hundreds


@dataclass(frozen=True)
class Screening:
    """All we made of a file: its layout, the findings, the figures that may be published.

    ``figures`` holds the measures without an error; ``stopped`` names the others. ``mappings`` are the
    names of those that its tables were read with. ``is_publication`` is whether all its tables are in layouts in
    which a publisher publishes.
    """

    file: ReceivedFile
    layout: str
    rows: int
    findings: tuple[Finding, ...]
    figures: pd.DataFrame = field(repr=False)
    stopped: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    mappings: tuple[str, ...] = ()
    is_publication: bool = False

    @property
    def verdict(self) -> Verdict:
        """What becomes of the file, if every warning is ticked."""
        if self.figures.empty:
            return Verdict.REFUSED
        if self.stopped:
            return Verdict.PARTLY
        return Verdict.WARNINGS if self.warnings else Verdict.ACCEPTED

    @property
    def original(self) -> bytes | None:
        """The bytes that may be kept; None for a refused file, and for one whose rows are about single events."""
        return None if self.figures.empty or self.file.was else self.file.content

    @property
    def may_be_marked(self) -> bool:
        """Whether a copy can be given with the faults beside the rows: of no file about people, or single events."""
        about_people = any(finding.check == "no_column_is_about_a_person" for finding in self.findings)
        told = any(finding.rows for finding in self.findings)
        return bool(told and self.layout and self.file.content and self.rows <= MOST_MARKED and not about_people)

    @property
    def is_unknown(self) -> bool:
        """Whether all that is wrong is that nobody has said what its columns hold."""
        return {finding.check for finding in self.errors} == {"layout_is_recognised"}

    @property
    def asks(self) -> tuple[str, ...]:
        """The checks that only wait for somebody to say what the file is about."""
        found = {finding.check for finding in self.errors}
        return tuple(check for check in ASKS if check in found)

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
        counts = self.figures["indicator"].value_counts(sort=False)  # in the order in which they first come
        return {str(name): int(count) for name, count in counts.items()}


def screen(
    file: ReceivedFile,
    definitions: Definitions,
    today: date,
    said: Said = NOTHING_SAID,
    mappings: Iterable[Mapping] = (),
    say: Say = silently,
) -> Screening:
    """Return all we make of a file. ``mappings`` are tried for tables whose layout we do not know.

    ``say`` hears of each step.
    """
    say("Reading the file")
    try:
        tables, findings = read_tables(file)
    except Unreadable as fault:
        return _refused(file, [fault.finding])
    rows = sum(len(table.rows) for table in tables)
    say(f"Recognising the layout of {rows:,} rows")
    mapped = [layout_of(mapping) for mapping in mappings]
    known = [(table, recognise(table.headings, mapped)) for table in tables]
    if any(layout and layout.row_level for _, layout in known):
        file = file.discarded()
    if people := [finding for table, layout in known for finding in _about_people(table, layout)]:
        return _refused(file, people, rows)
    seen = [(table, layout) for table, layout in known if not table.hidden]
    pairs = [(table, layout) for table, layout in seen if layout]
    if not pairs:
        noticed = [finding for table, _ in seen for finding in table.noticed]
        return _refused(file, [*findings, *noticed, *(_unknown_layout(table) for table, _ in seen)], rows)
    titles = ", ".join(dict.fromkeys(layout.title for _, layout in pairs))
    findings += [finding for table, layout in pairs for finding in _at_once(table, layout)]
    if any(finding.severity is Severity.ERROR for finding in findings):
        return _refused(file, findings, rows, titles)
    given = Given(file.name, said, definitions)
    made = [_made_of(table, layout, given, definitions, today, say) for table, layout in pairs]
    findings += [finding for one in made for finding in one.findings]
    unknown = [table for table, layout in seen if not layout and not is_beside(table)]
    left_out = [*map(_not_known, unknown), *(o for m in made for o in m.left_out)]
    screened = _screened(file, titles, rows, findings, made, left_out, definitions)
    return replace(
        screened,
        mappings=_names_of(layout for _, layout in pairs),
        is_publication=all(layout.is_publication for _, layout in pairs),
    )


def _names_of(layouts: Iterable[Format]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(layout.mapping for layout in layouts if layout.mapping))


def _about_people(table: Table, layout: Format | None) -> list[Finding]:
    ours = layout is not None and not layout.mapping  # what a sender says of a column vouches for nothing
    found = columns_about_people(table, layout.known if layout and ours else lambda _: False)
    return [table.located(finding, {}) for finding in found]


def _at_once(table: Table, layout: Format) -> list[Finding]:
    """What is told before a table is read at all."""
    checked = [finding for check in TABLE_CHECKS for finding in check(table)]
    return [*table.noticed, *(table.located(finding, {}) for finding in [*_columns_missing(table, layout), *checked])]


@dataclass(frozen=True)
class _Made:
    """What became of one table of a file."""

    figures: pd.DataFrame
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]


def _made_of(table: Table, layout: Format, given: Given, definitions: Definitions, today: date, say: Say) -> _Made:
    say(f"Reading areas, periods and numbers as {layout.title}")
    reading = layout.read(table, given)
    conversion = convert(reading, definitions)
    reading = replace(reading, cells=reading.cells[:0])  # a large file's texts are not held beside its figures
    checked = Checked(
        conversion.figures,
        given.file_name,
        layout.name,
        layout.areas_repeat,
        definitions,
        today,
        layout.is_publication,
    )
    findings = [*_columns_not_read(table, layout, reading), *reading.findings, *conversion.findings]
    for at, check in enumerate(FIGURE_CHECKS, 1):
        say("Checking the figures", at, len(FIGURE_CHECKS))
        findings += check(checked)
    findings = [_of_known_measures(table.located(finding, reading.columns), definitions) for finding in findings]
    figures = conversion.figures.assign(sheet=table.sheet)
    return _Made(figures, tuple(findings), reading.left_out)


def _not_known(table: Table) -> LeftOut:
    where = f"Sheet {table.sheet}" if table.sheet else "A table"
    named = f"{where}: {', '.join(filter(None, table.rows.columns[:4]))}"
    return LeftOut(named, "its headings are not those of any layout we know", len(table.rows))


def _screened(
    file: ReceivedFile,
    layout: str,
    rows: int,
    findings: list[Finding],
    made: list[_Made],
    left_out: list[LeftOut],
    definitions: Definitions,
) -> Screening:
    taken = pd.concat([one.figures for one in made], ignore_index=True)
    findings = [*findings, *(_of_known_measures(finding, definitions) for finding in _tables_disagree(taken))]
    figures, stopped = _without_stopped(taken, findings)
    if figures.empty and not any(finding.severity is Severity.ERROR for finding in findings):
        findings.append(_nothing_taken())
    return Screening(file, layout, rows, tuple(in_order(findings)), figures, stopped, tuple(left_out))


def _tables_disagree(figures: pd.DataFrame) -> Iterator[Finding]:
    """The same figure on two sheets with two different numbers: neither can be chosen."""
    if figures["sheet"].nunique() < 2:
        return
    once = figures.drop_duplicates([*KEY, *NUMBERS, "state", "sheet"])
    numbers = once.drop_duplicates([*KEY, *NUMBERS, "state"])
    twice = numbers.loc[numbers.duplicated(KEY, keep=False) & (numbers["area"] != ""), KEY].drop_duplicates()
    bad = once.merge(twice, on=KEY)
    for name, rows in bad.groupby("indicator", sort=True):
        sheets = sorted(rows["sheet"].unique())
        if len(sheets) > 1:
            yield Finding(
                "sheets_agree",
                Severity.ERROR,
                f"{len(rows)} row(s) on different sheets give different numbers for the same area, period and group.",
                "Keep the sheet that is right and remove the other.",
                found=", ".join(sheets[:5]),
                expected="one number a figure",
                indicators=(str(name),),
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
    shaped = as_figures(kept.reset_index(drop=True)) if len(kept) else no_figures()
    return shaped, tuple(sorted(stopped))


def _refused(file: ReceivedFile, findings: list[Finding], rows: int = 0, layout: str = "") -> Screening:
    return Screening(file, layout, rows, tuple(in_order(findings)), no_figures())


def _unknown_layout(table: Table) -> Finding:
    finding = Finding.error(
        "layout_is_recognised",
        "The headings are not those of any layout we know.",
        "Say on the upload page what each column holds, or use our template, or send the file as it was published.",
        found=", ".join(table.rows.columns[:8]),
        expected="indicator, area, period, … or the headings of a published file",
        rows=(1,) if not table.sheet else (),
    )
    return finding.at(table.sheet)


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
