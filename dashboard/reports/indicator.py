"""The page of one measure in one area: its series, other areas, breakdowns, definition, revisions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dashboard.charts.style import Chart, of_sources
from dashboard.domain.area_views import AreaView, Figures, Latest, newest
from dashboard.domain.areas import Areas
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import PeriodKind
from dashboard.domain.shown_figures import ShownFigure
from dashboard.reports import comparators, sentences, words
from dashboard.reports.control import control_of, control_table
from dashboard.reports.definition import context_of, definition_of
from dashboard.reports.funnel import FunnelPart, funnel_of
from dashboard.reports.happened import SUBTITLE, SUBTITLE_AGAIN
from dashboard.reports.measures import measure_of, why_no_figure
from dashboard.reports.report import IndicatorReport, Part
from dashboard.reports.series import FIGURE, figure_cells, series_chart, series_table
from dashboard.reports.tables import Cell, Table, table
from dashboard.stats.spc import ControlChart
from dashboard.stats.trends import YEARLY
from dashboard.stats.verdicts import CHARTED, chart_of, trend_of


def indicator_report(
    indicator: Indicator,
    view: AreaView,
    everywhere: Figures,
    revisions: tuple[str, ...],
    today: date,
    until: date | None = None,
) -> IndicatorReport:
    """Return the report on ``indicator`` in the area of ``view``, told on a day.

    ``view`` has all figures of the measure in the area, ``everywhere`` those of everybody in all areas for its
    newest period. ``until`` is the day after which no period ends of the figures that are quoted.
    """
    area, series = view.area, view.series(indicator.id, view.code)
    last = newest(series, indicator)
    latest = None if last is None else view.of_age(last)
    events = view.events_of([indicator], area)
    chart = None if latest is None else series_chart(view.series_of(latest), indicator, area, events)
    charted = _charted(series, view, indicator)
    made = None if charted is None or charted.reason else charted
    control = None if made is None else control_of(made, indicator, area, events)
    part = funnel_of(everywhere, indicator, area, view.areas) if everywhere else FunnelPart()
    return IndicatorReport(
        title=indicator.title,
        question=indicator.question,
        why=indicator.why,
        latest=None if latest is None else measure_of(Latest(area, latest), indicator, view),
        not_supplied=why_no_figure(view, indicator) if latest is None else "",
        next_figure="" if latest is None or until else _next_figure(latest, indicator, today),
        about_comparison=() if latest is None else _about_comparison(latest, indicator, view),
        chart=of_sources(chart, [indicator.source]),
        changes=() if latest is None else tuple(_changes(latest, series, charted, view, indicator)),
        control=of_sources(_stated_once(control, chart), [indicator.source]),
        control_points=control_table(f"{area.name} and its usual ups and downs", made, indicator),
        series=series_table(f"{area.name} over time", series, indicator),
        funnel=of_sources(part.chart, [indicator.source]),
        about_funnel=part.said,
        areas=_areas_table(latest, everywhere, indicator, view.areas, part.places),
        breakdowns=_breakdown_table(latest, view, indicator),
        definition=definition_of(indicator),
        owners=indicator.owners,
        context=context_of(indicator, view.definitions, until),
        revisions=revisions,
        revision=view.revision,
    )


def _next_figure(latest: ShownFigure, indicator: Indicator, today: date) -> str:
    """When the figure after the newest should be out; nothing of plans, which are known before their period."""
    end = indicator.next_end(latest.period.end)
    return "" if indicator.plan else sentences.next_figure(end, indicator.due_by(end), today)


def series_part(indicator: Indicator, view: AreaView) -> Part:
    """Return one measure of an area as a part of a page: the newest figure in full, its chart and table over time.

    It is empty where there is none: the finding of the page says why.
    """
    area = view.area
    latest = view.latest_of(indicator, area)
    if latest is None:
        return Part("")
    series = view.series_of(latest.figure)
    return Part(
        "",
        newest=measure_of(latest, indicator, view),
        chart=of_sources(series_chart(series, indicator, area, view.events_of([indicator], area)), [indicator.source]),
        tables=(series_table(f"{indicator.short_title} over time, {area.name}", series, indicator),),
    )


def _about_comparison(latest: ShownFigure, indicator: Indicator, view: AreaView) -> tuple[str, ...]:
    parts = (
        sentences.smallest_difference(latest, indicator),
        "" if view.compared_before(latest) else sentences.not_compared(latest),
        comparators.theirs(latest, indicator, view.group),
        comparators.members(view.group, view.definitions.neighbours),
        sentences.against_ambition(latest, indicator),
    )
    return tuple(filter(None, parts))


def _newest_of(series: Figures, view: AreaView, indicator: Indicator, kinds: Sequence[PeriodKind]) -> Figures:
    """The series of the kind, among these, whose figures are newest."""
    last = newest([figure for figure in series if figure.period.kind in kinds], indicator)
    return () if last is None else view.series_of(last)


def _charted(series: Figures, view: AreaView, indicator: Indicator) -> ControlChart | None:
    found = _newest_of(series, view, indicator, CHARTED)
    return chart_of(found, indicator) if found else None


def _changes(
    latest: ShownFigure, series: Figures, charted: ControlChart | None, view: AreaView, indicator: Indicator
) -> Iterator[str]:
    """How the figures change: years by their trend, quarters and months by their chart, any against a year before."""
    yearly = _newest_of(series, view, indicator, YEARLY)
    if said := sentences.since_last_year(latest, view.a_year_before(latest), indicator):
        yield said
    if yearly:
        yield sentences.trend(trend_of(yearly, indicator), indicator)
    if charted is not None and charted.reason:
        yield sentences.no_control_chart(charted.reason)
    if charted is None and not yearly:
        yield sentences.no_change_told(trend_of(view.series_of(latest), indicator).reason)


def _stated_once(control: Chart | None, above: Chart | None) -> Chart | None:
    """A control chart that does not tell again below it what the chart above tells by the same numbers."""
    if control is None or above is None or not control.happened or control.happened != above.happened:
        return control
    subtitle = control.subtitle.replace(SUBTITLE, SUBTITLE_AGAIN)
    return replace(control, subtitle=subtitle, happened=())


def _areas_table(
    latest: ShownFigure | None, everywhere: Figures, indicator: Indicator, areas: Areas, places: Mapping[str, str]
) -> Table:
    title = "All areas" if latest is None or not everywhere else f"All areas, {everywhere[0].period.label}"
    rows = [_area_cells(figure, indicator, areas, places) for figure in everywhere]
    rows.sort(key=lambda row: (row["Area"], row["Kind"]))
    return table(title, rows).filled("Area", "Kind", FIGURE, _BEYOND)


_BEYOND = "Beyond the funnel"


def _area_cells(figure: ShownFigure, indicator: Indicator, areas: Areas, places: Mapping[str, str]) -> dict[str, Cell]:
    place = areas.at(figure.key.area)
    beyond = {_BEYOND: words.sentence(places.get(figure.key.area, ""))} if places else {}
    return {
        "Area": place.name,
        "Kind": words.sentence(place.kind.value),
        **figure_cells(figure, indicator),
        **beyond,
    }


def _breakdown_table(latest: ShownFigure | None, view: AreaView, indicator: Indicator) -> Table:
    period = None if latest is None else latest.period
    groups = (figure for figure in view.all_groups(indicator.id, view.code) if not figure.key.is_headline)
    rows = (
        {"Group": words.group(figure.key.sex, figure.key.age, figure.key.breakdown), **figure_cells(figure, indicator)}
        for figure in groups
        if figure.period == period
    )
    return table("Who is in the figure", rows).filled("Group", FIGURE)
