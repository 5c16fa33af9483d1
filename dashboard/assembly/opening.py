"""What the pages of an area start from: the area, its measures, and their figures with whom they are compared."""

from dataclasses import dataclass, field

import pandas as pd
from sqlmodel import Session

from dashboard.assembly.comparing import groups_of, judged, to_read
from dashboard.assembly.figures import estimates_at
from dashboard.assembly.revisions import AtRevision, at_revision, visible
from dashboard.domain.access import User
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.chosen import Chosen
from dashboard.domain.comparators import read_comparator
from dashboard.domain.indicators import Catalogue, Theme
from dashboard.reports.area import wider_areas
from dashboard.reports.comparators import whom
from dashboard.reports.theme import Shown


@dataclass(frozen=True)
class Opened:
    """An area at a revision: measures that may be seen, compared estimates of it, of wider areas and of its country.

    ``compared_with`` is a sentence on whom it is compared with, where that is not the country.
    """

    at: AtRevision
    area: Area
    catalogue: Catalogue
    figures: pd.DataFrame = field(repr=False)
    compared_with: str

    @property
    def areas(self) -> Areas:
        """The areas as they stand at the revision."""
        return self.at.definitions.areas

    @property
    def shown(self) -> Shown:
        """What a page on a theme is made of."""
        return Shown(self.area, self.figures, self.catalogue, self.areas, events=self.at.definitions.events)


def opened(
    session: Session,
    user: User,
    chosen: Chosen,
    *,
    theme: Theme | None = None,
    headline: bool = True,
) -> Opened:
    """Return what is shown of the area chosen, of the measures of a theme, by default of all.

    With ``headline`` only figures of everybody. Raise NotFound.
    """
    at = at_revision(session, chosen.as_at, chosen.until)
    register, catalogue = at.definitions.areas, visible(at.definitions, user)
    if theme is not None:
        catalogue = catalogue.of_theme(theme)
    area = register.asked_for(chosen.area)
    own = [area, *wider_areas(area, register)]
    groups = groups_of(read_comparator(chosen.compare, at.definitions), own, at.definitions)
    places = dict.fromkeys([*own, *register.of_kind(AreaKind.COUNTRY), *to_read(groups, at.definitions)])
    shown = estimates_at(session, at, catalogue, list(places), headline=headline)
    figures = judged(shown, groups, at.definitions, catalogue)
    told = whom(groups.get(register.kept_code(area.code)), at.definitions.neighbours)
    return Opened(at, area, catalogue, figures, told)
