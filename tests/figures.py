"""Small frames of figures and files in our template, for tests to start from."""

import csv
import io
from collections.abc import Iterable

import pandas as pd

from dashboard.domain.figures import FIGURE, State, make_period, number_text

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
