"""Who may read each figure: the stricter of then and today, and never more people than may read what it tells of."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from sqlmodel import Session

from dashboard.domain.audiences import Audience, StoredAudience, for_partnership, telling_of
from dashboard.domain.breakdowns import breakdown_pairs
from dashboard.domain.coded import Coded, Texts, coded_frame, numbered_together
from dashboard.domain.figures import KEY
from dashboard.domain.indicators import Catalogue
from dashboard.domain.requests import AtRevision
from dashboard.domain.ties import ties_of
from dashboard.store import definitions as definitions_store
from dashboard.store import figures as figures_store


def with_audiences(session: Session, at: AtRevision, figures: Coded) -> Coded:
    """Return stored figures with who may read them at a revision, an ``Audience``, in place of what is stored of it.

    What its publisher has published is for everybody. Another figure is for the partnership if its sender kept it so
    or its measure is, at the revision or today; or if that is so of the figure that it is out of, or of one that it is
    the sum of. Rows and order as they are.
    """
    catalogues = _catalogues(session, at)
    stored, measure = figures.texts("audience"), figures.texts("indicator")
    kept = stored.among([StoredAudience.PARTNERSHIP]) | measure.among([*for_partnership(catalogues)])
    published = stored.among([StoredAudience.PUBLISHED])
    telling = _telling_of_kept(session, at, catalogues)
    asked = np.flatnonzero(~kept & ~published & measure.among(telling["indicator"].unique().tolist()))
    if len(asked):
        keys, theirs = numbered_together(KEY, figures.of(asked), coded_frame(telling[KEY]))
        kept[asked] = np.isin(keys, theirs)
    audiences = [Audience.PUBLIC.value, Audience.PARTNERSHIP.value]
    return figures.with_columns({"audience": Texts(audiences, (kept & ~published).astype(np.int64))})


def _catalogues(session: Session, at: AtRevision) -> list[Catalogue]:
    """The measures as they stood at a revision, and as they stand today."""
    today = definitions_store.of_revision(session, at.newest) if at.revision != at.newest else None
    return [at.definitions.catalogue, *([today.catalogue] if today else [])]


def _telling_of_kept(session: Session, at: AtRevision, catalogues: Sequence[Catalogue]) -> pd.DataFrame:
    """The keys of figures that a sender kept for the partnership, then or today, and of those that tell of them."""
    numbers = sorted({at.revision, at.newest})
    kept = pd.concat([figures_store.kept_for_partnership(session, number) for number in numbers])
    kept = pd.concat([kept, _counted_in(kept, catalogues)])
    telling = {name: sorted(telling_of([name], catalogues)) for name in kept["indicator"].unique()}
    return kept.assign(indicator=kept["indicator"].map(telling)).explode("indicator").astype({"indicator": "str"})


def _counted_in(kept: pd.DataFrame, catalogues: Sequence[Catalogue]) -> pd.DataFrame:
    """The keys of the figures of other measures that groups are counted in."""
    found = [kept.iloc[:0]]
    groups = {str(group): breakdown_pairs(str(group)) for group in kept["breakdown"].unique() if group}
    for tie in dict.fromkeys(tie for catalogue in catalogues for tie in ties_of(catalogue)):
        for part in (part for part in tie.parts if part.breakdown):
            outside = {group: part.outside(pairs) for group, pairs in groups.items()}
            rows = kept[(kept["indicator"] == part.measure) & kept["breakdown"].map(outside).notna()]
            found.append(rows.assign(indicator=tie.whole, breakdown=rows["breakdown"].map(outside).astype("str")))
    return pd.concat(found)


def opened_since(session: Session, revision: int) -> bool:
    """Whether a revision stands in place of figures that their sender had kept for the partnership, and opens some."""
    before, now = (figures_store.kept_for_partnership(session, number) for number in (revision - 1, revision))
    return bool(len(before)) and not set(before.itertuples(index=False)) <= set(now.itertuples(index=False))


def stricter_since(session: Session, revision: int) -> tuple[str, ...]:
    """Return the measures that a revision made stricter, by id, in order of letters.

    Of each, some figure of an earlier revision was for everybody until then and is for the partnership since: its
    sender kept it so, or the definitions were changed, or that happened to a figure that it tells of.
    """
    definitions = definitions_store.of_revision(session, revision - 1)
    if definitions is None:
        return ()
    before = AtRevision(revision - 1, definitions, newest=revision - 1, is_demonstration=False)
    since = replace(before, newest=revision)
    catalogues = _catalogues(session, since)
    names = for_partnership(catalogues) - for_partnership(catalogues[:1])
    names |= set(_telling_of_kept(session, since, catalogues)["indicator"])
    # Of every revision before it, for each can be read as it was.
    figures = figures_store.earlier_than(session, revision, sorted(names))
    of_stored = coded_frame(figures)
    was, became = (with_audiences(session, at, of_stored).texts("audience").codes for at in (before, since))
    return tuple(sorted(figures.loc[was != became, "indicator"].unique()))
