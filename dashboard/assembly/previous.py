"""The figures before those of a return, as the dashboard shows them: what is hidden there is hidden here."""

import math
from collections.abc import Sequence

from sqlmodel import Session

from dashboard.assembly.editions import figures_of
from dashboard.domain.access import Reach
from dashboard.domain.figures import number_text
from dashboard.domain.indicators import Catalogue
from dashboard.domain.pieces import Piece
from dashboard.domain.requests import AtRevision
from dashboard.domain.shown_figures import Estimate, FigureKey, keyed_estimates
from dashboard.domain.template import LAST, Line
from dashboard.reports.words import counted_figure


def last_beside(session: Session, at: AtRevision, reach: Reach, lines: Sequence[Line]) -> list[dict[str, str]]:
    """Return for each line the cells of ``LAST``; of a figure that was never sent, or may not be seen, the period."""
    measures = Catalogue({line.indicator.id: line.indicator for line in lines})
    areas = list(dict.fromkeys(line.area for line in lines))
    frame = figures_of(session, at, reach, measures, areas, Piece.HISTORY)
    estimates = dict(keyed_estimates(frame))
    sources = dict(zip(estimates, frame["source"].tolist(), strict=True))
    keys = [_key(line, at) for line in lines]
    return [_cells(line, estimates.get(key), sources.get(key, "")) for line, key in zip(lines, keys, strict=True)]


def _key(line: Line, at: AtRevision) -> FigureKey:
    return FigureKey(
        line.indicator.id,
        at.definitions.areas.kept_code(line.area.code),
        line.before,
        sex="persons",
        age="",
        breakdown="",
    )


def _cells(line: Line, estimate: Estimate | None, source: str) -> dict[str, str]:
    if estimate is None:
        return dict.fromkeys(LAST, "") | {"last_period": line.before.text, "last_value": "not supplied"}
    whole = estimate.denominator if estimate.state.has_numbers else math.nan
    return {
        "last_period": line.before.text,
        "last_count": number_text(estimate.numerator),
        "last_denominator": number_text(whole),
        "last_value": counted_figure(estimate, line.indicator),
        "last_source": source or line.indicator.source,
    }
