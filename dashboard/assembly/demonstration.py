"""Invented figures and real ones never stand in one database."""

import pandas as pd
from sqlmodel import Session

from dashboard.domain.errors import Mixture
from dashboard.domain.figures import DEMONSTRATION, State, is_demonstration
from dashboard.store import demonstration as demonstration_store

CLEAN = "python -m dashboard begin --database sqlite:///figures.db"
DEMO = "python -m dashboard demo --database sqlite:///demonstration.db"


def holds_demonstration(session: Session) -> bool | None:
    """Whether the figures here are invented; None where there are none yet."""
    source = demonstration_store.any_source(session)
    return None if source is None else is_demonstration(source)


def refuse_a_mixture(session: Session, figures: pd.DataFrame) -> None:
    """Raise Mixture, with the command that helps, where ``figures`` are of another sort than those kept here."""
    numbered = figures.loc[figures["state"] != State.WITHDRAWN.value, "source"]
    sorts = {is_demonstration(source) for source in numbered.unique()}
    if not sorts:
        return
    if len(sorts) > 1:
        raise Mixture(
            f"Some rows of this file are marked “{DEMONSTRATION}” and others are not. Nothing was published. "
            "Send invented and real figures in files of their own, to databases of their own."
        )
    here, sent = holds_demonstration(session), sorts.pop()
    if here and not sent:
        raise Mixture(
            "This database holds demonstration figures, and takes no real ones. Nothing was published. "
            f"Start a clean one with {CLEAN} and publish the file there."
        )
    if here is False and sent:
        raise Mixture(
            "This file holds demonstration figures, and this database holds real ones. Nothing was published. "
            f"Try it in a demonstration: {DEMO} makes one."
        )
