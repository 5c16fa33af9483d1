"""What a reader asks to see, and what it comes to: read once, and the same for all that stands on a page."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date

from dashboard.domain.access import Reach
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import Area, Areas
from dashboard.domain.comparators import Comparator
from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Catalogue


@dataclass(frozen=True)
class Request:
    """An area by code or name, and how it is to be shown; what is left out is the default.

    No ``area`` is England. ``revision`` None is the newest: an earlier one is told as on the day it was made, so that
    its page comes back the same. ``compare`` says whom the area is compared with, nothing for its country. With
    ``until`` nothing is told of periods that ended later. What is not of ``agencies``, where some are marked, is
    dimmed.
    """

    area: str = ""
    indicator: str = ""
    revision: int | None = None
    compare: str = ""
    until: date | None = None
    agencies: tuple[Agency, ...] = ()


@dataclass(frozen=True)
class AtRevision:
    """A revision and the definitions that figures were read with then.

    ``newest`` is the number of the newest revision, which may hide what an earlier one showed. ``is_demonstration``
    says whether all figures are invented, ``restricted`` are the measures that are for members of the partnership, by
    the definitions of then or of today. ``until`` is the day after which no period ends of what is shown, None for
    no such day. ``audiences`` is the checksum of the definitions whose audiences hold. ``looks_back`` says whether this
    revision was asked for: what is shown of it may then change with each later one.
    """

    revision: int
    definitions: Definitions
    newest: int
    is_demonstration: bool
    until: date | None = None
    restricted: frozenset[str] = frozenset()
    audiences: str = ""
    looks_back: bool = False


@dataclass(frozen=True)
class Scope:
    """What a request comes to: a revision with its definitions, an area, whom it is compared with, up to when.

    ``reach`` is whose restricted figures the reader may see. ``told_on`` is the day from which ages are counted.
    ``faults`` say kindly what could not be had as it was asked for, and what is shown in its place.
    """

    basis: AtRevision
    reach: Reach
    area: Area
    comparator: Comparator
    told_on: date
    faults: tuple[str, ...] = ()

    @property
    def revision(self) -> int:
        """The number of the revision."""
        return self.basis.revision

    @property
    def catalogue(self) -> Catalogue:
        """The measures of the revision."""
        return self.basis.definitions.catalogue

    @property
    def restricted(self) -> frozenset[str]:
        """The measures that are for members of the partnership, where the reader is none."""
        if self.reach.covers(self.areas.kept_code(self.area.code)):
            return frozenset()
        return self.basis.restricted

    @property
    def definitions(self) -> Definitions:
        """The definitions that figures were read with then."""
        return self.basis.definitions

    @property
    def until(self) -> date | None:
        """The day after which no period ends of what is shown, None for no such day."""
        return self.basis.until

    @property
    def areas(self) -> Areas:
        """The areas as they stand at the revision."""
        return self.basis.definitions.areas

    @property
    def is_demonstration(self) -> bool:
        """Whether all figures are invented."""
        return self.basis.is_demonstration

    def up_to(self, day: date | None) -> "Scope":
        """Return the scope in which nothing is shown of periods that ended after a day; None for no such day."""
        return replace(self, basis=replace(self.basis, until=day))

    @property
    def key(self) -> Hashable:
        """All that decides what a reader is shown of one database; two scopes with equal keys show the same."""
        basis = self.basis
        return basis.revision, basis.audiences, basis.newest if basis.looks_back else None, self.question

    @property
    def question(self) -> Hashable:
        """All that decides what a reader is shown of the parts of an edition.

        Two scopes with equal questions show the same where they find the same parts, but for the revision's number.
        """
        basis = self.basis
        looked_back_to = basis.revision if basis.looks_back else None
        read_with = (basis.definitions.checksum, basis.is_demonstration, basis.restricted)
        return (looked_back_to, *read_with, self.reach, self.area.code, self.comparator, self.until, self.told_on)
