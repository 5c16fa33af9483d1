"""An analyst's way: preview a file, publish what was shown, undo a revision."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from dashboard.assembly.agreement import parts_above_their_whole, ties_that_break, totals_that_disagree
from dashboard.assembly.demonstration import refuse_a_mixture
from dashboard.assembly.figures import as_shown
from dashboard.assembly.hiding import hidden_by
from dashboard.assembly.plausibility import beside
from dashboard.assembly.publishing import (
    Preview,
    Receipt,
    is_shipped,
    published,
    reason_is_given,
    received,
    take_back_what_is_stricter,
)
from dashboard.assembly.revisions import at_revision
from dashboard.domain.access import Action, User, require
from dashboard.domain.coded import Coded, alike, coded_frame
from dashboard.domain.definitions import Definitions, read_definitions
from dashboard.domain.errors import Mixture, NotFound, Outdated, Refusal
from dashboard.domain.figures import PERIOD, State
from dashboard.domain.findings import Finding, in_order
from dashboard.domain.frames import no_figures
from dashboard.domain.mappings import NOTHING_SAID, Mapping, Said
from dashboard.domain.progress import Say, silently
from dashboard.domain.ties import tied_measures
from dashboard.exports.marked import Part, marked_copy
from dashboard.intake.changes import changes
from dashboard.intake.files import LARGEST_FILE, ReceivedFile, read_tables
from dashboard.intake.registry import PUBLISHED_CHECKS
from dashboard.intake.screen import Screening, screen
from dashboard.intake.tables import Table
from dashboard.reports.review import ORDER, Moved
from dashboard.stats.plausible import SERIES
from dashboard.stats.suppression.showing import without
from dashboard.store import figures as figures_store
from dashboard.store import hiding as hiding_store
from dashboard.store import mappings as mappings_store
from dashboard.store import revisions as revisions_store
from dashboard.store import submissions as submissions_store
from dashboard.store.database import Database

__all__ = [
    "LARGEST_FILE",
    "ORDER",
    "Moved",
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


def check(
    user: User,
    file_name: str,
    content: bytes,
    today: date,
    said: Said = NOTHING_SAID,
    mappings: Collection[Mapping] = (),
    say: Say = silently,
    database: Database | None = None,
) -> Screening:
    """Return what we make of a file, telling of each step. Nothing is kept.

    It is held against what stands in the ``database``, where one is given and takes figures of its sort.
    """
    require(user, Action.SUBMIT)
    if database is not None:
        with suppress(Mixture):
            return preview(database, user, file_name, content, today, said, say).screening
    definitions = read_definitions()
    screening = _screening(file_name, content, today, definitions, said, mappings, say)
    found = _that_disagree(coded_frame(screening.figures), coded_frame(no_figures()), definitions)
    return replace(screening, findings=tuple(in_order([*screening.findings, *found])))


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
        at = at_revision(session)
        kept = [one.mapping for one in mappings_store.all_of(session)]
        screening = _screening(file_name, content, today, at.definitions, said, kept, say)
        refuse_a_mixture(session, screening.figures)
        say("Comparing with what stands")
        # Measures that count the same people are held against one another, whichever file they came in.
        past = figures_store.past(session, tied_measures(at.definitions.catalogue, screening.taken))
        stands = past.standing
        stands_shown = as_shown(session, at, stands, at.definitions.catalogue)
        say("Deciding what is hidden")
        hiding = hidden_by(session, screening.figures, at.definitions, past)
    file = coded_frame(screening.figures)
    # A difference between figures that are hidden, or will be, would tell of them.
    sent = without(file, coded_frame(hiding.hidden))
    is_told = ~stands_shown.texts("state").among([State.PROTECTED])
    of_file = stands.texts("indicator").among(list(screening.taken))
    before, shown = stands.of(of_file), stands_shown.of(of_file)
    found = [
        *_that_disagree(sent, stands.of(is_told), at.definitions),
        *_unlikely(sent, stands.of(is_told & of_file), shown, at.definitions, say),
    ]
    screening = replace(screening, findings=tuple(in_order([*screening.findings, *found])))
    say("Listing what will change")
    of_periods = alike(["indicator", *PERIOD], before, file)
    made = changes(screening.figures, before.of(of_periods).frame, shown.of(of_periods).frame)
    of_series = shown.of(alike(SERIES, shown, file))
    is_published = screening.is_publication or is_shipped(screening.file)
    return Preview(screening, made, hiding, at.revision, at.definitions, of_series, said, is_published)


def _that_disagree(sent: Coded, told: Coded, definitions: Definitions) -> list[Finding]:
    # Only figures of these periods can have changed, and what stands may be many years.
    figures, standing = sent.frame, told.of(alike(PERIOD, told, sent)).frame
    made = (totals_that_disagree, ties_that_break, parts_above_their_whole)
    return [finding for disagree in made for finding in disagree(figures, standing, definitions)]


def _unlikely(sent: Coded, told: Coded, shown: Coded, definitions: Definitions, say: Say) -> Iterator[Finding]:
    if not sent.rows or not told.rows:
        return
    say("Working out what is likely")
    both = beside(sent, told, shown, definitions)
    for at, check in enumerate(PUBLISHED_CHECKS, 1):
        say("Checking against what stands", at, len(PUBLISHED_CHECKS))
        yield from check(both)


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
    # A name may hold bytes that no text has, and characters that show another name than it is.
    name = "".join(mark if mark.isprintable() else "\ufffd" for mark in file_name.encode("utf-8", "replace").decode())
    return screen(ReceivedFile(name, content), definitions, today, said, mappings, say)


def publish(database: Database, user: User, shown: Preview, reason: str, ticked: Collection[Finding]) -> Receipt:
    """Publish what ``shown`` holds, all of it or nothing, and return the receipt.

    Raise NothingToPublish for a refused file, Refusal where a reason or a tick is missing, Outdated
    where a later revision touched one of its figures.
    """
    require(user, Action.SUBMIT)
    return published(
        database,
        user,
        shown,
        reason,
        ticked,
        lambda session: submissions_store.add(session, received(shown.screening, user)),
    )


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


def write_down_refusal(database: Database, user: User, screening: Screening) -> None:
    """Keep of a refused file its name, checksum, size, verdict and findings without cell text; no more."""
    require(user, Action.SUBMIT)
    with database.writing() as session:
        submissions_store.add(session, received(screening, user))


def undo(database: Database, user: User, number: int, reason: str) -> Receipt:
    """Put back, figure by figure, what stood before revision ``number``, as a revision of its own.

    Raise NotFound for an unknown revision, Refusal for one that changed no figures, Outdated where a
    later revision touched one of its figures.
    """
    require(user, Action.UNDO)
    reason_is_given(reason)
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
        definitions = at_revision(session).definitions
        hiding = hidden_by(session, restored, definitions)
        draft = revisions_store.Draft("undo", user.name, reason.strip(), definitions, undoes=undone.number)
        revision = revisions_store.make(session, draft)
        figures = figures_store.add_staged(session, revision)
        hiding_store.add(session, revision, hiding.decisions)
        take_back_what_is_stricter(session, revision)
    measures = restored["indicator"].nunique()
    return Receipt(revision, figures, measures, "", "", reason.strip(), hiding)
