"""The page of one measure in one area: its series, other areas, breakdowns, definition, revisions."""

from dataclasses import replace
from datetime import date

import pandas as pd

from dashboard.charts.control import control
from dashboard.charts.style import Chart
from dashboard.charts.trend import trend
from dashboard.domain.areas import Area, Areas
from dashboard.domain.comparators import Group
from dashboard.domain.definitions import Definitions
from dashboard.domain.events import Event, events_of
from dashboard.domain.figures import PERIOD, make_period, period_of
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period, PeriodKind
from dashboard.reports import comparators, sentences, tones, words
from dashboard.reports.area import everybody, measure_of, newest
from dashboard.reports.definition import context_of, definition_of
from dashboard.reports.funnel import FunnelPart, funnel_of
from dashboard.reports.happened import SUBTITLE, SUBTITLE_AGAIN, happened
from dashboard.reports.report import IndicatorReport, Part, Table, measure, remark
from dashboard.reports.theme import Shown
from dashboard.stats.spc import ControlChart
from dashboard.stats.trends import YEARLY
from dashboard.stats.verdicts import CHARTED, chart_of, trend_of

_LONGEST_LABEL = 20  # letters; the subtitle names whom the dashed line is of in any case


def indicator_report(
    indicator: Indicator,
    area: Area,
    estimates: pd.DataFrame,
    definitions: Definitions,
    revisions: tuple[str, ...],
    revision: int,
    today: date,
    *,
    group: Group | None = None,
    until: date | None = None,
) -> IndicatorReport:
    """Return the report on ``indicator`` in ``area`` from all estimates of the indicator, compared, told on a day.

    ``group`` is whom the area is compared with, where that is not the country. ``until`` is the day after which
    no period ends of the figures that are quoted.
    """
    codes = {area.code, definitions.areas.kept_code(area.code)}
    here = estimates[estimates["area"].isin(codes)]
    headline = everybody(here)
    latest = newest(headline, indicator)
    told = None if latest is None else measure(latest, indicator, area, area)
    series = _of_one_kind(headline, latest)
    charted = _charted(headline, indicator)
    events = events_of(definitions.events, [indicator], area, definitions.areas)
    chart = _chart(series, indicator, area, events)
    signals = _control_points(charted, indicator)
    everywhere = _of_period(everybody(estimates), latest, indicator)
    part = FunnelPart() if everywhere.empty else funnel_of(everywhere, indicator, area, definitions.areas)
    return IndicatorReport(
        title=indicator.title,
        question=indicator.question,
        why=indicator.why,
        latest=told,
        not_supplied="" if told else sentences.not_supplied(indicator, area.name),
        next_figure="" if latest is None or until else _next_figure(latest, indicator, today),
        about_comparison=() if latest is None else _about_comparison(latest, indicator, definitions, group),
        chart=chart,
        changes=_changes(headline, latest, charted, indicator),
        control=_told_once(_control(charted, signals, indicator, area, events), chart),
        control_points=_control_table(signals, indicator),
        series=_series_table(headline, indicator),
        funnel=part.chart,
        about_funnel=part.said,
        areas=_areas_table(everywhere, indicator, definitions.areas, part.places),
        areas_title=_areas_title(latest),
        breakdowns=_breakdown_table(here, latest, indicator),
        definition=definition_of(indicator),
        context=context_of(indicator, definitions, until),
        revisions=revisions,
        revision=revision,
    )


def _next_figure(latest: pd.Series, indicator: Indicator, today: date) -> str:
    """When the figure after the newest should be out; nothing of plans, which are known before their period."""
    end = indicator.next_end(period_of(latest).end)
    return "" if indicator.plan else sentences.next_figure(end, indicator.due_by(end), today)


def series_part(indicator: Indicator, shown: Shown) -> Part:
    """Return one measure of an area as a part of a page: the newest figure in full, its chart and table over time."""
    area = shown.area
    told = next((one for one in shown.told(indicator) if one.place.code == area.code), None)
    if told is None:
        return Part("", (sentences.not_supplied(indicator, area.name),))
    rows = shown.headline(indicator)
    series = _of_one_kind(rows[rows["area"] == told.row["area"]], told.row)
    return Part(
        "",
        newest=measure_of(told, indicator, area),
        chart=_chart(series, indicator, area, shown.events_of([indicator], area)),
        tables=(Table(f"{indicator.short_title} over time, {area.name}", _series_table(series, indicator)),),
    )


def _of_one_kind(rows: pd.DataFrame, latest: pd.Series | None) -> pd.DataFrame:
    return rows if latest is None else rows[rows["period_kind"] == latest["period_kind"]]


def _periods(rows: pd.DataFrame) -> list[Period]:
    return [make_period(*period) for period in rows[PERIOD].itertuples(index=False)]


def _said(rows: pd.DataFrame, indicator: Indicator) -> list[str]:
    return [words.figure(value, state, indicator) for value, state in zip(rows["value"], rows["state"], strict=True)]


def _chart(series: pd.DataFrame, indicator: Indicator, area: Area, events: tuple[Event, ...]) -> Chart | None:
    if series["value"].notna().sum() < 2:
        return None
    series = series.sort_values(["period_start", "period_months"])
    run = _runs(series, indicator)
    there = happened(events, [indicator], _periods(series))
    points = series.assign(
        period=[period.text for period in _periods(series)],
        said=_said(series, indicator),
        run=run,
        unfinished=[_is_unfinished(row, indicator) for _, row in series.iterrows()],
        comparator_name=_named_once(series),
    )
    subtitle = [f"{indicator.short_title}, {words.unit_in_full(indicator)}"]
    if points["lower"].notna().any():
        subtitle.append("the band is where the true figure is likely to lie (95%)")
    compared = series["comparator_value"].notna()
    comparator = series["comparator"][compared].iloc[-1] if compared.any() else ""
    if comparator:
        subtitle.append(f"the dashed line is {comparator}")
    if points["unfinished"].any():
        subtitle.append("a hollow point is not final")
    if run.nunique() > 1:
        subtitle.append("figures on either side of a gap cannot be compared")
    subtitle += there.subtitle
    said = "; ".join(f"{period}: {figure}" for period, figure in zip(points["period"], points["said"], strict=True))
    alternative = f"{indicator.title}, {area.name}, as a line over time. {said}."
    if comparator:
        theirs = zip(points["period"][compared], points["comparator_value"][compared], strict=True)
        told = "; ".join(f"{period}: {words.value_in_unit(value, indicator)}" for period, value in theirs)
        alternative += f" {words.sentence(comparator)}: {told}."
    title = f"{area.name}: {_finding(points)}"
    return trend(there.on(points), title, "; ".join(subtitle), alternative + there.words, there.said)


def _is_unfinished(row: pd.Series, indicator: Indicator) -> bool:
    """Whether a figure will still change: by its own follow-up, or as its sender says."""
    return "provisional" in row["reason"] or bool(sentences.unfinished(row, indicator))


def _named_once(series: pd.DataFrame) -> pd.Series:
    """The comparator's name at the last point it has, nothing at the others, nor where it would cover the line."""
    last = series["comparator_value"].last_valid_index()
    short = series["comparator"].str.len() <= _LONGEST_LABEL
    return series["comparator"].where((series.index == last) & short, "")


def _about_comparison(
    latest: pd.Series, indicator: Indicator, definitions: Definitions, group: Group | None
) -> tuple[str, ...]:
    said = (
        sentences.smallest_difference(latest, indicator),
        sentences.not_compared(latest),
        comparators.theirs(latest, indicator, group),
        comparators.members(group, definitions.neighbours),
        sentences.against_ambition(latest, indicator),
    )
    return tuple(filter(None, said))


def _newest_of(rows: pd.DataFrame, indicator: Indicator, kinds: tuple[PeriodKind, ...]) -> pd.DataFrame:
    """The series of the kind, among these, whose figures are newest."""
    rows = rows[rows["period_kind"].isin([kind.value for kind in kinds])]
    return _of_one_kind(rows, newest(rows, indicator))


def _charted(headline: pd.DataFrame, indicator: Indicator) -> ControlChart | None:
    series = _newest_of(headline, indicator, CHARTED)
    return None if series.empty else chart_of(series, indicator)


def _changes(
    headline: pd.DataFrame, latest: pd.Series | None, charted: ControlChart | None, indicator: Indicator
) -> tuple[str, ...]:
    """How the figures change: years by their trend, quarters and months by their chart, any against a year before."""
    if latest is None:
        return ()
    yearly = _newest_of(headline, indicator, YEARLY)
    said = [sentences.since_last_year(headline, latest, indicator)]
    if len(yearly):
        said.append(sentences.trend(trend_of(yearly, indicator), indicator))
    if charted is not None and charted.reason:
        said.append(sentences.no_control_chart(charted.reason))
    if charted is None and yearly.empty:
        reason = trend_of(_of_one_kind(headline, latest), indicator).reason
        said.append(sentences.no_change_told(reason))
    return tuple(filter(None, said))


def _control(
    charted: ControlChart | None,
    points: pd.DataFrame | None,
    indicator: Indicator,
    area: Area,
    events: tuple[Event, ...],
) -> Chart | None:
    if charted is None or points is None:
        return None
    there = happened(events, [indicator], _periods(points))
    said = (
        f"{indicator.short_title}, {words.unit_in_full(indicator)}",
        "the plain line is the mean, the dashed lines hold its usual ups and downs",
        "points with another shape are more than those" if points["tone"].ne("").any() else "",
        "from fewer than 13 figures, so the limits are on trial" if charted.trial else "",
        sentences.assurance(charted, indicator),
        *there.subtitle,
    )
    last = points[points["value"].notna()].iloc[-1]
    title = sentences.variation(charted, area.name, period_of(last))
    told = "; ".join(_point_in_words(point) for _, point in points.iterrows())
    alternative = f"{indicator.title}, {area.name}, as a control chart. {told}."
    return control(there.on(points), title, "; ".join(filter(None, said)), alternative + there.words, there.said)


def _told_once(control: Chart | None, above: Chart | None) -> Chart | None:
    """A control chart that does not tell again below it what the chart above tells by the same numbers."""
    if control is None or above is None or not control.happened or control.happened != above.happened:
        return control
    subtitle = control.subtitle.replace(SUBTITLE, SUBTITLE_AGAIN)
    return replace(control, subtitle=subtitle, happened=())


def _control_points(charted: ControlChart | None, indicator: Indicator) -> pd.DataFrame | None:
    """The points of a control chart as they are drawn and told; None where there is no chart."""
    if charted is None or charted.reason:
        return None
    points = charted.points
    return points.assign(
        period=[period.text for period in _periods(points)],
        said=_said(points, indicator),
        tone=[tones.signal_tone(signal, indicator) for signal in points["signal"]],
        # No share is below nobody or above everybody: lines are drawn from there, their true place decides on signals.
        lower=points["lower"] if indicator.corrections else points["lower"].clip(lower=0),
        upper=points["upper"].clip(upper=indicator.per) if indicator.kind == "proportion" else points["upper"],
    )


def _point_in_words(point: pd.Series) -> str:
    flag = f" ({point['flag']})" if point["flag"] else ""
    return f"{point['period']}: {point['said']}{flag}"


def _control_table(signals: pd.DataFrame | None, indicator: Indicator) -> pd.DataFrame:
    if signals is None:
        return pd.DataFrame({"Period": []})
    points = signals.iloc[::-1]
    columns = {
        "Period": [words.sentence(period.label) for period in _periods(points)],
        "Figure": points["said"].tolist(),
        "Mean": [words.level(mean, indicator) for mean in points["mean"]],
        "Usual ups and downs": [
            words.limits(low, high, indicator) for low, high in zip(points["lower"], points["upper"], strict=True)
        ],
        "Signal": [words.sentence(flag) for flag in points["flag"]],
    }
    table = pd.DataFrame(columns)
    return table[[name for name in table if name != "Signal" or table[name].ne("").any()]]


def _runs(series: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """Number the runs between the breaks in the series; across a break figures cannot be compared."""
    breaks = [at.date.isoformat() for at in indicator.breaks]
    return pd.Series([sum(start >= at for at in breaks) for start in series["period_start"]], series.index)


def _finding(points: pd.DataFrame) -> str:
    """Return the first and the last figure that may be compared: those since the last break."""
    numbered = points[points["value"].notna()]
    since = numbered[numbered["run"] == numbered["run"].iloc[-1]]
    first, last = (f"{row['said']} {sentences.in_period(period_of(row))}" for row in (since.iloc[0], since.iloc[-1]))
    return f"{first}, {last}" if len(since) > 1 else f"{last}, not to be compared with earlier figures"


def _told(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    figures = _said(rows, indicator)
    columns = {
        "Figure": figures,
        "Count of whole": [
            words.part_of_whole(n, d, state, indicator)
            for n, d, state in zip(rows["numerator"], rows["denominator"], rows["state"], strict=True)
        ],
        "Likely range (95%)": [
            words.limits(low, high, indicator) for low, high in zip(rows["lower"], rows["upper"], strict=True)
        ],
        "Remarks": [
            words.sentence(remark(row, figure)) for (_, row), figure in zip(rows.iterrows(), figures, strict=True)
        ],
    }
    table = pd.DataFrame(columns)
    return table[[name for name in table if name == "Figure" or table[name].ne("").any()]]


def _series_table(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    rows = rows.sort_values(["period_start", "period_months"], ascending=False)
    table = _told(rows, indicator)
    table.insert(0, "Period", [words.sentence(period.label) for period in _periods(rows)])
    return table


def _areas_title(latest: pd.Series | None) -> str:
    if latest is None:
        return "All areas"
    return f"All areas, {period_of(latest).label}"


def _of_period(rows: pd.DataFrame, latest: pd.Series | None, indicator: Indicator) -> pd.DataFrame:
    """Headline figures of all areas for the newest period here, without one for the newest there is."""
    shown = latest if latest is not None else newest(rows, indicator)
    return rows.iloc[:0] if shown is None else rows[(rows[PERIOD] == shown[PERIOD]).all(axis=1)]


def _areas_table(rows: pd.DataFrame, indicator: Indicator, areas: Areas, places: dict[str, str]) -> pd.DataFrame:
    if rows.empty:
        return pd.DataFrame({"Area": []})
    found = [areas.at(code) for code in rows["area"]]
    table = _told(rows, indicator)
    table.insert(0, "Area", [place.name for place in found])
    table.insert(1, "Kind", [words.sentence(place.kind.value) for place in found])
    if places:
        table["Beyond the funnel"] = [words.sentence(places.get(code, "")) for code in rows["area"]]
    return table.sort_values(["Area", "Kind"], ignore_index=True)


def _breakdown_table(rows: pd.DataFrame, latest: pd.Series | None, indicator: Indicator) -> pd.DataFrame:
    if latest is None:
        return pd.DataFrame({"Group": []})
    parts = rows[(rows[PERIOD] == latest[PERIOD]).all(axis=1)]
    parts = parts.drop(everybody(parts).index)
    groups = zip(parts["sex"], parts["age"], parts["breakdown"], strict=True)
    table = _told(parts, indicator)
    table.insert(0, "Group", [words.group(*group) for group in groups])
    return table
