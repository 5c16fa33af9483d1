"""What was sent: who has and who has not, what one agency sends, what became of a file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dashboard.assembly.editions import standing_edition
from dashboard.assembly.index_reading import of_all, senders
from dashboard.assembly.revisions import at_revision
from dashboard.domain.access import Action, User, may, may_fetch, reach_of, require
from dashboard.domain.agencies import Agency
from dashboard.domain.definitions import Definitions
from dashboard.domain.errors import NotAllowed, NotFound
from dashboard.domain.figures import make_period
from dashboard.domain.pieces import Piece
from dashboard.domain.wording import listed
from dashboard.reports.coverage import Arrival, Coverage, Line, Places, Standing, coverage_report, in_full
from dashboard.reports.outcome import Fate, fates, owners_of_all, sender_of
from dashboard.reports.supplier import Sent, Supplier, supplier_report
from dashboard.store import figures as figures_store
from dashboard.store import revisions as revisions_store
from dashboard.store import submissions as submissions_store
from dashboard.store.submissions import Kept

__all__ = [
    "Coverage",
    "Fate",
    "LastFile",
    "Line",
    "Outcome",
    "Sent",
    "Standing",
    "Supplier",
    "SupplierPage",
    "in_full",
    "open_coverage",
    "open_outcome",
    "open_supplier",
    "take_original",
]


@dataclass(frozen=True)
class Outcome:
    """What became of a file, whether its bytes are kept, whether the person who asks may have it back, and who may."""

    fates: tuple[Fate, ...]
    is_kept: bool
    may_fetch: bool
    who_may: str


@dataclass(frozen=True)
class LastFile:
    """The last file of an agency: its number, day and verdict.

    Who may not send is told the last that was published, with neither number nor name.
    """

    number: int | None
    file_name: str
    on: date
    by: str
    verdict: str


@dataclass(frozen=True)
class SupplierPage:
    """An agency's own page, and the last file that it sent, if any."""

    supplier: Supplier
    last: LastFile | None


def open_coverage(session: Session, user: User, today: date) -> Coverage:
    """Return how each agency stands, quarter by quarter. Who sent is told to those who may send."""
    require(user, Action.VIEW)
    sent = _sent(session, user)
    return coverage_report(_arrivals(session, user, sent), sent.definitions.catalogue, today, sent.places)


def open_supplier(session: Session, user: User, agency: Agency, today: date) -> SupplierPage:
    """Return what an agency sends, who uses it, and when the next is due."""
    require(user, Action.VIEW)
    sent = _sent(session, user)
    definitions, arrivals = sent.definitions, _arrivals(session, user, sent)
    coverage = coverage_report(arrivals, definitions.catalogue, today, sent.places)
    line = next(one for one in coverage.lines if one.agency is agency)
    mine = [one.id for one in definitions.catalogue if one.answers_first is agency]
    places = {code for name in mine for code in sent.areas.get(name, ())} if line.last else set()
    supplier = supplier_report(line, arrivals, places, definitions.catalogue, definitions.areas, today)
    last = _last_file(session, agency, sent) if may(user, Action.SUBMIT) else _last_published(agency, sent)
    return SupplierPage(supplier, last)


@dataclass(frozen=True)
class _Sent:
    """What was sent of each measure, as far as a person may know it, as ``indexes.Sent`` has it.

    ``withheld`` are the measures of which a person may not know what others sent.
    """

    definitions: Definitions
    withheld: frozenset[str]
    arrivals: Mapping[str, Sequence[tuple[str, int, str, int]]]
    areas: Mapping[str, Collection[str]]
    counts: Mapping[str, Mapping[str, int]]
    days: Mapping[str, Mapping[str, str]]
    quarters: Mapping[str, Mapping[str, tuple[int, int]]]

    @property
    def places(self) -> Places:
        """For how many places each measure came by quarter, as a report on who has sent asks for it."""
        return {
            name: {date.fromisoformat(end): (came, of) for end, (came, of) in found.items()}
            for name, found in self.quarters.items()
        }

    def published_in(self, revision: int | None) -> set[str]:
        """Return the measures that a revision has figures of."""
        return {name for name, counts in self.counts.items() if str(revision) in counts}

    def measures_of(self, file: Kept) -> set[str]:
        """Return the measures that a file has figures of, or findings on."""
        published = self.published_in(file.revision)
        if file.revision is not None and not published:
            return set()  # kept for the partnership, or all of it of measures that are
        return published | {name for finding in file.findings for name in finding.indicators} - self.withheld


def _sent(session: Session, user: User) -> _Sent:
    at = standing_edition(session)
    reach = reach_of(user, at.definitions.areas)
    public, restricted = of_all(session, at, reach, Piece.SENT)
    # What others sent of a measure for members only is known to those who may see all of it.
    beside = restricted if reach.everywhere else {}
    arrivals, counts, days, quarters = (
        {**public.get(name, {}), **beside.get(name, {})} for name in ("arrivals", "counts", "days", "quarters")
    )
    areas, _ = senders(session, at, reach)
    withheld = frozenset() if reach.everywhere else at.restricted
    return _Sent(at.definitions, withheld, arrivals, areas, counts, days, quarters)


def _arrivals(session: Session, user: User, sent: _Sent) -> list[Arrival]:
    taken_back = revisions_store.taken_back(session)
    senders = submissions_store.senders(session) if may(user, Action.SUBMIT) else {}
    return [
        Arrival(indicator, make_period(*period), revision, date.fromisoformat(day), senders.get(revision, ""))
        for indicator, found in sent.arrivals.items()
        for *period, revision in found
        if revision not in taken_back and (day := sent.days.get(indicator, {}).get(str(revision)))
    ]


def _last_file(session: Session, agency: Agency, sent: _Sent) -> LastFile | None:
    """The newest file of an agency: most of its measures, published or named in a finding, are its."""
    for file in submissions_store.all_of(session):  # newest first
        if sender_of(sent.measures_of(file), sent.definitions.catalogue) is agency:
            row = file.submission
            return LastFile(row.id, row.file_name, row.received_at.date(), row.received_by, row.verdict)
    return None


def _last_published(agency: Agency, sent: _Sent) -> LastFile | None:
    """The same of what was published alone, as the edition knows it: a file that was refused is in none."""
    days = {int(revision): day for of_measure in sent.days.values() for revision, day in of_measure.items()}
    for revision, day in sorted(days.items(), reverse=True):
        if sender_of(sent.published_in(revision), sent.definitions.catalogue) is agency:
            return LastFile(None, "", date.fromisoformat(day), "", "published")
    return None


def _published(session: Session, file: Kept) -> dict[str, int]:
    return {} if file.revision is None else figures_store.counts_of(session, file.revision)


def open_outcome(session: Session, user: User, number: int) -> Outcome:
    """Return what became of every measure of a file that was sent. Raise NotFound."""
    require(user, Action.SUBMIT)
    file, catalogue = _file(session, number), at_revision(session).definitions.catalogue
    published = _published(session, file)
    undone_by = revisions_store.taken_back(session).get(file.revision or 0)
    told = fates(published, file.findings, file.left_out, undone_by, catalogue)
    owners = owners_of_all(published, catalogue)
    is_kept = submissions_store.is_kept(session, number)
    return Outcome(told, is_kept, is_kept and _may_fetch(user, file, owners), _who_may(file, owners))


def take_original(session: Session, user: User, number: int) -> bytes:
    """Return the bytes of an accepted file, as it was sent. Raise NotFound, or NotAllowed for a file of others."""
    require(user, Action.SUBMIT)
    file, catalogue = _file(session, number), at_revision(session).definitions.catalogue
    owners = owners_of_all(_published(session, file), catalogue)
    if not _may_fetch(user, file, owners):
        raise NotAllowed(_who_may(file, owners))
    return submissions_store.original(session, number)


def _file(session: Session, number: int) -> Kept:
    found = next((one for one in submissions_store.all_of(session) if one.submission.id == number), None)
    if found is None:
        raise NotFound(f"There is no submission {number}.")
    return found


def _may_fetch(user: User, file: Kept, owners: tuple[Agency, ...]) -> bool:
    return may_fetch(user, file.submission.received_by, owners)


def _who_may(file: Kept, owners: tuple[Agency, ...]) -> str:
    names = [f"analysts of {agency.label}" for agency in owners]
    return f"The file as it was sent can be fetched by {listed([file.submission.received_by, *names])} only."
