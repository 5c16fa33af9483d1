"""What the page on continuity of care reads beside estimates: who shares a prison."""

from collections import defaultdict

from sqlmodel import Session

from dashboard.assembly.figures import ended_by
from dashboard.assembly.revisions import AtRevision
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.figures import breakdown_pairs
from dashboard.domain.pathways import BY_PRISON
from dashboard.store import figures as figures_store


def released_to(session: Session, at: AtRevision, area: Area) -> dict[str, frozenset[str]]:
    """Return by prison the authorities that it releases people to, as far as figures were sent. No numbers."""
    if area.kind not in (AreaKind.AUTHORITY, AreaKind.PARTNERSHIP):
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    sent = ended_by(figures_store.read(session, at.revision, indicators=[BY_PRISON]), at.until)
    for code, breakdown in sent[["area", "breakdown"]].drop_duplicates().itertuples(index=False, name=None):
        prison = breakdown_pairs(breakdown).get("prison")
        if prison:
            found[prison].add(code)
    return {prison: frozenset(codes) for prison, codes in found.items()}
