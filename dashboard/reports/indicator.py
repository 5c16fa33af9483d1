"""The page of one measure in one area: its series, other areas, breakdowns, definition, revisions."""

import pandas as pd

from dashboard.charts.style import Chart
from dashboard.charts.trend import trend
from dashboard.domain.areas import Area, Areas
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import PERIOD, make_period
from dashboard.domain.indicators import Indicator
from dashboard.reports import words
from dashboard.reports.area import newest
from dashboard.reports.report import IndicatorReport, measure


def indicator_report(
    indicator: Indicator,
    area: Area,
    estimates: pd.DataFrame,
    definitions: Definitions,
    revisions: tuple[str, ...],
    revision: int,
) -> IndicatorReport:
    """Return the report on ``indicator`` in ``area`` from all estimates of the indicator."""
    codes = {area.code, definitions.areas.kept_code(area.code)}
    here = estimates[estimates["area"].isin(codes)]
    headline = _headline(here)
    latest = newest(headline, indicator)
    told = None if latest is None else measure(latest, indicator, area, area)
    series = _of_one_kind(headline, latest)
    return IndicatorReport(
        title=indicator.title,
        question=indicator.question,
        why=indicator.why,
        latest=told,
        chart=_chart(series, indicator, area),
        series=_series_table(headline, indicator),
        areas=_areas_table(estimates, latest, indicator, definitions.areas),
        areas_title=_areas_title(latest),
        breakdowns=_breakdown_table(here, latest, indicator),
        definition=definition_of(indicator),
        context=_context(indicator, definitions),
        revisions=revisions,
        revision=revision,
    )


def _headline(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[(rows["sex"] == "persons") & (rows["age"] == "") & (rows["breakdown"] == "")]


def _of_one_kind(rows: pd.DataFrame, latest: pd.Series | None) -> pd.DataFrame:
    return rows if latest is None else rows[rows["period_kind"] == latest["period_kind"]]


def _period_labels(rows: pd.DataFrame) -> pd.Series:
    labels = [make_period(*period).label for period in rows[PERIOD].itertuples(index=False)]
    return pd.Series(labels, rows.index, dtype="str")


def _short_labels(rows: pd.DataFrame) -> pd.Series:
    labels = [make_period(*period).text for period in rows[PERIOD].itertuples(index=False)]
    return pd.Series(labels, rows.index, dtype="str")


def _said(rows: pd.DataFrame, indicator: Indicator) -> list[str]:
    return [words.figure(value, state, indicator) for value, state in zip(rows["value"], rows["state"], strict=True)]


def _chart(series: pd.DataFrame, indicator: Indicator, area: Area) -> Chart | None:
    if series["value"].notna().sum() < 2:
        return None
    series = series.sort_values("period_start")
    points = series.assign(period=_short_labels(series), said=_said(series, indicator))
    numbered = points[points["value"].notna()]
    first, last = numbered.iloc[0], numbered.iloc[-1]
    title = f"{area.name}: {first['said']} in {first['period']}, {last['said']} in {last['period']}"
    subtitle = f"{indicator.short_title}, {indicator.unit}"
    if points["lower"].notna().any():
        subtitle += "; the band is where the true figure is likely to lie (95%)"
    said = words.listed([f"{row.period}: {row.said}" for row in points.itertuples()])
    return trend(points, title, subtitle, f"{indicator.title}, {area.name}, as a line over time. {said}.")


def _told(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    columns = {
        "Figure": _said(rows, indicator),
        "Count of whole": [
            words.part_of_whole(n, d, state)
            for n, d, state in zip(rows["numerator"], rows["denominator"], rows["state"], strict=True)
        ],
        "Likely range (95%)": [
            words.interval(low, high, indicator).removeprefix("likely ")
            for low, high in zip(rows["lower"], rows["upper"], strict=True)
        ],
        "Remarks": rows["reason"].tolist(),
    }
    table = pd.DataFrame(columns)
    return table[[name for name in table if name == "Figure" or table[name].ne("").any()]]


def _series_table(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    rows = rows.sort_values(["period_start", "period_months"], ascending=False)
    table = _told(rows, indicator)
    table.insert(0, "Period", _period_labels(rows).tolist())
    return table


def _areas_title(latest: pd.Series | None) -> str:
    if latest is None:
        return "All areas"
    return f"All areas, {make_period(latest['period_start'], latest['period_months'], latest['period_kind']).label}"


def _areas_table(estimates: pd.DataFrame, latest: pd.Series | None, indicator: Indicator, areas: Areas) -> pd.DataFrame:
    rows = _headline(estimates)
    shown = latest if latest is not None else newest(rows, indicator)
    if shown is None:
        return pd.DataFrame({"Area": []})
    rows = rows[(rows[PERIOD] == shown[PERIOD]).all(axis=1)]
    places = [areas.at(code) for code in rows["area"]]
    table = _told(rows, indicator)
    table.insert(0, "Area", [place.name for place in places])
    table.insert(1, "Kind", [place.kind.value for place in places])
    return table.sort_values(["Area", "Kind"], ignore_index=True)


def _breakdown_table(rows: pd.DataFrame, latest: pd.Series | None, indicator: Indicator) -> pd.DataFrame:
    if latest is None:
        return pd.DataFrame({"Group": []})
    parts = rows[(rows[PERIOD] == latest[PERIOD]).all(axis=1)]
    parts = parts.drop(_headline(parts).index)
    groups = zip(parts["sex"], parts["age"], parts["breakdown"], strict=True)
    table = _told(parts, indicator)
    table.insert(0, "Group", [_group(*group) for group in groups])
    return table


def _group(sex: str, age: str, breakdown: str) -> str:
    pairs = breakdown.replace("=", ": ") if breakdown else ""
    return ", ".join(filter(None, (sex if sex != "persons" else "", f"aged {age}" if age else "", pairs)))


def definition_of(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """Return what a reader should know of an indicator, as pairs of label and text."""
    ambition = indicator.ambition
    rows = (
        ("What is counted", indicator.numerator),
        ("Out of", indicator.denominator),
        ("Shown as", f"per {indicator.per:,}" if indicator.per not in (1, 100) else indicator.unit),
        ("Ages", indicator.age),
        ("Who can change it", indicator.owners),
        ("Better when", {"higher": "higher", "lower": "lower"}.get(indicator.better, "no direction is agreed")),
        ("Likely range", _INTERVALS[indicator.interval]),
        ("Covers", indicator.universe),
        ("Published", f"{indicator.frequency}, usually {_months(indicator.lag_months)} after the period"),
        ("Followed for", f"{indicator.follow_up_days} days" if indicator.follow_up_days else ""),
        ("Smallest group for a verdict", str(indicator.minimum_denominator or "")),
        ("Small numbers", indicator.small_numbers),
        (
            "Ambition",
            f"{words.value_in_unit(ambition.value, indicator)}: {ambition.set_by} ({ambition.source})"
            if ambition
            else "",
        ),
        ("Breaks in the series", "; ".join(f"{at.date.day} {at.date:%B %Y}: {at.reason}" for at in indicator.breaks)),
        ("Careful", indicator.caveat),
        ("Source", indicator.source),
        ("Reviewed", f"{indicator.reviewed.day} {indicator.reviewed:%B %Y}"),
        ("Id in files", indicator.id),
    )
    return tuple((label, text) for label, text in rows if text)


_INTERVALS = {
    "wilson": "worked out here by Wilson's method",
    "byar": "worked out here: exact under 10 events, Byar's method from 10",
    "published": "as published by the source",
    "none": "none is given for this measure",
}


def _months(count: int) -> str:
    return "at once" if count == 0 else "a month" if count == 1 else f"{count} months"


def _context(indicator: Indicator, definitions: Definitions) -> tuple[str, ...]:
    said = []
    for context in definitions.contexts:
        if context.indicator == indicator.id:
            place = definitions.areas.at(context.area).name
            value = words.value_in_unit(float(context.value), indicator)
            note = f", {context.note}" if context.note else ""
            said.append(f"{place}: {value}{note}. Source: {context.source}.")
    return tuple(said)
