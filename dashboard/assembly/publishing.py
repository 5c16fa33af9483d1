"""What is held between looking at a file and publishing it, and the act of publishing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property

from sqlmodel import Session

from dashboard.assembly.audiences import opened_since, stricter_since
from dashboard.assembly.demonstration import refuse_a_mixture
from dashboard.assembly.hiding import HIDING, hidden_by
from dashboard.assembly.revisions import at_revision
from dashboard.domain.access import User
from dashboard.domain.audiences import StoredAudience
from dashboard.domain.coded import Coded
from dashboard.domain.definitions import Definitions, national_figures
from dashboard.domain.errors import NothingToPublish, Outdated, Refusal
from dashboard.domain.findings import Finding
from dashboard.domain.mappings import NOTHING_SAID, Said
from dashboard.domain.shown_figures import figure_keys
from dashboard.intake.changes import Changes
from dashboard.intake.files import ReceivedFile
from dashboard.intake.screen import Screening
from dashboard.reports.hiding import hidden_by_measure, hiding_in_words
from dashboard.reports.review import LARGEST, Gone, Moved, gone_in_words, largest_changes
from dashboard.reports.tables import Table
from dashboard.stats.jumps import largest_jumps
from dashboard.stats.suppression.companions import Protection
from dashboard.store import editions as editions_store
from dashboard.store import figures as figures_store
from dashboard.store import hiding as hiding_store
from dashboard.store import revisions as revisions_store
from dashboard.store import submissions as submissions_store
from dashboard.store.database import Database


@dataclass(frozen=True)
class Preview:
    """What was made of a file and what publishing would change, held until the person decides.

    ``shown`` has the figures of its series as they are shown at revision ``based_on``; ``said`` is what its sender
    said of it, where the file does not. ``is_published`` is whether its publisher has published these figures, so that
    everybody may read them.
    """

    screening: Screening
    changes: Changes
    hiding: Protection
    based_on: int
    definitions: Definitions
    shown: Coded = field(repr=False)
    said: Said = NOTHING_SAID
    is_published: bool = False

    @property
    def audience(self) -> StoredAudience:
        """Who may read its figures, as it is stored with each."""
        if self.is_published:
            return StoredAudience.PUBLISHED
        return StoredAudience.PARTNERSHIP if self.said.for_partnership else StoredAudience.MEASURE

    @property
    def hiding_told(self) -> str:
        """What publishing hides, in words."""
        return hiding_in_words(self.hiding)

    @property
    def hidden(self) -> Table:
        """What publishing hides, by measure."""
        return hidden_by_measure(self.hiding, self.definitions.catalogue)

    @cached_property
    def largest(self) -> tuple[Moved, ...]:
        """The largest changes, the largest first."""
        jumps = largest_jumps(self.screening.figures, self.shown.frame, self.definitions.catalogue, LARGEST)
        return largest_changes(jumps, self.definitions)

    @cached_property
    def gone(self) -> Table:
        """What has a figure and is not in the file, by measure."""
        gone = self.changes.gone
        return gone_in_words(map(Gone, figure_keys(gone), gone["whole_area"].tolist()), self.definitions)


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


def is_shipped(file: ReceivedFile) -> bool:
    """Whether a file is the one of national figures that comes with the definitions, which publishers have published.

    It is in our template, for they are from many publications.
    """
    path = national_figures()
    return path.exists() and ReceivedFile(path.name, path.read_bytes()).checksum == file.checksum


def published(
    database: Database,
    user: User,
    shown: Preview,
    reason: str,
    ticked: Collection[Finding],
    submission_of: Callable[[Session], int],
) -> Receipt:
    """Publish what ``shown`` holds under the submission that ``submission_of`` gives, and return the receipt.

    ``submission_of`` is asked first within the transaction, and may refuse. Raise NothingToPublish for a refused
    file, Refusal where a reason or a tick is missing, Outdated where a later revision touched one of its figures.
    """
    may_go_ahead(shown, reason, ticked)
    screening = shown.screening
    staged = screening.figures.assign(audience=shown.audience.value)
    with database.writing(lambda session: figures_store.stage(session, staged)) as session:
        submission = submission_of(session)
        _not_overtaken(session, shown)
        refuse_a_mixture(session, screening.figures)
        draft = revisions_store.Draft("publish", user.name, reason.strip(), shown.definitions, submission)
        current = revisions_store.newest(session) == shown.based_on
        hiding = shown.hiding if current else hidden_by(session, screening.figures, shown.definitions)
        revision = revisions_store.make(session, draft)
        figures = figures_store.add_staged(session, revision, submission)
        hiding_store.add(session, revision, hiding.decisions)
        if revision == 1:
            hiding_store.judge(session, revision, HIDING)
        take_back_what_is_stricter(session, revision)
    file = screening.file
    return Receipt(revision, figures, len(screening.taken), file.name, file.checksum, reason.strip(), hiding)


def take_back_what_is_stricter(session: Session, revision: int) -> None:
    """Take back what was made of earlier revisions, where one made figures stricter that they show to everybody.

    Where one makes figures open that were kept for the partnership, old editions are made anew when they are asked for.
    """
    if stricter_since(session, revision):
        editions_store.withdraw(session, revision)
    elif opened_since(session, revision) and (newest := editions_store.newest(session)):
        editions_store.sweep(session, [newest.revision])


def may_go_ahead(shown: Preview, reason: str, ticked: Collection[Finding]) -> None:
    """Raise NothingToPublish for a refused file, Refusal where a reason or a tick is missing.

    Refusal too where a publication is to be kept for the partnership.
    """
    if shown.screening.figures.empty:
        raise NothingToPublish("This file was refused: there is nothing in it to publish. Nothing was changed.")
    unticked = [finding for finding in shown.screening.warnings if finding not in ticked]
    if unticked:
        others = f" {len(unticked) - 1} more wait to be ticked." if len(unticked) > 1 else ""
        raise Refusal(f"A warning is not ticked: {unticked[0].message}{others} Nothing was published.")
    if shown.is_published and shown.said.for_partnership:
        raise Refusal(
            "This file is a publication, which everybody can read where it was published: it cannot be kept for the "
            "partnership. Nothing was published. Send it without that choice."
        )
    reason_is_given(reason)


def reason_is_given(reason: str) -> None:
    """Raise Refusal where there is no reason, or one that holds what nobody sees."""
    if not all(mark.isprintable() or mark in "\r\n\t" for mark in reason):
        raise Refusal(
            "The reason holds a character that nobody sees, such as one that turns the direction of writing. "
            "Delete it and type it again."
        )
    if not reason.strip():
        raise Refusal("A reason is missing. Say in a few words why these figures are published or taken back.")


def _not_overtaken(session: Session, shown: Preview) -> None:
    if at_revision(session).definitions.checksum != shown.definitions.checksum:
        raise Outdated(
            "The catalogue or the areas were changed after you opened this preview. "
            "Nothing was published. Look at what would change now, and decide anew."
        )
    if later := figures_store.touched_since(session, shown.based_on):
        raise Outdated(
            f"Somebody published revision {later[-1]} after you opened this preview, and it holds figures of yours. "
            "Nothing was published. Look at what would change now, and decide anew."
        )


def received(screening: Screening, user: User) -> submissions_store.Received:
    """Return what is written down of a file that ``user`` sent."""
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
        left_out=tuple((one.measure, one.reason, one.rows) for one in screening.left_out),
    )
