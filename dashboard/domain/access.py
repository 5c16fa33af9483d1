"""Who may do what: one table, asked by the first statement of every journey."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import AreaKind, Areas
from dashboard.domain.audiences import Audience
from dashboard.domain.errors import NotAllowed


class Action(StrEnum):
    """What a person may ask for, worded so that "You may not …" reads well."""

    VIEW = "see public figures"
    VIEW_PARTNERSHIP = "see figures that are for the partnership only"
    SUBMIT = "send and publish figures"
    UNDO = "undo a revision"
    START = "set up this dashboard"


class Role(StrEnum):
    """What a person is here for."""

    VIEWER = "viewer"
    MEMBER = "member"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class User:
    """The person who asks, by the name that submissions and revisions keep, and the agency they work for, if known.

    ``places`` are the codes of the partnership, region or prison whose restricted figures are theirs to see; of
    everywhere with ``national``.
    """

    name: str
    role: Role
    agency: Agency | None = None
    places: frozenset[str] = frozenset()
    national: bool = False


# Without sign-in the dashboard listens on this computer only, and whoever sits at it may do everything.
LOCAL_USER = User("local user", Role.ADMINISTRATOR, national=True)

# Who sits at a dashboard that only reads, for everybody or for members of the partnership. Until there is sign-in
# nobody knows of which place they are.
READERS = {
    Audience.PUBLIC: User("visitor", Role.VIEWER),
    Audience.PARTNERSHIP: User("member", Role.MEMBER, national=True),
}

ALLOWED: dict[Role, frozenset[Action]] = {
    Role.VIEWER: frozenset({Action.VIEW}),
    Role.MEMBER: frozenset({Action.VIEW, Action.VIEW_PARTNERSHIP}),
    Role.ANALYST: frozenset({Action.VIEW, Action.VIEW_PARTNERSHIP, Action.SUBMIT, Action.UNDO}),
    Role.ADMINISTRATOR: frozenset(Action),
}


def may(user: User, action: Action) -> bool:
    """Whether ``user`` may do this."""
    return action in ALLOWED[user.role]


def why_not(user: User, action: Action) -> str:
    """Return what to tell ``user``, who may not do this."""
    return f"You may not {action} as {user.role}. Ask an administrator of this dashboard."


def require(user: User, action: Action) -> None:
    """Raise NotAllowed, in words fit to show, unless ``user`` may do this."""
    if not may(user, action):
        raise NotAllowed(why_not(user, action))


def is_person(user: User, name: str) -> bool:
    """Whether ``user`` is the person who is called so; capitals and blanks around make nobody another."""
    return user.name.strip().casefold() == name.strip().casefold()


def may_fetch(user: User, sender: str, agencies: Collection[Agency]) -> bool:
    """Whether ``user`` may have a file back as it was sent: its sender, and analysts of ``agencies``, whose it is."""
    return may(user, Action.SUBMIT) and (is_person(user, sender) or user.agency in agencies)


@dataclass(frozen=True)
class Reach:
    """Whose restricted figures a person may see: of ``everywhere``, or of the areas that are kept under ``codes``."""

    everywhere: bool = False
    codes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is any such area."""
        return self.everywhere or bool(self.codes)

    def covers(self, code: str) -> bool:
        """Whether the area that is kept under a code is one of them."""
        return self.everywhere or code in self.codes


def reach_of(user: User, areas: Areas) -> Reach:
    """Return whose restricted figures ``user`` may see.

    Who may see any sees those of the countries; of a place its own, those of all within it, and those of the wider
    areas that stand in where it has none.
    """
    if not may(user, Action.VIEW_PARTNERSHIP):
        return Reach()
    if user.national:
        return Reach(everywhere=True)
    codes = {area.code for area in areas.of_kind(AreaKind.COUNTRY)}
    for place in (areas.at(code) for code in user.places):
        members = {areas.kept_code(code) for code in place.members}
        codes |= {areas.kept_code(place.code), *members, *(area.code for area in areas.standing_in_for(place))}
        codes |= {areas.kept_code(area.code) for area in areas if area.members and {*area.members} <= members}
    return Reach(codes=frozenset(codes))
