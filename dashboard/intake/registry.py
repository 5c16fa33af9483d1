"""Every check there is, in the order in which a file meets them. Nothing is listed by hand but the subjects."""

from types import ModuleType
from typing import Any

from dashboard.domain.checks import Asked, Check, Stage
from dashboard.intake.cell_faults import CELL_FAULTS
from dashboard.intake.checks import (
    areas,
    groups,
    last_time,
    parts,
    periods,
    plausible,
    repeats,
    slips,
    standing,
    tables,
    values,
)
from dashboard.intake.checks.beside import Beside
from dashboard.intake.checks.checked import Checked
from dashboard.intake.file_faults import FILE_FAULTS
from dashboard.intake.tables import Table


def _declared_in(*subjects: ModuleType) -> tuple[Asked[Any], ...]:
    return tuple(one for subject in subjects for one in vars(subject).values() if isinstance(one, Asked))


TABLE_CHECKS: tuple[Asked[Table], ...] = _declared_in(tables)
FIGURE_CHECKS: tuple[Asked[Checked], ...] = _declared_in(values, periods, areas, groups, repeats, slips, parts)
PUBLISHED_CHECKS: tuple[Asked[Beside], ...] = _declared_in(last_time, standing, plausible)
_STAGES = list(Stage)
_ASKED: tuple[Asked[Any], ...] = (*TABLE_CHECKS, *FIGURE_CHECKS, *PUBLISHED_CHECKS)
EVERY_CHECK: tuple[Check, ...] = tuple(
    sorted((*FILE_FAULTS, *CELL_FAULTS, *(one.told for one in _ASKED)), key=lambda one: _STAGES.index(one.stage))
)
