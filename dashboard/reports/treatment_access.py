"""Treatment access: who is in treatment, who is not, who starts and through whom, how soon, and young people apart."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dashboard.charts import lines as drawn
from dashboard.charts.style import Chart
from dashboard.domain.area_views import AreaView, Latest
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.labels import Method
from dashboard.domain.pathways import STARTS, UNMET
from dashboard.domain.pathways import STARTS_REFERRED as REFERRED
from dashboard.domain.periods import Period, PeriodKind
from dashboard.domain.shown_figures import Estimate, ShownFigure
from dashboard.reports import absences, sentences, words
from dashboard.reports.courses import change_of_country
from dashboard.reports.happened import happened
from dashboard.reports.measures import measures_of
from dashboard.reports.report import Part, ThemeReport
from dashboard.reports.tables import OWNERS, Cell, Table, table
from dashboard.reports.theme import finding_of, missing_of, part_of, sourced, theme_report
from dashboard.stats.verdicts import COUNTRIES

EVERYBODY = "adults-in-treatment"
GROUPS = tuple(f"{EVERYBODY}-{name}" for name in ("opiate", "non-opiate", "non-opiate-alcohol", "alcohol"))
JUSTICE = "new-presentations-cj-share"
WAITS = ("first-intervention-3-weeks", "early-unplanned-exits", "residential-access")
YOUNG = ("young-people-in-treatment",)
FIGURES = (EVERYBODY, UNMET[0], STARTS)
QUESTION = "Who is in treatment, who is not yet, and who starts?"
ALL, REST = "All who started", "Others and self"
_WITHOUT = {REST: "Cannot be worked out"}
_IN_PARTS = {EVERYBODY, *GROUPS, *UNMET, STARTS, *REFERRED.values(), JUSTICE, *WAITS, *YOUNG}


def treatment_access_report(view: AreaView) -> ThemeReport:
    """Return the page on treatment access."""
    others = [indicator.id for indicator in view.catalogue if indicator.id not in _IN_PARTS]
    parts = (
        _in_treatment(view),
        _unmet(view),
        sourced(_starting(view), view, [STARTS, *REFERRED.values()]),
        part_of(view, "Waits, early exits and residential treatment", WAITS),
        Part("Other measures of treatment", measures=measures_of(view, others)),
        part_of(view, "Young people, apart from adults", YOUNG),
    )
    finding = finding_of(view, [EVERYBODY])
    return theme_report("treatment access", QUESTION, view, parts, finding=finding, figures=FIGURES)


def _latest(view: AreaView, name: str) -> Latest | None:
    return view.first_latest(view.catalogue.called(name)) if name in view.catalogue else None


def _in_treatment(view: AreaView) -> Part:
    title, names = "In treatment, by substance group", (EVERYBODY, *GROUPS)
    missing, latest = missing_of(view, names), _latest(view, EVERYBODY)
    if latest is None or not latest.figure.is_known:
        return Part(title, missing, measures=measures_of(view, names))
    indicator = view.catalogue.called(EVERYBODY)
    growth = _growth(view, indicator, latest.figure)
    return Part(
        title,
        tuple(filter(None, (growth, sentences.no_ambition(indicator), *missing))),
        measures=measures_of(view, [EVERYBODY]),
        tables=(_groups(view, latest.figure),),
    )


def _growth(view: AreaView, indicator: Indicator, figure: ShownFigure) -> str:
    before = view.a_year_before(figure)
    if before is None:
        return ""
    theirs = change_of_country(view, indicator, figure)
    return sentences.growth(figure, before, indicator, theirs, indicator.universe)


def _groups(view: AreaView, whole: ShownFigure) -> Table:
    country = view.of_period(EVERYBODY, COUNTRIES["England"], whole.period)
    rows = [_of_group(view, indicator, whole, country) for indicator in view.known(GROUPS)]
    return table(f"Substance groups, {whole.period.label}", rows)


def _of_group(view: AreaView, indicator: Indicator, whole: ShownFigure, country: ShownFigure | None) -> dict[str, Cell]:
    own = view.of_period(indicator.id, whole.key.area, whole.period)
    theirs = view.of_period(indicator.id, COUNTRIES["England"], whole.period)
    before = None if own is None else view.a_year_before(own)
    return {
        "Group": indicator.short_title,
        "People": _missing(view, indicator, whole) if own is None else words.figure(own.estimate, indicator),
        "Of all in treatment here": _share(own, whole),
        "Of all in England": _share(theirs, country),
        "A year before": "" if before is None else words.figure(before.estimate, indicator),
        OWNERS: indicator.owners,
    }


def _share(part: ShownFigure | None, whole: ShownFigure | None) -> str:
    if part is None or whole is None or not part.is_known or not whole.value > 0:
        return ""
    about = "about " if State.ROUNDED in (part.state, whole.state) else ""
    return f"{about}{words.number(part.value / whole.value * 100)}%"


def _unmet(view: AreaView) -> Part:
    about: list[str] = []
    rows: list[dict[str, Cell]] = []
    for indicator in view.known(UNMET):
        for latest in view.latest(indicator):
            series = _newest_first(view.series(indicator.id, latest.figure.key.area))
            about.append(sentences.in_people(latest.figure, indicator))
            about += sentences.across_break(indicator, series[-1].period, series[0].period)
            rows += [_of_year(figure, indicator) for figure in series]
    return Part(
        "Not in treatment, by estimate",
        tuple(filter(None, (*about, *missing_of(view, UNMET)))),
        measures=measures_of(view, UNMET),
        tables=(table("Unmet need over time", rows).filled(),) if rows else (),
    )


def _newest_first(series: Sequence[ShownFigure]) -> list[ShownFigure]:
    return sorted(series, key=lambda figure: figure.period.start, reverse=True)


def _of_year(figure: ShownFigure, indicator: Indicator) -> dict[str, Cell]:
    estimate = figure.estimate
    later = [change.date for change in indicator.breaks if figure.period.start < change.date]
    return {
        "Measure": indicator.short_title,
        "Period": words.sentence(figure.period.label),
        "Share": words.figure(estimate, indicator),
        "Range the source gives (95%)": words.limits(estimate.lower, estimate.upper, indicator),
        "People": words.part_of_whole(estimate, indicator),
        "Method": f"Earlier: not compared with figures from {later[-1]:%B %Y}" if later else "",
    }


class _Start(NamedTuple):
    """The people who started in a period: all of them, those whom an agency referred, or the rest."""

    series: str
    period: Period
    estimate: Estimate


_Starts = Sequence[_Start]  # in order of time; of a period all, then those of each agency, then the rest


def _starting(view: AreaView) -> Part:
    names = (STARTS, *REFERRED.values())
    latest = _latest(view, STARTS)
    if latest is None:
        return part_of(view, "Who starts, and who refers them", (*names, JUSTICE))
    title, starts = "Who starts treatment, and who referred them", _starts(view, latest)
    rest = () if REST in _names(starts) else (sentences.NO_REST,)
    return Part(
        title,
        (*missing_of(view, (*names, JUSTICE)), *rest),
        chart=_chart(view, latest, starts),
        tables=(_over_time(title, starts, view.catalogue.called(STARTS)),),
        measures=measures_of(view, (STARTS, JUSTICE)),
    )


def _starts(view: AreaView, latest: Latest) -> _Starts:
    kind = _kind(view, latest)
    found: dict[Period, list[_Start]] = defaultdict(list)
    for series, name in {ALL: STARTS, **REFERRED}.items():
        for figure in view.series(name, latest.figure.key.area):
            if figure.period.kind is kind:
                found[figure.period].append(_Start(series, figure.period, figure.estimate))
    return [start for period in sorted(found) for start in (*found[period], *_rest(period, found[period]))]


def _kind(view: AreaView, latest: Latest) -> PeriodKind:
    """Quarters where there are some, for windows that share months show no change; else the kind of the newest."""
    kinds = {figure.period.kind for figure in view.series(STARTS, latest.figure.key.area) if figure.is_known}
    return PeriodKind.QUARTER if PeriodKind.QUARTER in kinds else latest.figure.period.kind


def _rest(period: Period, starts: _Starts) -> _Starts:
    """The people whom none of the agencies referred in a period, only from numbers that are all shown."""
    estimates = {start.series: start.estimate for start in starts}
    if len(estimates) < 1 + len(REFERRED) or not all(estimate.is_known for estimate in estimates.values()):
        return []
    left = estimates[ALL].value - sum(estimates[name].value for name in REFERRED)
    if left < 0:
        return []
    rounded = any(estimate.state is State.ROUNDED for estimate in estimates.values())
    state = State.ROUNDED if rounded else State.VALUE
    return [_Start(REST, period, Estimate(left, math.nan, math.nan, left, math.nan, Method.NONE, state))]


def _missing(view: AreaView, indicator: Indicator, whole: ShownFigure) -> str:
    found = absences.of_period(view, indicator, view.area, whole.period)
    return words.sentence(absences.short(found.absence))


def _names(starts: _Starts) -> list[str]:
    found = {start.series for start in starts}
    return [name for name in (ALL, *REFERRED, REST) if name in found]


def _over_time(title: str, starts: _Starts, indicator: Indicator) -> Table:
    names = _names(starts)
    cells: dict[Period, dict[str, str]] = defaultdict(dict)
    for start in starts:
        cells[start.period][start.series] = words.figure(start.estimate, indicator)
    rows = [
        {
            "Period": words.sentence(period.label),
            **{name: found.get(name, _WITHOUT.get(name, "Not supplied")) for name in names},
        }
        for period, found in cells.items()
    ]
    return table(title, reversed(rows))


def _chart(view: AreaView, latest: Latest, starts: _Starts) -> Chart | None:
    known = [start for start in starts if start.estimate.is_known]
    whole = [start for start in known if start.series == ALL]
    if len(whole) < 2:
        return None
    indicator, place, newest = view.catalogue.called(STARTS), latest.place, whole[-1]
    # The unit is said once, of all who started.
    parts = [
        (start.series, words.amount(start.estimate, indicator).number)
        for start in known
        if start.period == newest.period and start.series in REFERRED
    ]
    measures = view.known([STARTS, *REFERRED.values()])
    events = happened(view.events_of(measures, place), measures, [start.period for start in starts])
    unlabelled = _points(view, starts)
    points = events.on([*unlabelled, *_labels(starts, unlabelled)])
    figures = _in_words(points, _names(starts))
    return drawn.lines(
        points,
        sentences.starts(words.figure(newest.estimate, indicator), place.name, newest.period, parts),
        "; ".join(
            [
                "Adults who started treatment, and those of them whom an agency referred; people",
                *sentences.of_windows(newest.period),
                *events.subtitle,
            ]
        ),
        f"New starts in treatment over time, and who referred them, {place.name}. {figures}.{events.words}",
        events.said,
    )


def _in_words(points: Sequence[Mapping[str, object]], names: Sequence[str]) -> str:
    by_name: dict[object, list[str]] = defaultdict(list)
    for point in points:
        by_name[point["series"]].append(f"{point['period']} {point['said']}")
    return "; ".join(f"{name}: {', '.join(by_name[name])}" for name in names)


def _points(view: AreaView, starts: _Starts) -> list[dict[str, object]]:
    """The points of some starts, as ``charts.lines`` draws them."""
    indicator, names = view.catalogue.called(STARTS), _names(starts)
    breaks = [change.date for measure in view.known(REFERRED.values()) for change in measure.breaks]
    return [
        {
            "period": start.period.text,
            "series": start.series,
            "place": names.index(start.series),
            "value": start.estimate.value,
            "said": words.figure(start.estimate, indicator),
            "run": f"{start.series} {sum(start.period.start >= day for day in breaks)}",
            "label": "",
            "label_at": math.nan,
        }
        for start in starts
    ]


def _labels(starts: _Starts, points: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """The name of each series, beside the last period, as high as its last number; ``points`` are those of the starts.

    At least one start has a number.
    """
    known = [(start, point) for start, point in zip(starts, points, strict=True) if start.estimate.is_known]
    last = {start.series: start for start, _ in known}
    ends = [(start, point) for start, point in known if last[start.series] is start]
    highest = max(start.estimate.value for start, _ in known)
    heights = drawn.apart([start.estimate.value for start, _ in ends], highest)
    beside = {"period": starts[-1].period.text, "value": math.nan, "run": ""}
    return [
        {**point, **beside, "label": start.series, "label_at": height}
        for (start, point), height in zip(ends, heights, strict=True)
    ]
