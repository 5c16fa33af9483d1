"""Every sentence that the product can make of a figure: each indicator, state, verdict and direction."""

import math
from collections.abc import Iterator
from itertools import product
from typing import get_args

import pandas as pd

from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import financial_year, quarter
from dashboard.reports import sentences
from dashboard.stats.comparisons import _WORDS as VERDICTS
from dashboard.stats.spc import Assurance, ControlChart, Variation
from dashboard.stats.trends import Direction, Trend

NAN = math.nan
YEARS = tuple(financial_year(year) for year in range(2020, 2025))
COUNTED = ((12.0, 31.0), (1.0, 31.0), (0.0, 31.0), (1200.0, 3100.0), (NAN, NAN))
WHOLE_FORCE = "the whole Thames Valley police force area"


def estimate(indicator: Indicator, **columns: object) -> pd.Series:
    """Return a compared estimate of a quarter: 12 of 31, similar to England, with ``columns`` put in their place."""
    usual = {
        "period_start": "2025-07-01",
        "period_months": 3,
        "period_kind": "quarter",
        "numerator": 12.0,
        "denominator": 31.0 if indicator.divides else NAN,
        "lower": NAN,
        "upper": NAN,
        "state": "value",
        "method": "none",
        "comparison": "similar",
        "comparator": indicator.universe,
        "comparator_value": 53.0,
        "people_gap": NAN,
        "ambition_gap": NAN,
        "not_compared": "",
        "published": "2026-01-22",
    } | columns
    if "value" not in usual:
        usual["value"] = usual["numerator"] / (usual["denominator"] if indicator.divides else 1) * indicator.per
    if indicator.interval == "wilson" and not math.isnan(usual["numerator"]):
        usual["method"] = "Wilson"
    return pd.Series(usual)


def estimates_of(indicator: Indicator) -> Iterator[pd.Series]:
    """Yield an estimate of an indicator for each verdict with its gaps, each size of group and each state."""
    for label, (count, whole), state in product(
        (*VERDICTS[indicator.better], "not compared"), COUNTED, ("value", "rounded")
    ):
        numbers = {"numerator": count, "denominator": whole if indicator.divides else NAN}
        value = {"value": 38.7} if math.isnan(count) else {}
        more = {"people_gap": 5.0, "ambition_gap": 12.0, "lower": 23.7, "upper": 56.2}
        why = "fewer than 10 in the group" if label == "not compared" else ""
        yield estimate(indicator, comparison=label, state=state, not_compared=why, **numbers, **value, **more)
    yield estimate(indicator, published="2025-10-02")
    for state in State:
        if not state.has_numbers:
            for whole in (31.0, 0.0):
                missing = {"numerator": NAN, "value": NAN, "denominator": whole}
                yield estimate(indicator, state=state.value, comparison="not compared", **missing)


def of_figures(indicator: Indicator) -> Iterator[str]:
    """Yield the sentences that are made of one estimate."""
    for row in estimates_of(indicator):
        for where in ("", WHOLE_FORCE):
            yield sentences.headline(row, indicator, where)
        yield sentences.gaps(row, indicator)
        yield sentences.not_compared(row)
        yield sentences.smallest_difference(row, indicator)
    yield sentences.not_supplied(indicator, "Leeds")


def of_series(indicator: Indicator) -> Iterator[str]:
    """Yield the sentences that are made of a series: against a year before, trends, control charts."""
    latest = estimate(indicator, numerator=120.0, denominator=300.0)
    for before in (60.0, 120.0, 220.0):
        earlier = estimate(indicator, period_start="2024-07-01", numerator=before, denominator=300.0)
        yield sentences.since_last_year(pd.DataFrame([earlier, latest]), latest, indicator)
    for direction in get_args(Direction):
        yield sentences.trend(Trend(direction, "", YEARS), indicator)
    yield sentences.trend(Trend("no significant change", "one year alone makes the difference", YEARS), indicator)
    for variation, assurance in product(get_args(Variation), get_args(Assurance)):
        made = ControlChart(pd.DataFrame(), variation, assurance)
        if variation != "cannot be said":
            yield sentences.variation(made, "Leeds", quarter(2025, 7))
        yield sentences.assurance(made, indicator)


def every_sentence(indicator: Indicator) -> list[str]:
    """Return all sentences that can be told of an indicator, without the empty ones, each once."""
    return sorted({said for said in (*of_figures(indicator), *of_series(indicator)) if said})
