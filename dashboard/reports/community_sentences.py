"""Community sentences: requirements from order to end, definitions that look alike, recalls, and known need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.domain.area_views import AreaView, latest_in, newest
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.indicators import Indicator
from dashboard.domain.pathways import REQUIREMENT_STEPS as STEPS
from dashboard.domain.pathways import REQUIREMENTS as KINDS
from dashboard.domain.pathways import REQUIREMENTS_BEGUN as BEGUN
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import ShownFigure
from dashboard.reports import absences, sentences, words
from dashboard.reports.indicator import series_part
from dashboard.reports.measures import measures_of, where
from dashboard.reports.report import Part, ThemeReport
from dashboard.reports.tables import OWNERS, Cell, Table, table
from dashboard.reports.theme import finding_of, missing_of, part_of, theme_report

TOGETHER, NOTHING = "All three", "Not supplied"
STARTED = "Started"
FIRST = ("requirements-ordered", "requirements-started-3-weeks")
SOON = ("requirements-started-3-weeks", "drr-engaged-3-weeks")
FIGURES = (*FIRST, "requirements-completed")
RECALLS = ("licence-recalls", "recall-drugs-alcohol-reason")
NEED = ("known-need-with-requirement", "requirements-ordered")
QUESTION = "Do treatment requirements lead to treatment?"
_BREAKDOWNS = {kind: f"requirement={kind}" for kind in KINDS} | {"": ""}  # of a figure, by kind; "" is all three


@dataclass(frozen=True)
class Twins:
    """Measures that look alike and are defined otherwise, and why they differ."""

    title: str
    names: tuple[str, ...]
    why: str


TWINS = (
    Twins(
        "In treatment soon after sentence",
        ("requirements-started-3-weeks", "drr-engaged-3-weeks", "requirement-engaged-treatment"),
        sentences.WHY_STARTED_DIFFERS,
    ),
    Twins("Ordered, and started", ("requirements-ordered", *BEGUN.values()), sentences.WHY_ORDERED_DIFFERS),
    Twins(
        "Appointments attended",
        ("requirements-attended", "drr-appointments-attended"),
        sentences.WHY_ATTENDED_DIFFERS,
    ),
    Twins("Completed", ("requirements-completed", "drr-completion-rate"), sentences.WHY_COMPLETED_DIFFERS),
)


def community_sentences_report(view: AreaView) -> ThemeReport:
    """Return the page on community sentences, from figures with their breakdown by requirement."""
    parts = (
        *(series_part(one, view) for one in view.known(SOON[:1]) if view.latest_of(one, view.area)),
        _path(view),
        *_twins(view),
        part_of(view, "Recalls to prison from licence", RECALLS),
        part_of(view, "Known need, and requirements made", NEED),
    )
    finding = finding_of(view, SOON)
    return theme_report("community sentences", QUESTION, view, parts, finding=finding, figures=FIGURES)


@dataclass(frozen=True)
class _Found:
    """The figures of one step for one place and period, by kind of requirement; "" is all three."""

    place: Area
    period: Period
    by_kind: Mapping[str, ShownFigure]


@dataclass(frozen=True)
class _Step:
    """One step of the path: the measures that tell it, and their figures, None where there are none."""

    name: str
    measures: Sequence[Indicator]
    found: _Found | None


def _path(view: AreaView) -> Part:
    title, steps = "From order to end, by requirement", _steps(view)
    missing = missing_of(view, (*STEPS.values(), *BEGUN.values()))
    found = [step.found for step in steps if step.found]
    if not found:
        return Part(title, missing)
    wide = any(_is_of_region(one.place, view) for one in found)
    return Part(
        title,
        (sentences.NOT_SPLIT, *missing) if wide else missing,
        measures=measures_of(view, FIRST),
        tables=(table(title, (_row(step, view) for step in steps)),),
    )


def _is_of_region(place: Area, view: AreaView) -> bool:
    return place.kind is AreaKind.PROBATION_REGION and place in view.wider


def _steps(view: AreaView) -> list[_Step]:
    steps = [
        _Step(name, (indicator,), _by_breakdown(view, indicator))
        for name, measure in STEPS.items()
        for indicator in view.known([measure])
    ]
    begun = {kind: indicator for kind, name in BEGUN.items() for indicator in view.known([name])}
    if begun:
        steps.insert(1, _Step(STARTED, tuple(begun.values()), _by_indicator(view, begun)))
    return steps


def _places(view: AreaView) -> tuple[tuple[Area, str], ...]:
    """The area and those that stand in for it, each with the code that its figures are kept under."""
    return tuple((place, view.areas.kept_code(place.code)) for place in (view.area, *view.wider))


def _by_breakdown(view: AreaView, indicator: Indicator) -> _Found | None:
    """The newest figures by requirement, of the first place that has some; without any, all three together."""
    for kinds in (tuple(KINDS), ("",)):
        wanted = {_BREAKDOWNS[kind] for kind in kinds}
        for place, code in _places(view):
            figures = [figure for figure in view.all_groups(indicator.id, code) if _is_of_any_age_and_sex(figure)]
            latest = latest_in([figure for figure in figures if figure.key.breakdown in wanted], indicator, place)
            if latest is not None:
                period = latest.figure.period
                same = {figure.key.breakdown: figure for figure in figures if figure.period == period}
                return _Found(place, period, {kind: same[of] for kind, of in _BREAKDOWNS.items() if of in same})
    return None


def _is_of_any_age_and_sex(figure: ShownFigure) -> bool:
    return figure.key.sex == "persons" and not figure.key.age


def _by_indicator(view: AreaView, begun: Mapping[str, Indicator]) -> _Found | None:
    """The newest figures of orders begun, each kind from its own measure, of one place and period."""
    for place, code in _places(view):
        lasts = [newest(view.series(indicator.id, code), indicator) for indicator in begun.values()]
        found = [_in_period(view, begun, place, code, last.period) for last in lasts if last is not None]
        if found:
            # The newest period of which most kinds are known, for they come from several agencies.
            return max(found, key=lambda one: (len(one.by_kind), one.period.end))
    return None


def _in_period(view: AreaView, begun: Mapping[str, Indicator], place: Area, code: str, period: Period) -> _Found:
    figures = {kind: view.of_period(indicator.id, code, period) for kind, indicator in begun.items()}
    return _Found(place, period, {kind: figure for kind, figure in figures.items() if figure is not None})


def _row(step: _Step, view: AreaView) -> dict[str, Cell]:
    by_kind = step.found.by_kind if step.found else {}
    missing = NOTHING if step.found else words.sentence(absences.short(view.absence(step.measures[0]).absence))
    owners = dict.fromkeys(agency for indicator in step.measures for agency in indicator.owners)
    return {
        "Step": step.name,
        **{name: _cell(by_kind.get(kind), view, missing) for kind, name in {**KINDS, "": TOGETHER}.items()},
        "For": _about(step.found.place, step.found.period, view) if step.found else "",
        OWNERS: tuple(owners),
    }


def _cell(figure: ShownFigure | None, view: AreaView, missing: str) -> str:
    if figure is None:
        return missing
    return words.figure_with_part(figure.estimate, view.catalogue.called(figure.key.indicator))


def _about(place: Area, period: Period, view: AreaView) -> str:
    return words.sentence(f"{where(place, view.area) or view.area.name}, {period.label}")


def _twins(view: AreaView) -> list[Part]:
    """Each pair of definitions side by side, where at least one of them has a figure."""
    tables = []
    for twins in TWINS:
        measures = view.known(twins.names)
        if len(measures) > 1 and any(map(view.latest_anywhere, measures)):
            tables.append(replace(_definitions(twins.title, measures, view), about=twins.why))
    return [Part("Definitions side by side", (sentences.LOOK_ALIKE,), tables=tuple(tables))] if tables else []


def _definitions(title: str, measures: Sequence[Indicator], view: AreaView) -> Table:
    columns = [_definition(indicator, view) for indicator in measures]
    rows = [(label, *(column[label] for column in columns)) for label in columns[0]]
    headings = ("Definition", *(indicator.short_title for indicator in measures))
    return Table(title, headings, tuple(rows), owned="by column")


def _definition(indicator: Indicator, view: AreaView) -> dict[str, Cell]:
    latest = next(iter(view.latest_anywhere(indicator)), None)
    missing = "" if latest else words.sentence(absences.told_of(view, indicator))
    return {
        "Figure": _cell(latest.figure if latest else None, view, missing),
        "For": _about(latest.place, latest.figure.period, view) if latest else "",
        "What is counted": indicator.numerator,
        "Out of": indicator.denominator or "(a count)",
        "Source": indicator.source,
        "Careful": indicator.caveat,
        OWNERS: indicator.owners,
    }
