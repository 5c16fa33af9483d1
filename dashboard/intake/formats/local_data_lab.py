"""Tidy series that a combined authority's data laboratory publishes: one value a row, no counts."""

import pandas as pd

from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells
from dashboard.intake.tables import Table, fold

# Their indicator and measure: ours. The rates have the same multiplier, so values carry over unchanged.
INDICATORS = {
    ("offence rate", "rate per 1,000"): "recorded-crime-rate",
    ("alcohol related admissions (narrow measure)", "standardised rate per 100,000"): "alcohol-admissions-rate",
}
_HEADLINE_GROUPS = ("", "total recorded crime")
_COLUMNS = ("area_code", "area_name", "period", "value", "indicator", "measure", "unit")


def _read(table: Table, _: Given) -> Reading:
    frame = table.folded
    measures = pd.Series(list(zip(frame["indicator"].map(fold), frame["measure"].map(fold), strict=True)), frame.index)
    known = measures.map(lambda measure: measure in INDICATORS)
    left_out = tuple(
        LeftOut(f"{name}, {measure}", "there is no indicator of ours for it", len(rows))
        for (name, measure), rows in frame[~known].groupby(["indicator", "measure"])
    )
    taken = frame[known]
    group = taken["group"] if "group" in taken else pd.Series("", taken.index)
    read = cells(
        taken.index,
        indicator=measures[known].map(lambda measure: INDICATORS[measure]),
        area=taken["area_code"],
        period=taken["period"],
        breakdown=group.map(lambda name: "" if fold(name) in _HEADLINE_GROUPS else f"offence={fold(name)}"),
        value=taken["value"],
    )
    return Reading(read, left_out)


TIDY = Format(
    name="local-data-lab",
    title="Local data lab series",
    recognises=lambda headings: set(_COLUMNS) <= set(headings),
    read=_read,
    known=lambda heading: heading in (*_COLUMNS, "group", "significance"),
    is_publication=True,
)
