"""Reading what an edition says beside its figures: what there is of an area, what was sent and of where, routes."""

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from dashboard.domain.access import Reach
from dashboard.domain.area_views import Outdated, Senders
from dashboard.domain.pieces import Piece
from dashboard.domain.requests import AtRevision
from dashboard.store import editions as editions_store


def indexes(session: Session, at: AtRevision, reach: Reach, areas: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return what there is of areas, by kept code, as ``Index`` has it; of an area without any figure nothing."""
    found = _json(session, at, Piece.INDEX, areas, restricted=False)
    allowed = [*filter(reach.covers, areas)]
    hidden = _json(session, at, Piece.INDEX, allowed, restricted=True) if allowed else {}
    return {code: _with(found.get(code, {}), hidden.get(code, {})) for code in {*found, *hidden}}


def of_all(session: Session, at: AtRevision, reach: Reach, piece: Piece) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what an edition says of all areas together: for everybody, and for those who may see restricted figures.

    The second is empty for who may see none.
    """
    found = _json(session, at, piece, [""], restricted=False).get("", {})
    hidden = _json(session, at, piece, [""], restricted=True).get("", {}) if reach else {}
    return found, hidden


def senders(session: Session, at: AtRevision, reach: Reach) -> tuple[Senders, Outdated]:
    """Return by measure the areas that some figure was sent of, and those whose newest value is outdated.

    Of restricted figures to who may see all of them.
    """
    public = _areas_sent(session, at, restricted=False)
    if not reach.everywhere:
        return public
    areas, outdated = _areas_sent(session, at, restricted=True)
    return {**public[0], **areas}, {**public[1], **outdated}


def _areas_sent(session: Session, at: AtRevision, *, restricted: bool) -> tuple[Senders, Outdated]:
    parts = editions_store.read(session, at.revision, [Piece.SENDERS], areas=[""], restricted=restricted)
    return _decoded_areas(next(iter(parts.values()), b"{}"))


@lru_cache(maxsize=4)  # the same for every page of an edition, and a tenth of what a page costs
def _decoded_areas(body: bytes) -> tuple[Senders, Outdated]:
    found = json.loads(body)
    areas, outdated = (
        {name: frozenset(codes) for name, codes in found.get(name_of, {}).items()} for name_of in ("areas", "outdated")
    )
    return areas, outdated


def _with(found: Mapping[str, Any], hidden: Mapping[str, Any]) -> dict[str, Any]:
    return {name: {**found.get(name, {}), **hidden.get(name, {})} for name in {*found, *hidden}}


def _json(
    session: Session, at: AtRevision, piece: Piece, areas: Collection[str], *, restricted: bool
) -> dict[str, dict[str, Any]]:
    parts = editions_store.read(session, at.revision, [piece], areas=areas, restricted=restricted)
    return {where.area: json.loads(body) for where, body in parts.items()}
