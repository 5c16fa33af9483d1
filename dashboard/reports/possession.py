"""How possession cases were closed, over time, and whether people of all groups are diverted alike."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dashboard.charts.shares import groups as groups_chart
from dashboard.charts.shares import parts as parts_chart
from dashboard.charts.style import Chart
from dashboard.domain.area_views import AreaView
from dashboard.domain.areas import Area
from dashboard.domain.breakdowns import breakdown_pairs
from dashboard.domain.indicators import Indicator
from dashboard.domain.pathways import CLOSED, DIVERTED, OTHER_OUTCOMES, OUTCOMES
from dashboard.domain.periods import Period
from dashboard.domain.shown_figures import FigureKey, ShownFigure
from dashboard.reports import sentences, words
from dashboard.reports.happened import Happened, happened
from dashboard.reports.measures import why_unknown
from dashboard.reports.report import Part
from dashboard.reports.steps import shared_period
from dashboard.reports.tables import Table, table

_PART_OF = {value: part for part, values in OUTCOMES.items() for value in values}
_PARTS = (*OUTCOMES, OTHER_OUTCOMES)
_SEXES = {"male": "Men", "female": "Women", "other": "Another sex", "unknown": "Sex not known"}
_GAP = 1.75  # the height of a strip with room for its label, in largest shares


class _Closed(NamedTuple):
    """How the cases of one period were closed: how many, and the share of each part (0 to 100); NaN where not known."""

    period: Period
    whole: float
    shares: Mapping[str, float]


def closed_part(view: AreaView, force: Area, place: str) -> Part:
    """Return how possession cases were closed in one force over time, with what happened there."""
    title = f"How possession cases were closed, {place}"
    indicator = view.catalogue.called(CLOSED)
    # Shares of the same cases are judged by the smallest group that the measure of those diverted names.
    least = max((one.minimum_denominator or 0 for one in view.known([DIVERTED])), default=0)
    everybody = [one for one in view.all_groups(CLOSED, force.code) if one.key.sex == "persons" and not one.key.age]
    outcomes = [figure for figure in everybody if _is_outcome(figure)]
    if not outcomes:
        return Part(title, (f"{why_unknown(view, indicator)}.",))
    by_period: dict[Period, list[ShownFigure]] = defaultdict(list)
    for figure in everybody:
        by_period[figure.period].append(figure)
    series = [_closed(by_period[period], period) for period in _of_one_kind(outcomes)]
    subtitle = f"Share of possession cases closed, {place}, per cent; each strip to one scale"
    finding = "" if _are_few(series, least) else _finding(series, place)
    there = happened(view.events_of([indicator], force), [indicator], [closed.period for closed in series])
    return Part(
        "" if finding else title,
        () if finding or not _are_few(series, least) else (sentences.few_cases(least),),
        chart=_composition(series, finding, subtitle, there) if finding else None,
        tables=(_table(title, series),),
    )


def _are_few(series: Sequence[_Closed], least: int) -> bool:
    """Whether most periods have fewer cases than a group that is judged, or none that can be shown."""
    enough = sum(closed.whole >= least for closed in series)
    return enough * 2 <= len(series)


def _is_outcome(figure: ShownFigure) -> bool:
    return figure.key.breakdown.startswith("outcome=")


def _of_one_kind(figures: Sequence[ShownFigure]) -> list[Period]:
    """The periods of the kind that there are most of, in order; of two, the one whose periods do not overlap."""
    periods = list(dict.fromkeys(figure.period for figure in figures))
    kinds = [period.kind for period in periods]
    most = max(kinds, key=lambda kind: (kinds.count(kind), not kind.overlaps_itself))
    return sorted(period for period in periods if period.kind is most)


def _closed(figures: Sequence[ShownFigure], period: Period) -> _Closed:
    """The share of each part in one period; NaN where the whole or any figure in the part has no number."""
    whole = next((figure.estimate.numerator for figure in figures if not figure.key.breakdown), math.nan)
    counts: dict[str, list[float]] = defaultdict(list)
    for figure in filter(_is_outcome, figures):
        outcome = breakdown_pairs(figure.key.breakdown)["outcome"]
        counts[_PART_OF.get(outcome, OTHER_OUTCOMES)].append(figure.estimate.numerator)
    shares = {part: sum(counts[part]) / whole * 100 if part in counts and whole else math.nan for part in _PARTS}
    return _Closed(period, whole, shares)


def _known(series: Sequence[_Closed], part: str) -> list[_Closed]:
    return [closed for closed in series if not math.isnan(closed.shares[part])]


def _finding(series: Sequence[_Closed], place: str) -> str:
    """Return the part that changed most between the first and the last period that have it."""
    best: tuple[float, str] = (-1.0, "")
    for part in OUTCOMES:
        known = _known(series, part)
        if len(known) > 1:
            first, last = known[0], known[-1]
            said = (
                f"{words.sentence(place)}: {part[:1].lower()}{part[1:]} was {_share_in_period(first, part)} "
                f"and {_share_in_period(last, part)}"
            )
            best = max(best, (abs(last.shares[part] - first.shares[part]), said))
    return best[1]


def _share_in_period(closed: _Closed, part: str) -> str:
    return f"{words.share(closed.shares[part], 100)} {sentences.in_period(closed.period)}"


def _composition(series: Sequence[_Closed], title: str, subtitle: str, there: Happened) -> Chart:
    step = max(closed.shares[part] for part in _PARTS for closed in _known(series, part)) * _GAP
    bars = [bar for at, part in enumerate(_PARTS) for bar in _strip(series, part, -at * step)]
    each = "; ".join(f"{bar['period']}, {bar['part']}: {bar['said']}" for bar in bars)
    alternative = f"{subtitle}, as strips of bars over time. {each}.{there.words}"
    above = "; ".join([subtitle, *sentences.of_windows(series[-1].period), *there.subtitle])
    return parts_chart(there.on(bars), title, above, alternative, there.said)


def _strip(series: Sequence[_Closed], part: str, base: float) -> Iterator[dict[str, object]]:
    known = _known(series, part)
    label = f"{part}: {_newest(series, part)}"
    over = base + max((closed.shares[part] for closed in known), default=0.0)
    for at, closed in enumerate(series):
        share = closed.shares[part]
        yield {
            "period": closed.period.text,
            "part": part,
            "base": base,
            "top": base + share,
            "over": over,
            "said": "not known" if math.isnan(share) else words.share(share, 100),
            "label": label if at == 0 else "",
            "unknown": "?" if math.isnan(share) else "",
            "run": 0,
        }


def _newest(series: Sequence[_Closed], part: str) -> str:
    """The share in the newest period; where that is not known, so, and the last that is."""
    known, last = _known(series, part), series[-1]
    if not known:
        return "not known"
    stated = _share_in_period(known[-1], part)
    return stated if known[-1] is last else f"not known {sentences.in_period(last.period)}; {stated}"


def _table(title: str, series: Sequence[_Closed]) -> Table:
    return table(title, map(_row, reversed(series)))


def _row(closed: _Closed) -> dict[str, str]:
    return {
        "Period": words.sentence(closed.period.label),
        "Cases closed": "Not known" if math.isnan(closed.whole) else words.number(closed.whole),
        **{
            part: "Not known" if math.isnan(share) else words.share(share, 100) for part, share in closed.shares.items()
        },
    }


class _Group(NamedTuple):
    """The share diverted in one group of people; NaN, and no range, where they are too few to say.

    ``within`` is its name as it stands within a sentence.
    """

    label: str
    within: str
    text: str
    value: float
    lower: float
    upper: float
    likely: str
    is_known: bool


def groups_part(view: AreaView, force: Area, place: str) -> Part:
    """Return the share diverted by sex, age and ethnic group in one force."""
    indicator = view.catalogue.called(DIVERTED)
    split = [figure for figure in view.all_groups(DIVERTED, force.code) if _is_of_a_group(figure.key)]
    period = shared_period(split)
    title = f"Diverted instead of court, by sex, age and ethnic group, {place}"
    if period is None:
        return Part(title, (f"{why_unknown(view, indicator)}.",))
    everybody = view.of_period(DIVERTED, force.code, period)
    level = math.nan if everybody is None else everybody.value
    groups = [_group(figure, indicator) for figure in _in_order(split, period)]
    if not any(group.is_known for group in groups):
        return Part(title, (sentences.few_in_each_group(len(groups), indicator.minimum_denominator or 0, period),))
    subtitle = f"{indicator.short_title}, {place}, {period.label}; the line is the likely range (95%)"
    dashed = "" if math.isnan(level) else "; the dashed line is everybody"
    each = "; ".join(f"{group.label}: {group.text}" for group in groups)
    finding = _apart(groups, level, indicator)
    return Part(
        "",
        chart=groups_chart(_points(groups, level), title, f"{subtitle}{dashed}", f"{subtitle}. {each}."),
        tables=(_table_of_groups(f"{title}, {period.label}", groups),),
        after=(finding,) if finding else (),
    )


def _is_of_a_group(key: FigureKey) -> bool:
    """Whether a figure is of a sex, an age or an ethnic group, and of nothing else."""
    if key.breakdown:
        return key.breakdown.startswith("ethnicity=")
    return not key.is_headline


def _in_order(figures: Sequence[ShownFigure], period: Period) -> list[ShownFigure]:
    """The groups of one period by sex, men first, then by age, then by ethnic group."""
    of_period = [figure for figure in figures if figure.period == period]
    # They come in the order of their keys, which sorting keeps among those of one sex.
    return sorted(sorted(of_period, key=lambda figure: figure.key.sex, reverse=True), key=_kind)


def _kind(figure: ShownFigure) -> int:
    return 0 if figure.key.sex != "persons" else 1 if figure.key.age else 2


def _group(figure: ShownFigure, indicator: Indicator) -> _Group:
    estimate, label = figure.estimate, _label(figure.key)
    within = _within_a_sentence(figure.key, label)
    whole = 0.0 if math.isnan(estimate.denominator) else estimate.denominator
    if not figure.is_known or whole < (indicator.minimum_denominator or 0):
        return _Group(label, within, sentences.TOO_FEW, math.nan, math.nan, math.nan, "", is_known=False)
    return _Group(
        label,
        within,
        words.counted_figure(estimate, indicator),
        estimate.value,
        estimate.lower,
        estimate.upper,
        words.limits(estimate.lower, estimate.upper, indicator),
        is_known=True,
    )


def _label(key: FigureKey) -> str:
    parts = [_SEXES[key.sex]] if key.sex != "persons" else []
    if key.age:
        parts.append(words.sentence(words.ages(key.age) if parts else f"aged {words.ages(key.age)}"))
    if key.breakdown:
        parts.append(words.sentence(f"{breakdown_pairs(key.breakdown)['ethnicity']} (ethnic group)"))
    return ", ".join(parts)


def _within_a_sentence(key: FigureKey, label: str) -> str:
    if key.sex == "persons":
        return f"people {label[:1].lower()}{label[1:]}" if key.age else label
    return label if key.age or key.breakdown else label.lower()


def _apart(groups: Sequence[_Group], level: float, indicator: Indicator) -> str:
    """Which groups lie apart from everybody."""
    return sentences.groups_apart(
        [group.within for group in groups if group.lower > level],
        [group.within for group in groups if group.upper < level],
        words.level(level, indicator),
    )


def _points(groups: Sequence[_Group], level: float) -> list[dict[str, object]]:
    return [
        {
            "at": at,
            "label": group.label,
            "said": group.text,
            "value": group.value,
            "lower": group.lower,
            "upper": group.upper,
            "everybody": level,
            "known": group.is_known,
        }
        for at, group in enumerate(groups)
    ]


def _table_of_groups(title: str, groups: Sequence[_Group]) -> Table:
    headings = ("Group", "Diverted", "Likely range (95%)")
    return Table(title, headings, tuple((group.label, group.text, group.likely) for group in groups))
