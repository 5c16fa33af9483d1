"""The five agencies that can change a figure, or that supply one."""

from collections.abc import Collection
from enum import StrEnum


class Agency(StrEnum):
    """A partner of every Combating Drugs Partnership: ``Agency.NHS.label`` is "NHS"."""

    POLICE = "police"
    PROBATION = "probation"
    PRISON = "prison"
    COUNCIL = "council"
    NHS = "nhs"

    @property
    def label(self) -> str:
        """The agency's name as people read it."""
        return "NHS" if self is Agency.NHS else self.value.capitalize()


def is_of(owners: Collection[Agency], chosen: Collection[Agency]) -> bool:
    """Whether something belongs to one of the agencies chosen at least."""
    return any(agency in chosen for agency in owners)
