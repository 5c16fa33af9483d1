"""The command line: start the dashboard, check and publish files, undo, take figures away."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dashboard.demo import files as demonstration_files
from dashboard.demo.start import demonstrate
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.agencies import Agency
from dashboard.domain.definitions import read_definitions
from dashboard.domain.errors import BadSetting, BrokenDefinition, NotFound, Refusal
from dashboard.domain.findings import Finding, Verdict
from dashboard.domain.mappings import Mapping, Said
from dashboard.domain.periods import PeriodError, read_period
from dashboard.domain.progress import Say
from dashboard.domain.wording import counted
from dashboard.journeys import administer, demonstration, export, mapping, second_person, submit
from dashboard.journeys.second_person import WaitingFile
from dashboard.journeys.submit import Receipt, Screening
from dashboard.settings import Settings
from dashboard.store.database import Database

ACCEPTED, REFUSED, UNUSABLE, PARTLY = 0, 1, 2, 3
_HELP = """
The dashboard of a Combating Drugs Partnership, on this computer.

Without a command it starts the dashboard and opens a browser, the first time on a demonstration: invented
figures, marked as such. begin starts a clean database for real figures instead. The other commands do the same
as its pages: check a file, publish it, undo a revision, take figures away.

Figures are kept in the database that --database or DATABASE_URL names, by default the file dashboard.db in
the folder you are in. SQLite: sqlite:///path/to/file.db. PostgreSQL: postgresql://user@host/name.

check and publish end with 0 (accepted), 1 (refused), 2 (the call cannot be used) or 3 (partly accepted).
"""
_out, _errors = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="CSV, XLSX or ODS files: our template, or as published.")
]
Address = Annotated[
    str | None,
    typer.Option("--database", metavar="URL", help="The database. Default: DATABASE_URL, or dashboard.db here."),
]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why. It is kept with the revision.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for other programs.")]
OfIndicator = Annotated[
    str | None, typer.Option("--indicator", metavar="ID", help="The indicator, for layouts that do not name theirs.")
]
OfArea = Annotated[str, typer.Option("--area", metavar="CODE", help="The area, for files that do not say theirs.")]
OfPeriod = Annotated[str, typer.Option("--period", metavar="P", help="The period, for files that do not say theirs.")]


def commands(serve: Callable[..., None]) -> typer.Typer:
    """Return the command line; ``serve(settings, open_browser=…)`` starts the dashboard."""
    line = typer.Typer(help=_HELP, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

    @line.callback(invoke_without_command=True)
    def start(
        context: typer.Context,
        database: Address = None,
        browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
    ) -> None:
        if context.invoked_subcommand is None:
            _start(serve, database, browser)

    @line.command()
    def demo(
        database: Address = None,
        browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
        files: Annotated[
            Path | None, typer.Option(metavar="FOLDER", help="Only write the newest quarter's files there.")
        ] = None,
    ) -> None:
        """Start the dashboard on a demonstration.

        All its figures are invented and say so. Making them takes about two minutes; interrupted, it goes on where
        it stopped. A database that holds real figures is refused.
        """
        if files is not None:
            _write_newest(files)
            return
        with _refusals_told(), _open(database) as opened:
            demonstration.may_begin(opened, LOCAL_USER)
        _start(serve, database, browser)

    for name, command in _COMMANDS.items():
        line.command(name)(command)
    return line


def _start(serve: Callable[..., None], address: str | None, browser: bool) -> None:
    with _refusals_told(), _open(address) as database, _progress("Getting ready") as say:
        administer.take_on_definitions(database, LOCAL_USER)
        if demonstration.is_due(database, LOCAL_USER):
            demonstrate(database, LOCAL_USER, date.today(), lambda file: say(f"Making a demonstration: {file}"))
    if warning := _settings().warning:
        _errors.print(warning, markup=False)
    if address is not None:
        os.environ["DATABASE_URL"] = address  # the pages read the settings for themselves
    serve(_settings(), open_browser=browser)


def _write_newest(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in demonstration_files.newest_files():
        (folder / file.name).write_bytes(file.content)


def begin(database: Address = None) -> None:
    """Start a clean database for real figures.

    It begins with the published national figures, to compare with, and without a demonstration.
    """
    with _refusals_told(), _open(database) as opened, _progress("Getting ready"):
        demonstration.may_not_begin(opened, LOCAL_USER)
        administer.begin(opened, LOCAL_USER, date.today())
    _out.print("This database is clean: it holds the published national figures, and takes real ones.")


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = fault["loc"][0]
        raise BadSetting(
            f"The setting {name} holds “{fault['input']}”, which cannot be used. {fault['msg']}."
        ) from error


@contextmanager
def _open(address: str | None) -> Iterator[Database]:
    database = Database(address or _settings().database_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _open_existing(address: str | None) -> Iterator[Database]:
    """Open a database that has to be there already: a slip in its name would read as no figures."""
    named = address or _settings().database_url
    file = named.removeprefix("sqlite:///")
    if file != named and not Path(file).exists():
        raise BadSetting(f"There is no database at {file}. Publish into it first, or check its address.")
    with _open(address) as database:
        yield database


@contextmanager
def _refusals_told() -> Iterator[None]:
    """Tell a refusal on the error stream and end with its code; what is unknown makes the call unusable."""
    try:
        yield
    except Refusal as refusal:
        _errors.print(str(refusal), markup=False)
        unusable = isinstance(refusal, NotFound | BrokenDefinition | BadSetting)
        raise typer.Exit(UNUSABLE if unusable else REFUSED) from refusal


@contextmanager
def _progress(words: str) -> Iterator[Say]:
    """Show, where somebody is watching, that a long piece of work is under way and for how long.

    What is given may be called with each step of it as it begins.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_errors, transient=True, disable=not _errors.is_terminal) as progress:
        task = progress.add_task(words, total=None)

        def say(step: str, done: int = 0, of: int = 0) -> None:
            how_far = f" ({done} of {of})" if of else ""
            progress.update(task, description=f"{step}{how_far}", completed=done, total=of or None)

        yield say


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path}: this file cannot be read ({error.strerror}).") from error


def check(
    files: Files,
    indicator: OfIndicator = None,
    area: OfArea = "",
    period: OfPeriod = "",
    json_: AsJson = False,
    database: Address = None,
) -> None:
    """Say what would become of each file. Nothing is kept."""
    said = Said(indicator, area, period)
    with _refusals_told():
        screenings = []
        mappings = _kept_mappings(database)
        for path in files:
            with _progress(f"Checking {path.name}") as say:
                content = _content(path)
                screenings.append(submit.check(LOCAL_USER, path.name, content, date.today(), said, mappings, say))
    if json_:
        print(json.dumps([_as_json(screening) for screening in screenings], ensure_ascii=False, indent=2))
    else:
        for screening in screenings:
            _tell(screening)
    raise typer.Exit(_exit_code([screening.verdict for screening in screenings]))


def _kept_mappings(address: str | None) -> list[Mapping]:
    """Return the mappings kept in the database, none where there is no database yet: to check makes none."""
    try:
        with _open_existing(address) as opened:
            return [one.mapping for one in mapping.kept(opened, LOCAL_USER)]
    except BadSetting:
        return []


def publish(
    files: Files,
    reason: Reason,
    *,
    accept_warnings: Annotated[bool, typer.Option("--accept-warnings", help="Tick every warning.")] = False,
    accept: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Tick the warnings of one check.")] = None,
    indicator: OfIndicator = None,
    area: OfArea = "",
    period: OfPeriod = "",
    json_: AsJson = False,
    database: Address = None,
) -> None:
    """Publish each file.

    Each is a revision of its own. A file that is refused changes nothing. Where a second person publishes
    (DASHBOARD_SECOND_PERSON), each waits for them on the page Waiting.
    """
    said = Said(indicator, area, period)
    answers, verdicts = [], []
    with _refusals_told(), _open(database) as opened:
        settings = _settings()
        administer.take_on_definitions(opened, LOCAL_USER)
        contents = {path: _content(path) for path in files}
        for path, content in contents.items():
            with _progress(f"Publishing {path.name}") as say:
                shown = submit.preview(opened, settings.user, path.name, content, date.today(), said, say)
                ticked = [w for w in shown.screening.warnings if accept_warnings or w.check in (accept or [])]
                say(f"Publishing {path.name}")
                done, refusal = _published(opened, settings, shown, reason, ticked)
            if not json_:
                _tell(shown.screening)
                _tell_outcome(done, refusal)
            answers.append(_as_json(shown.screening) | _outcome(done, refusal))
            verdicts.append(shown.screening.verdict if done else Verdict.REFUSED)
    if json_:
        print(json.dumps(answers, ensure_ascii=False, indent=2))
    raise typer.Exit(_exit_code(verdicts))


def _published(
    database: Database, settings: Settings, shown: submit.Preview, reason: str, ticked: list[Finding]
) -> tuple[Receipt | WaitingFile | None, str]:
    user = settings.user
    if not shown.screening.taken:
        submit.write_down_refusal(database, user, shown.screening)
    hand_in = second_person.send if settings.second_person else submit.publish
    try:
        return hand_in(database, user, shown, reason, ticked), ""
    except NotFound:
        raise
    except Refusal as refusal:
        unticked = [warning.check for warning in shown.screening.warnings if warning not in ticked]
        hint = f" Tick with --accept {unticked[0]}, or all with --accept-warnings." if unticked else ""
        return None, f"{refusal}{hint}"


def _outcome(done: Receipt | WaitingFile | None, refusal: str) -> dict[str, object]:
    if isinstance(done, WaitingFile):
        return {"revision": None, "refusal": refusal, "waiting": done.number}
    return {"revision": done.revision if done else None, "refusal": refusal}


def _tell_outcome(done: Receipt | WaitingFile | None, refusal: str) -> None:
    if done is None:
        _errors.print(refusal, markup=False)
        return
    if isinstance(done, WaitingFile):
        _out.print(
            f"Waits for a second person as number {done.number}: {counted(done.figures, 'figure')}. Nothing is "
            "published yet: somebody other than its sender publishes it on the page Waiting.",
            markup=False,
        )
        return
    _out.print(
        f"Published as revision {done.revision}: {counted(done.figures, 'figure')} "
        f"of {counted(done.measures, 'measure')}. "
        f"SHA-256 {done.checksum}",
        markup=False,
    )


def _exit_code(verdicts: list[Verdict]) -> int:
    if all(verdict is Verdict.REFUSED for verdict in verdicts):
        return REFUSED
    whole = all(verdict in (Verdict.ACCEPTED, Verdict.WARNINGS) for verdict in verdicts)
    return ACCEPTED if whole else PARTLY


def _as_json(screening: Screening) -> dict[str, object]:
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


def _tell(screening: Screening) -> None:
    layout = screening.layout or "layout not recognised"
    _out.print(f"{screening.file.name}: {screening.verdict.value} ({layout}, {screening.rows:,} rows)", markup=False)
    for name, count in screening.taken.items():
        _out.print(f"  takes {count:,} figures of {name}", markup=False)
    for one in screening.left_out:
        _out.print(f"  not taken: {one.measure} ({one.reason})", markup=False)
    for finding in screening.findings:
        _tell_finding(finding)


def _tell_finding(finding: Finding) -> None:
    measure = f" [{', '.join(finding.indicators)}]" if finding.indicators else ""
    _out.print(f"  {finding.severity.value} {finding.check}{measure}: {finding.message}", markup=False)
    details = {"where": finding.where, "found": finding.found, "expected": finding.expected, "mend": finding.mend}
    for name, text in details.items():
        if text and (finding.rows or finding.sheet or name != "where"):
            _out.print(f"      {name}: {text}", markup=False)


def undo(
    revision: Annotated[int, typer.Argument(help="The number of the revision.")],
    reason: Reason,
    json_: AsJson = False,
    database: Address = None,
) -> None:
    """Put back what stood before a revision.

    The undo is a revision of its own, and can be undone too.
    """
    with _refusals_told(), _open_existing(database) as opened, _progress(f"Undoing revision {revision}"):
        receipt = submit.undo(opened, _settings().user, revision, reason)
    if json_:
        print(json.dumps({"revision": receipt.revision, "undoes": revision, "figures": receipt.figures}))
    else:
        restored = counted(receipt.figures, "figure")
        _out.print(f"Revision {revision} is undone by revision {receipt.revision}: {restored}.")


def _end_of(text: str) -> date:
    try:
        return read_period(text).end
    except PeriodError as error:
        raise typer.BadParameter(str(error)) from error


def figures(
    area: Annotated[str | None, typer.Option(metavar="CODE_OR_NAME", help="Only this area.")] = None,
    indicator: Annotated[str | None, typer.Option(metavar="ID", help="Only this indicator.")] = None,
    period: Annotated[str | None, typer.Option(metavar="P", help='Only this period, such as "2024/25 Q1".')] = None,
    breakdown: Annotated[str | None, typer.Option(metavar="B", help='Only this group, such as "drug=heroin".')] = None,
    as_at: Annotated[int | None, typer.Option(metavar="N", help="As they stood at revision N.")] = None,
    compare: Annotated[
        str, typer.Option(metavar="WHO", help='With whom: england, region, neighbours, or areas: "Leeds; Hull".')
    ] = "england",
    until: Annotated[
        date | None, typer.Option(metavar="P", parser=_end_of, help='Only what had ended with this period: "Jun 2025".')
    ] = None,
    database: Address = None,
) -> None:
    """Write figures as CSV.

    As the dashboard shows them: all areas and periods unless narrowed.
    """
    choice = export.Choice(area, indicator, period, breakdown, compare, until)
    with _refusals_told(), _open_existing(database) as opened, opened.reading() as session, _progress("Reading"):
        taken = export.take_figures(session, LOCAL_USER, choice, as_at)
    sys.stdout.buffer.write(taken)


def indicators(json_: AsJson = False, _database: Address = None) -> None:
    """List the indicators.

    Their ids, the agencies that can change them, their titles.
    """
    with _refusals_told():
        catalogue = read_definitions().catalogue
    if json_:
        print(json.dumps([indicator.model_dump(mode="json") for indicator in catalogue], ensure_ascii=False, indent=2))
        return
    for indicator in catalogue:
        _out.print(f"{indicator.id:36} {indicator.owners:28} {indicator.title}", markup=False)


def template(
    agency: Annotated[Agency, typer.Argument(help="Whose measures.")],
    quarter: Annotated[str, typer.Option(metavar="P", help='A return for this quarter: "Apr to Jun 2026".')] = "",
    area: Annotated[str, typer.Option(metavar="CODE_OR_NAME", help="For this area; with --quarter.")] = "",
    last: Annotated[bool, typer.Option("--last", help="With the figures before beside, as shown.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="As a workbook, with areas and definitions.")] = False,
    database: Address = None,
) -> None:
    """Write our template for an agency.

    A CSV with a line for each measure that the agency can change. With --quarter and --area a return to be filled in:
    a line for each measure and area, the period in it; as CSV, or as a workbook.
    """
    if bool(quarter) != bool(area) or ((last or xlsx) and not quarter):
        raise typer.BadParameter("A return needs both --quarter and --area; --last and --xlsx go with them.")
    if xlsx and sys.stdout.isatty():
        raise typer.BadParameter("A workbook is no text: send it into a file, with > return.xlsx at the end.")
    with _refusals_told():
        if not quarter:
            made = export.take_template(LOCAL_USER, agency)
        else:
            wanted = export.Wanted(agency, quarter, area, last, xlsx)
            with _open_existing(database) as opened, opened.reading() as session, _progress("Reading"):
                made = export.take_return(session, LOCAL_USER, wanted)
    sys.stdout.buffer.write(made)


def mappings(
    forget: Annotated[str | None, typer.Option(metavar="NAME", help="Forget the mapping of this name.")] = None,
    database: Address = None,
) -> None:
    """List the mappings: what the columns of files hold.

    They are made on the upload page, and used by themselves for files with the same headings.
    """
    with _refusals_told(), _open_existing(database) as opened:
        if forget is not None:
            mapping.forget(opened, LOCAL_USER, forget)
        kept = mapping.kept(opened, LOCAL_USER)
        if not kept:
            _out.print("No mapping is kept. They are made on the upload page.")
        for one in kept:
            _out.print(f"{one.mapping.name}: kept by {one.by} on {one.at:%-d %b %Y}", markup=False)
            for column in one.mapping.columns:
                _out.print(f"  {column.heading or 'no heading'}: {one.mapping.told(column)}", markup=False)


_COMMANDS: dict[str, Callable[..., None]] = {
    "begin": begin,
    "check": check,
    "publish": publish,
    "undo": undo,
    "figures": figures,
    "indicators": indicators,
    "template": template,
    "mappings": mappings,
}
