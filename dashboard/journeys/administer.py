"""Setting the dashboard up: first figures; changed definitions and newer hiding taken on as a revision."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from dashboard.assembly.audiences import stricter_since
from dashboard.assembly.hiding import HIDING, hidden_anew, rules
from dashboard.domain.access import Action, User, require
from dashboard.domain.definitions import Definitions, national_figures, read_definitions
from dashboard.domain.errors import NothingToPublish, Outdated, Refusal
from dashboard.journeys import submit
from dashboard.reports.hiding import hiding_in_words
from dashboard.stats.suppression.companions import Protection
from dashboard.store import definitions as definitions_store
from dashboard.store import editions as editions_store
from dashboard.store import hiding as hiding_store
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database


def begin(database: Database, user: User, today: date) -> None:
    """Publish the national figures, where the definitions bring some, into a database that has no revision yet."""
    require(user, Action.START)
    with database.reading() as session:
        if revisions_store.newest(session):
            return
    file = national_figures()
    if not file.exists():
        return
    shown = submit.preview(database, user, file.name, file.read_bytes(), today)
    reason = "Published national figures, so that there is something to compare with"
    # Another process may have begun at the same moment, or the file may hold nothing: neither stops a start.
    with suppress(Outdated, NothingToPublish):
        submit.publish(database, user, shown, reason, shown.screening.warnings)


@dataclass(frozen=True)
class Judgement:
    """A revision that judged anew what is hidden in all of them, what it newly hides, and that in words."""

    revision: int
    hiding: Protection
    words: str


def bring_up_to_date(database: Database, user: User) -> int | None:
    """Record changed definition files, and what hiding hides today, as a revision; None where all that stands.

    Figures are read with the definitions of their revision, so a changed file shows from here on. What is hidden anew
    is hidden in every revision. Raise Refusal where a newer version of the dashboard decides on hiding there.
    """
    require(user, Action.START)
    definitions = read_definitions()
    with database.writing() as session:
        standing = definitions_store.of_revision(session, revisions_store.newest(session))
        if standing is None:
            return None
        _refuse_a_newer(session)
        anew = hiding_store.version(session) < HIDING or rules(definitions) != rules(standing)
        if standing.checksum == definitions.checksum and not anew:
            return None
        changed = "Changed definitions: the catalogue or the areas"
        reason = changed if standing.checksum != definitions.checksum else "What is hidden was judged anew"
        if anew:
            return _judge(session, user, definitions, reason).revision
        revision = revisions_store.make(session, revisions_store.Draft("definitions", user.name, reason, definitions))
        if stricter_since(session, revision):
            editions_store.withdraw(session, revision)
        return revision


def judge_anew(database: Database, user: User) -> Judgement:
    """Judge what is hidden in every revision by the ties and the arithmetic of today, and take back what has to be.

    Raise NothingToPublish where nothing was published yet, Refusal as ``bring_up_to_date``.
    """
    require(user, Action.START)
    with database.writing() as session:
        if not revisions_store.newest(session):
            raise NothingToPublish("Nothing was published yet, so there is nothing to hide.")
        _refuse_a_newer(session)
        return _judge(session, user, read_definitions(), "What is hidden was judged anew")


def _judge(session: Session, user: User, definitions: Definitions, reason: str) -> Judgement:
    hiding = hidden_anew(session, definitions)
    revision = revisions_store.make(session, revisions_store.Draft("definitions", user.name, reason, definitions))
    hiding_store.add(session, revision, hiding.decisions, taken_back=True)
    hiding_store.add_sheltered(session, revision, hiding.shelters)
    hiding_store.judge(session, revision, HIDING)
    if len(hiding.decisions) or stricter_since(session, revision):
        editions_store.withdraw(session, revision)
    return Judgement(revision, hiding, hiding_in_words(hiding) or "Nothing more has to be hidden.")


def _refuse_a_newer(session: Session) -> None:
    if hiding_store.version(session) > HIDING:
        raise Refusal(
            "A newer version of the dashboard decides here on what is hidden, and this one would show what that hides. "
            "Nothing was opened. Start the newer version."
        )
