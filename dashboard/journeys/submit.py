"""An analyst's way: preview a file, publish what was shown, undo a revision."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from dashboard.domain.access import Action, User, require
from dashboard.domain.definitions import Definitions, read_definitions
from dashboard.domain.errors import NotFound, NothingToPublish, Outdated, Refusal
from dashboard.domain.figures import State
from dashboard.domain.findings import Finding, in_order
from dashboard.domain.mappings import NOTHING_SAID, Mapping, Said
from dashboard.domain.progress import Say, silently
from dashboard.exports.marked import Part, marked_copy
from dashboard.intake.changes import Changes, changes
from dashboard.intake.checks.beside import Beside
from dashboard.intake.files import ReceivedFile, read_tables
from dashboard.intake.registry import PUBLISHED_CHECKS
from dashboard.intake.screen import Screening, screen
from dashboard.intake.tables import Table
from dashboard.journeys._agreement import totals_that_disagree
from dashboard.journeys._hiding import hidden_by
from dashboard.journeys._one_sort import refuse_a_mixture
from dashboard.journeys._standing import as_shown, standing
from dashboard.reports.hiding import hiding_in_words
from dashboard.stats.suppression.companions import Protection
from dashboard.stats.suppression.showing import without
from dashboard.store import figures as figures_store
from dashboard.store import hiding as hiding_store
from dashboard.store import mappings as mappings_store
from dashboard.store import revisions as revisions_store
from dashboard.store import submissions as submissions_store
from dashboard.store.database import Database

__all__ = [
    "Preview",
    "Receipt",
    "Screening",
    "check",
    "preview",
    "publish",
    "take_marked",
    "undo",
    "write_down_refusal",
]


@dataclass(frozen=True)
class Preview:
    """What was made of a file and what publishing would change, held until the person decides."""

    screening: Screening
    changes: Changes
    hiding: Protection
    based_on: int
    definitions: Definitions

    @property
    def hiding_told(self) -> str:
        """What publishing hides, in words."""
        return hiding_in_words(self.hiding)


@dataclass(frozen=True)
class Receipt:
    """What a revision did: its number, and how many figures it added for how many measures."""

    revision: int
    figures: int
    measures: int
    file_name: str
    checksum: str
    reason: str
    hiding: Protection

    @property
    def hiding_told(self) -> str:
        """What it hid, in words."""
        return hiding_in_words(self.hiding)


def check(
    user: User,
    file_name: str,
    content: bytes,
    today: date,
    said: Said = NOTHING_SAID,
    mappings: Collection[Mapping] = (),
    say: Say = silently,
) -> Screening:
    """Return what we make of a file by itself, telling of each step. Nothing is kept."""
    require(user, Action.SUBMIT)
    return _screening(file_name, content, today, read_definitions(), said, mappings, say)


def preview(
    database: Database,
    user: User,
    file_name: str,
    content: bytes,
    today: date,
    said: Said = NOTHING_SAID,
    say: Say = silently,
) -> Preview:
    """Return what we make of a file, with the mappings kept here, and what publishing it would change.

    Nothing is kept; ``say`` hears of each step, and what it raises ends the work. Raise Refusal where the file is
    invented and the figures kept here are real, or the other way round.
    """
    require(user, Action.SUBMIT)
    with database.reading() as session:
        at = standing(session)
        kept = [one.mapping for one in mappings_store.all_of(session)]
        screening = _screening(file_name, content, today, at.definitions, said, kept, say)
        refuse_a_mixture(session, screening.figures)
        say("Comparing with what stands")
        before = figures_store.read(session, at.revision, indicators=sorted(screening.taken))
        shown = as_shown(session, at, before, at.definitions.catalogue)
        say("Deciding what is hidden")
        hiding = hidden_by(session, screening.figures, at.definitions)
    # A difference between figures that are hidden, or will be, would tell of them.
    sent = without(screening.figures, hiding.hidden)
    told = before[shown["state"] != State.PROTECTED]
    beside = Beside(sent, told, at.definitions)
    found = [*totals_that_disagree(sent, told, at.definitions), *_against_what_stands(beside, say)]
    screening = replace(screening, findings=tuple(in_order([*screening.findings, *found])))
    say("Listing what will change")
    made = changes(screening.figures, before, shown)
    return Preview(screening, made, hiding, at.revision, at.definitions)


def _against_what_stands(beside: Beside, say: Say) -> Iterator[Finding]:
    if not beside.sent.empty and not beside.standing.empty:
        for at, check in enumerate(PUBLISHED_CHECKS, 1):
            say("Checking against what stands", at, len(PUBLISHED_CHECKS))
            yield from check(beside)


def _screening(
    file_name: str,
    content: bytes,
    today: date,
    definitions: Definitions,
    said: Said,
    mappings: Collection[Mapping],
    say: Say,
) -> Screening:
    if said.indicator is not None:
        definitions.catalogue.called(said.indicator)
    name = file_name.encode("utf-8", "replace").decode()  # a name may hold bytes that no text has
    return screen(ReceivedFile(name, content), definitions, today, said, mappings, say)


def publish(database: Database, user: User, shown: Preview, reason: str, ticked: Collection[Finding]) -> Receipt:
    """Publish what ``shown`` holds, all of it or nothing, and return the receipt.

    Raise NothingToPublish for a refused file, Refusal where a reason or a tick is missing, Outdated
    where a later revision touched one of its figures.
    """
    require(user, Action.SUBMIT)
    screening = shown.screening
    if screening.figures.empty:
        raise NothingToPublish("This file was refused: there is nothing in it to publish. Nothing was changed.")
    unticked = [finding for finding in screening.warnings if finding not in ticked]
    if unticked:
        others = f" {len(unticked) - 1} more wait to be ticked." if len(unticked) > 1 else ""
        raise Refusal(f"A warning is not ticked: {unticked[0].message}{others} Nothing was published.")
    _reason_is_given(reason)
    with database.writing(lambda session: figures_store.stage(session, screening.figures)) as session:
        _not_overtaken(session, shown)
        refuse_a_mixture(session, screening.figures)
        submission = submissions_store.add(session, _received(screening, user))
        draft = revisions_store.Draft("publish", user.name, reason.strip(), shown.definitions, submission)
        current = revisions_store.newest(session) == shown.based_on
        hiding = shown.hiding if current else hidden_by(session, screening.figures, shown.definitions)
        revision = revisions_store.make(session, draft)
        figures = figures_store.add_staged(session, revision, submission)
        hiding_store.add(session, revision, hiding.decisions)
    return _receipt(revision, figures, screening, reason, hiding)


def take_marked(user: User, screening: Screening) -> bytes:
    """Return a copy of the sender's own file as XLSX, with what was found beside its rows. Raise NotFound."""
    require(user, Action.SUBMIT)
    if not screening.may_be_marked:
        raise NotFound("There is no copy of this file with its faults marked.")
    tables, _ = read_tables(screening.file)
    return marked_copy([_part(table) for table in tables if not table.hidden], screening.findings)


def _part(table: Table) -> Part:
    rows = ((int(row[0]), row[1:]) for row in table.rows.itertuples(name=None))
    return Part(table.sheet, list(table.rows.columns), table.letters, rows)


def _reason_is_given(reason: str) -> None:
    if not reason.strip():
        raise Refusal("A reason is missing. Say in a few words why these figures are published or taken back.")


def _not_overtaken(session: Session, shown: Preview) -> None:
    if standing(session).definitions.checksum != shown.definitions.checksum:
        raise Outdated(
            "The catalogue or the areas were changed after you opened this preview. "
            "Nothing was published. Send the file again to see what would change now."
        )
    if later := figures_store.touched_since(session, shown.based_on):
        raise Outdated(
            f"Somebody published revision {later[-1]} after you opened this preview, and it holds figures of yours. "
            "Nothing was published. Send the file again to see what would change now."
        )


def _received(screening: Screening, user: User) -> submissions_store.Received:
    return submissions_store.Received(
        file_name=screening.file.name,
        checksum=screening.file.checksum,
        size=screening.file.size,
        layout=screening.layout,
        received_by=user.name,
        verdict=screening.verdict.value,
        findings=screening.findings,
        figures=len(screening.figures),
        content=screening.original,
    )


def _receipt(revision: int, figures: int, screening: Screening, reason: str, hiding: Protection) -> Receipt:
    file = screening.file
    return Receipt(revision, figures, len(screening.taken), file.name, file.checksum, reason.strip(), hiding)


def write_down_refusal(database: Database, user: User, screening: Screening) -> None:
    """Keep of a refused file its name, checksum, size, verdict and findings without cell text; no more."""
    require(user, Action.SUBMIT)
    with database.writing() as session:
        submissions_store.add(session, _received(screening, user))


def undo(database: Database, user: User, number: int, reason: str) -> Receipt:
    """Put back, figure by figure, what stood before revision ``number``, as a revision of its own.

    Raise NotFound for an unknown revision, Refusal for one that changed no figures, Outdated where a
    later revision touched one of its figures.
    """
    require(user, Action.UNDO)
    _reason_is_given(reason)
    with database.writing() as session:
        undone = revisions_store.at(session, number)
        restored = figures_store.before(session, number)
        if restored.empty:
            raise Refusal(f"Revision {number} recorded new definitions and no figures. Change the files back instead.")
        figures_store.stage(session, restored)
        if later := figures_store.touched_since(session, number):
            raise Outdated(
                f"Revision {later[-1]} changed some of the same figures after revision {number}. "
                f"Nothing was changed. Undo revision {later[-1]} first."
            )
        definitions = standing(session).definitions
        hiding = hidden_by(session, restored, definitions)
        draft = revisions_store.Draft("undo", user.name, reason.strip(), definitions, undoes=undone.number)
        revision = revisions_store.make(session, draft)
        figures = figures_store.add_staged(session, revision)
        hiding_store.add(session, revision, hiding.decisions)
    measures = restored["indicator"].nunique()
    return Receipt(revision, figures, measures, "", "", reason.strip(), hiding)
