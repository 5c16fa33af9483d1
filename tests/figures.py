"""Small frames of figures and files in our template, for tests to start from."""

import csv
import io
from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES
from dashboard.domain.figures import FIGURE, PERIOD, State, make_period, number_text
from dashboard.domain.periods import add_months

COLUMNS = (
    *("indicator", "area", "period", "sex", "age", "breakdown"),
    *("count", "denominator", "value", "lower_ci_95", "upper_ci_95", "note"),
)
BARNET, ENFIELD = "E09000003", "E09000010"


def figure(**columns: object) -> dict[str, object]:
    """Return one figure: adults in treatment in Barnet in 2023/24, with ``columns`` put in its place."""
    usual = {
        "indicator": "adults-in-treatment",
        "area": BARNET,
        "period_start": "2023-04-01",
        "period_months": 12,
        "period_kind": "financial year",
        "sex": "persons",
        "age": "",
        "breakdown": "",
        "numerator": 100.0,
        "denominator": float("nan"),
        "value": float("nan"),
        "lower": float("nan"),
        "upper": float("nan"),
        "state": "value",
        "note": "",
        "source": "",
    }
    return usual | columns


def figures(*rows: dict[str, object]) -> pd.DataFrame:
    """Return figures as the layers hand them on."""
    return pd.DataFrame(list(rows), columns=FIGURE)


def template(rows: Iterable[dict[str, object]]) -> bytes:
    """Return rows (columns of our template, those left out empty) as a file an agency would send."""
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue().encode()


def sent(rows: pd.DataFrame) -> bytes:
    """Return figures as a file in our template."""
    return template(_sent(row) for row in rows.to_dict("records"))


def _sent(row: dict[str, object]) -> dict[str, object]:
    state = State(row["state"])
    count, whole, value, lower, upper = (
        number_text(row[name]) for name in ("numerator", "denominator", "value", "lower", "upper")
    )
    flag = " [rounded]" if state is State.ROUNDED else ""
    return {
        **{name: row[name] for name in ("indicator", "area", "sex", "age", "breakdown", "note")},
        "period": make_period(row["period_start"], row["period_months"], row["period_kind"]).text,
        "count": state.mark or (f"{count}{flag}" if count else ""),
        "denominator": whole,
        "value": f"{value}{flag}" if value else "",
        "lower_ci_95": lower,
        "upper_ci_95": upper,
    }


def of_every_kind(seed: int) -> pd.DataFrame:
    """Return figures of measures of every kind of two areas and both countries, by chance, with gaps, in no order."""
    chance = np.random.default_rng(seed)
    rows = []
    for indicator, kind in _OF_EVERY_KIND.items():
        months = {"quarter": 3, "snapshot": 0}.get(kind, 12)
        for area in (BARNET, ENFIELD, ENGLAND, ENGLAND_AND_WALES):
            for place in range(14 if kind == "quarter" else 7):
                begins = 1 if kind == "calendar year" else 4
                start = add_months(date(2017, begins, 1), place * (months or 12)).isoformat()
                rows.append(_by_chance(chance, indicator, area, (start, months, kind)))
    frame = figures(*rows).assign(revision=1)
    return frame.iloc[chance.permutation(len(frame))].set_axis(chance.permutation(len(frame)) + 7)


def _by_chance(
    chance: np.random.Generator, indicator: str, area: str, period: tuple[str, int, str]
) -> dict[str, object]:
    key = {"indicator": indicator, "area": area, **dict(zip(PERIOD, period, strict=True))}
    total = float(chance.choice([9, 60, 400]))
    if chance.random() < 0.1:
        gap = chance.choice([State.HIDDEN, State.NOT_AVAILABLE, State.NOT_COLLECTED])
        return figure(**key, numerator=float("nan"), state=str(gap))
    numbers = {"numerator": float(chance.binomial(int(total), 0.4)), "denominator": total}
    if chance.random() < 0.2:
        numbers |= {"value": 40.0, "lower": 35.0, "upper": 46.0}
    return figure(**key, **numbers, note=str(chance.choice(["", "provisional"])))


_OF_EVERY_KIND = {
    "coc-engaged-21-days": "quarter",  # a share, higher is better, with an ambition
    "early-unplanned-exits": "financial year",  # a share, lower is better
    "dtoa-positive-rate": "quarter",  # a share without a direction, across a break, over England and Wales
    "drr-completion-rate": "financial year",  # across a break, yearly
    "known-need-with-requirement": "snapshot",
    "neighbourhood-crime-rate": "quarter",
    "drug-poisoning-deaths": "calendar year",  # a count with limits
    "new-presentations": "quarter",
    "public-health-grant": "financial year",
    "coc-mean-days": "financial year",
    "unmet-need-ocu": "financial year",  # as published
}
