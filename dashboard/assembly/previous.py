"""The figures before those of a return, as the dashboard shows them: what is hidden there is hidden here."""

from collections.abc import Sequence

import pandas as pd
from sqlmodel import Session

from dashboard.assembly.figures import estimates_at
from dashboard.domain.figures import KEY, PERIOD, State, number_text
from dashboard.domain.indicators import Catalogue
from dashboard.domain.requests import AtRevision
from dashboard.domain.template import LAST, Line
from dashboard.reports.words import counted_figure


def last_beside(session: Session, at: AtRevision, catalogue: Catalogue, lines: Sequence[Line]) -> list[dict[str, str]]:
    """Return for each line the cells of ``LAST``; of a figure that was never sent, or may not be seen, the period."""
    measures = Catalogue({line.indicator.id: line.indicator for line in lines if line.indicator.id in catalogue})
    areas = list(dict.fromkeys(line.area for line in lines))
    shown = estimates_at(session, at, measures, areas, headline=True)
    by_key = {tuple(row[name] for name in KEY): row for _, row in shown.iterrows()}
    return [_cells(line, by_key.get(_key(line, at))) for line in lines]


def _key(line: Line, at: AtRevision) -> tuple[object, ...]:
    before = line.before
    period = dict(zip(PERIOD, (before.start.isoformat(), before.months, before.kind.value), strict=True))
    area = at.definitions.areas.kept_code(line.area.code)
    key = {"indicator": line.indicator.id, "area": area, **period, "sex": "persons", "age": "", "breakdown": ""}
    return tuple(key[name] for name in KEY)


def _cells(line: Line, shown: pd.Series | None) -> dict[str, str]:
    if shown is None:
        return dict.fromkeys(LAST, "") | {"last_period": line.before.text, "last_value": "not supplied"}
    whole = shown["denominator"] if State(shown["state"]).has_numbers else float("nan")
    return {
        "last_period": line.before.text,
        "last_count": number_text(shown["numerator"]),
        "last_denominator": number_text(whole),
        "last_value": counted_figure(shown, line.indicator),
        "last_source": shown["source"] or line.indicator.source,
    }
