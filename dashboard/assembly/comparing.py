"""Whom the areas of a page are compared with, and the figures that stand beside theirs."""

from collections.abc import Iterable, Mapping

import pandas as pd

from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.coded import coded_frame
from dashboard.domain.comparators import Comparator, Group, group_of
from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Catalogue
from dashboard.stats.pools import beside
from dashboard.stats.verdicts import compared


def groups_of(comparator: Comparator, areas: Iterable[Area], definitions: Definitions) -> dict[str, Group]:
    """Return by kept code whom each area is compared with; empty for the default, the country of each measure."""
    if comparator.kind == "england":
        return {}
    register = definitions.areas
    return {
        register.kept_code(area.code): group_of(comparator, area, definitions)
        for area in areas
        if area.kind is not AreaKind.COUNTRY
    }


def to_read(groups: Mapping[str, Group], definitions: Definitions) -> list[Area]:
    """Return the areas whose figures a comparison needs: those of the groups, and the parts of one that is a whole.

    The parts say why a total of theirs is missing.
    """
    found: dict[str, Area] = {}
    for group in groups.values():
        parts = group.areas[0].members if len(group.areas) == 1 else ()
        for area in (*group.areas, *(definitions.areas.at(code) for code in parts)):
            found.setdefault(area.code, area)
    return list(found.values())


def judged(
    shown: pd.DataFrame, groups: Mapping[str, Group], definitions: Definitions, catalogue: Catalogue
) -> pd.DataFrame:
    """Return estimates with how each stands to whom it is compared with."""
    figures = coded_frame(shown)
    others = beside(figures, groups, definitions.areas, catalogue) if groups else None
    return compared(figures, catalogue, others).frame
