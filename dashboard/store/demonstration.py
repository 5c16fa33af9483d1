"""Whether a database holds invented figures or real ones; never both."""

from sqlalchemy import select
from sqlmodel import Session, col

from dashboard.domain.figures import State
from dashboard.store.tables import Figure


def any_source(session: Session) -> str | None:
    """Return the source of some figure, for all are of one sort; None where there is no figure."""
    query = select(col(Figure.source)).where(col(Figure.state) != State.WITHDRAWN.value).limit(1)
    return session.connection().execute(query).scalar()
