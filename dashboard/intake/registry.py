"""Every check there is, in the order in which a file meets them. Nothing is listed by hand."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from dashboard.domain.findings import Asked, Check, Stage
from dashboard.intake import checks, published, sense, table_checks
from dashboard.intake.checks import Checked
from dashboard.intake.faults import FAULTS
from dashboard.intake.published import Beside
from dashboard.intake.tables import Table


def _declared_in(module: ModuleType) -> Iterator[Asked[Any]]:
    return (one for one in vars(module).values() if isinstance(one, Asked))


TABLE_CHECKS: tuple[Asked[Table], ...] = tuple(_declared_in(table_checks))
FIGURE_CHECKS: tuple[Asked[Checked], ...] = (*_declared_in(checks), *_declared_in(sense))
PUBLISHED_CHECKS: tuple[Asked[Beside], ...] = tuple(_declared_in(published))
_STAGES = list(Stage)
_ASKED: tuple[Asked[Any], ...] = (*TABLE_CHECKS, *FIGURE_CHECKS, *PUBLISHED_CHECKS)
EVERY_CHECK: tuple[Check, ...] = tuple(
    sorted((*FAULTS, *(one.told for one in _ASKED)), key=lambda one: _STAGES.index(one.stage))
)
