"""Why an area has no figure of a measure, and where there are some instead. Decided here, for every page."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.indicators import Indicator
from dashboard.domain.shown_figures import ShownFigure

_OF_AUTHORITIES = (AreaKind.AUTHORITY, AreaKind.PARTNERSHIP)  # a partnership is its authorities, and is added up
_WITHIN_WIDER = (*_OF_AUTHORITIES, AreaKind.POLICE_FORCE, AreaKind.COMMUNITY_SAFETY)
_LOCAL = (*_OF_AUTHORITIES, AreaKind.REGION, AreaKind.COUNTRY)


class Absence(StrEnum):
    """Why there is no figure. No two are the same to whoever asks what to do about it."""

    NOT_SUPPLIED = "not supplied"  # asked for, and nobody sent it
    CANNOT_BE_ADDED = "cannot be added"  # there are figures of its parts, and they make no total
    NOT_GIVEN = "not given for this kind of area"
    BY_GROUP = "given for groups only"
    SOME_DID_NOT_SEND = "some did not send"
    PART_MISSING = "a part is missing"  # all its parts sent, and one is hidden or of another period
    OTHER_COUNTRY = "given for another country"
    NOT_OF_PERIOD = "not supplied for this period"
    NOT_DUE = "not due"
    LATER = "later figures only"  # than the day up to which figures are asked for
    HIDDEN = "hidden"
    FOR_MEMBERS = "for members"
    COLLECTED_BY_NOBODY = "collected by nobody"

    @property
    def can_be_asked_for(self) -> bool:
        """Whether asking an agency for the figure can help."""
        return self in (Absence.NOT_SUPPLIED, Absence.SOME_DID_NOT_SEND, Absence.COLLECTED_BY_NOBODY)


@dataclass(frozen=True)
class Absent:
    """A figure that is not there: why, what kind of place it is given for, and what there is instead.

    ``of`` are the places that would make it up, ``sent`` how many of them sent it. ``instead`` are figures of other
    places with their areas, as far as they are read. ``due`` is the day by which it should come, where that is why.
    """

    absence: Absence
    given_for: AreaKind | None = None
    sent: int = 0
    of: tuple[Area, ...] = field(default=(), repr=False)
    instead: tuple[tuple[Area, ShownFigure], ...] = field(default=(), repr=False)
    due: date | None = None


def absent(
    indicator: Indicator, area: Area, areas: Areas, sent: Collection[str] | None = None, until: date | None = None
) -> Absent:
    """Return why an area has no figure of everybody of a measure.

    ``sent`` are the kept codes of all areas that some figure of the measure was sent of, None where that is not known;
    then only the definitions say. With ``until`` figures of periods that ended later are left out.
    """
    if sent is not None and not sent:
        return Absent(Absence.COLLECTED_BY_NOBODY)
    if sent and areas.kept_code(area.code) in sent:
        return Absent(Absence.LATER if until else Absence.BY_GROUP)
    country = _country_of(indicator, areas)
    if area.kind is AreaKind.COUNTRY and country.code != area.code and (sent is None or country.code in sent):
        return Absent(Absence.OTHER_COUNTRY, AreaKind.COUNTRY, of=(country,))
    given_for = _given_for(indicator, areas, sent)
    if given_for in _OF_AUTHORITIES and area.kind in _LOCAL:
        members = [areas.at(code) for code in area.members]
        return _of_parts(indicator, members, AreaKind.AUTHORITY, areas, sent, until)
    if area.kind is AreaKind.COUNTRY and given_for in (AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION):
        return _of_parts(indicator, areas.of_kind(given_for), given_for, areas, sent, until)
    if area.kind is given_for:
        return Absent(Absence.NOT_SUPPLIED, given_for)
    return _of_another_kind(area, given_for, areas, sent, until)


def _country_of(indicator: Indicator, areas: Areas) -> Area:
    return next(place for place in areas.of_kind(AreaKind.COUNTRY) if place.name == indicator.universe)


def _given_for(indicator: Indicator, areas: Areas, sent: Collection[str] | None) -> AreaKind:
    """The kind of place that has figures: that of its definition, unless only places of another kind have some."""
    kinds = Counter(areas.at(code).kind for code in sent or () if code in areas.by_code)
    expected = _OF_AUTHORITIES if indicator.geography in _OF_AUTHORITIES else (indicator.geography,)
    local = Counter({kind: many for kind, many in kinds.items() if kind is not AreaKind.COUNTRY})
    if not local or any(kind in local for kind in expected):
        return indicator.geography
    return max(local, key=lambda kind: (local[kind], kind))


def _of_parts(
    indicator: Indicator,
    parts: Iterable[Area],
    given_for: AreaKind,
    areas: Areas,
    sent: Collection[str] | None,
    until: date | None,
) -> Absent:
    """Why a place of several parts has no total."""
    there = tuple(part for part in parts if not part.ended)
    having = sum(areas.kept_code(part.code) in (sent or ()) for part in there)
    is_sum = len(there) > 1
    if sent is None and is_sum and indicator.adds_over_areas == "no":
        return Absent(Absence.CANNOT_BE_ADDED, given_for, of=there)
    if not having:
        return Absent(Absence.NOT_SUPPLIED, given_for)
    if until:
        return Absent(Absence.LATER, given_for, having, there)
    if indicator.adds_over_areas == "no" or given_for not in _OF_AUTHORITIES:
        # Only figures of authorities are added up here: a force or a prison may lie in two of the places asked for.
        reason = Absence.CANNOT_BE_ADDED if having == len(there) or given_for in _OF_AUTHORITIES else None
        return Absent(reason or Absence.SOME_DID_NOT_SEND, given_for, having, there)
    reason = Absence.SOME_DID_NOT_SEND if having < len(there) else Absence.PART_MISSING
    return Absent(reason, given_for, having, there)


def _of_another_kind(
    area: Area, given_for: AreaKind, areas: Areas, sent: Collection[str] | None, until: date | None
) -> Absent:
    """Why a place has no figure of a measure that is given for places of another kind, such as a force around it."""
    known = {*(sent or ())}
    if area.kind in _OF_AUTHORITIES and known & {areas.kept_code(code) for code in area.members}:
        return Absent(Absence.LATER if until else Absence.BY_GROUP, given_for)
    around = tuple(areas.wider(area, given_for))
    there = tuple(place for place in around if areas.kept_code(place.code) in known)
    # Figures of forces and regions stand in for what lies in them: where none does, none was sent.
    stands_in = given_for in (AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION) and area.kind in _WITHIN_WIDER
    if not stands_in or not around or there:
        return Absent(Absence.NOT_GIVEN, given_for, len(there), there or around)
    return Absent(Absence.NOT_SUPPLIED, given_for, of=around)
