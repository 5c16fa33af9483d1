"""Sentences for a chair: what, how many, compared with whom, since when, how sure. Calm, and nobody's fault.

Every sentence about a figure is made here, from figures as they are shown
and their indicator, from trends and from control charts; numbers and units in words come from ``words``.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from dashboard.domain.agencies import Agency
from dashboard.domain.events import Event
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.labels import Change, Label, Method
from dashboard.domain.periods import Period, PeriodKind, end_in_words
from dashboard.domain.shown_figures import ComparatorFigure, ShownFigure
from dashboard.domain.wording import listed
from dashboard.reports import words
from dashboard.stats.comparisons import smallest_visible_difference
from dashboard.stats.spc import ControlChart
from dashboard.stats.trends import Trend
from dashboard.stats.verdicts import THE_COMPARATOR

FEW = 100  # our own rule, product.md: under this many people the count is said beside every percentage
TOO_FEW = "Too few people to say"
_BEYOND_CHANCE = "by more than chance would explain"
_VERBS = {State.NOT_APPLICABLE: "", State.NOT_COLLECTED: "was ", State.WITHDRAWN: "was "}  # the others "is"


def headline(figure: ShownFigure, indicator: Indicator, where: str = "") -> str:
    """Return what one estimate says: how many of whom, when, against the comparator, and how sure that is.

    "12 of 31 people leaving prison with a treatment need started treatment within three weeks (39%),
    July to September 2025. England's figure is 53%; with this few people the difference could be
    chance." ``where`` names a wider area that the figure is for. Without a number it says why.
    """
    if not figure.is_known:
        return no_figure(figure, indicator, where)
    said = (
        _told(figure, indicator, where),
        _against(figure, indicator) or _range(figure, indicator),
        unfinished(figure, indicator),
    )
    return " ".join(filter(None, said))


def _told(figure: ShownFigure, indicator: Indicator, where: str) -> str:
    return f"{_stated(figure, indicator)}, {_when(figure, where)}."


def _stated(figure: ShownFigure, indicator: Indicator) -> str:
    """How many of whom, without when and without a full stop."""
    value = words.figure(figure.estimate, indicator)
    part = words.part_of_whole(figure.estimate, indicator)
    amount, beside = value, part
    if indicator.kind == "proportion":
        of = " of" if indicator.unit == words.PERCENT else ""  # "8 per 1,000 adults", but "39% of people"
        amount, beside = (part, value) if part else (f"{value}{of}", "")
    if part and words.almost_none(figure.estimate):
        beside = ""  # 0 to 2 of 35 is not 0%
    stated = (indicator.sentence or f"{indicator.short_title}: {{figure}}").replace("{figure}", amount)
    return words.sentence(f"{stated}{f' ({beside})' if beside else ''}")


def _when(figure: ShownFigure, where: str) -> str:
    return f"{figure.period.label}{f', for {where}' if where else ''}"


def _against(figure: ShownFigure, indicator: Indicator) -> str:
    """How it stands to its comparator, and whether that could be chance; nothing where it is not compared."""
    if figure.comparison is None or figure.comparator is None:
        return ""
    label, name = figure.comparison.label, figure.comparator.name
    theirs = words.value_in_unit(figure.comparator.value, indicator)
    if label is not Label.SIMILAR:
        return f"That is {label} than {name} ({theirs}), {_beyond_chance(label)}."
    if theirs == words.value_in_unit(figure.value, indicator):
        return f"{_their_figure(figure.comparator)} is {theirs} too."
    few = indicator.kind == "proportion" and figure.estimate.denominator < FEW
    because = f"with this few {words.things(indicator)} " if few else ""
    return f"{_their_figure(figure.comparator)} is {theirs}; {because}the difference could be chance."


def _beyond_chance(label: Label) -> str:
    far = "far " if label.is_much else ""
    return _BEYOND_CHANCE.replace("more", f"{far}more")


def finding(
    figure: ShownFigure, before: ShownFigure | None, indicator: Indicator, where: str = "", theirs: float = math.nan
) -> str:
    """Return what a page begins with: one figure, its verdict and its change, in one sentence; or why there is none.

    "12 of 31 people leaving prison … (39%), July to September 2025: similar to England (53%), and about the same as a
    year before (38%)." ``theirs`` is how a count of the country changed, per cent or NaN.
    """
    if not figure.is_known:
        return no_figure(figure, indicator, where)
    since = grown(figure, before, theirs, indicator.universe) if before and indicator.kind == "count" else ""
    beside = (verdict_beside(figure, indicator), since or year_before(figure, before, indicator))
    found = [f"{said[:1].lower()}{said[1:]}".rstrip(".").replace(". ", "; ") for said in beside if said]
    return f"{_stated(figure, indicator)}, {_when(figure, where)}{': ' if found else ''}{', and '.join(found)}."


def finding_of_steps(place: str, period: Period, ends: Sequence[tuple[str, str]], lost: str) -> str:
    """Return what a page on steps begins with: the first and the last that have a count, and where most are lost.

    Steps are names with their counts; ``lost`` is what ``where_lost`` says, empty where nobody is lost.
    """
    counts = ", ".join(f"{name.lower()} {count}" for name, count in ends)
    return f"{words.sentence(place)}, {period.label}: {counts}{'; ' if lost else ''}{lost}."


def then(before: ShownFigure, indicator: Indicator) -> str:
    """Return what a number was a year before, without judging how it differs."""
    return f"A year before: {words.figure(before.estimate, indicator)}."


def against_ambition(figure: ShownFigure, indicator: Indicator) -> str:
    """Return how a figure stands to the ambition, nothing where there is none or chance cannot be told from it."""
    label = figure.ambition.label if figure.ambition else None
    if indicator.ambition is None or label is None:
        return ""
    level = words.value_in_unit(indicator.ambition.value, indicator)
    if label is Label.SIMILAR:
        return f"Its difference from the {level} ambition could be chance."
    return f"It is {label} than the {level} ambition, {_beyond_chance(label)}."


def next_figure(end: date, due: date, today: date) -> str:
    """Return whether the figure for a period that ends on a day is due, and that it is not here where it is."""
    which = f"The next figure, to the end of {end:%B %Y},"
    day = f"{due.day} {due:%B %Y}"
    if due >= today:
        return f"{which} is not due yet: it should be out by {day}."
    return f"{which} should have been out by {day}, and is not here yet."


def _their_figure(comparator: ComparatorFigure) -> str:
    """Return "England's figure", "The London region's figure", "The figure for Leeds and Hull together"."""
    name = comparator.name
    if comparator.together:
        return f"The figure for {name}"
    return words.sentence(f"{name}'{'' if name.endswith('s') else 's'} figure")


def _range(figure: ShownFigure, indicator: Indicator) -> str:
    likely = words.interval(figure.estimate.lower, figure.estimate.upper, indicator)
    return f"Allowing for chance, it is {likely}." if likely else ""


def unfinished(figure: ShownFigure, indicator: Indicator) -> str:
    """Return that people were still being followed when the figure was published, nothing where they were not."""
    said = not_final(figure, indicator)
    return f"It is {said}." if said else ""


def not_final(figure: ShownFigure, indicator: Indicator) -> str:
    """Return why a figure may still change, short, for a line of a file; nothing where its follow-up was over."""
    return not_final_on(figure.period, figure.published, indicator)


def not_final_on(period: Period, published: date | None, indicator: Indicator) -> str:
    """Return as ``not_final`` does of a figure for a period that came on a day."""
    days = indicator.follow_up_days
    if not days or published is None or published > period.end + timedelta(days=days):
        return ""
    return f"not final: the {days} days of follow-up were not over"


def no_figure(figure: ShownFigure, indicator: Indicator, where: str = "") -> str:
    """Return why one estimate has no number, as a sentence; of one hidden here, by which rule."""
    state, when = figure.state, _when(figure, where)
    if figure.nobody:
        return f"There is no figure for {when}: nobody was in the group."
    rule = f": {_hiding(indicator)}" if state is State.PROTECTED else ""
    said = f"{_VERBS.get(state, 'is ')}{state.words or State.NOT_AVAILABLE.words}"
    return f"The figure for {when}{',' if where else ''} {said}{rule}."


def _hiding(indicator: Indicator) -> str:
    """By which rule a figure is hidden here; without a threshold of its own it protects another."""
    if not indicator.hide_below:
        return "it could be used to work out a small number"
    few = words.small_number(indicator.hide_below)
    return f"the number is below {few}, or would give away one that is"


def figures_for_members(place: str) -> str:
    """Return that what there may be of a place is not for everybody."""
    return f"Figures for {place} are {FOR_MEMBERS}."


def verdict(figure: ShownFigure) -> str:
    """Return "Worse than England" for beside a shape, or nothing where the figure is not compared."""
    if figure.comparison is None or figure.comparator is None:
        return ""
    joined = "to" if figure.comparison.label is Label.SIMILAR else "than"
    return words.sentence(f"{figure.comparison.label} {joined} {figure.comparator.name}")


def gaps(figure: ShownFigure, indicator: Indicator) -> str:
    """Return "5 more people would match England, 12 more would reach the 75% ambition.", as far as it can be told."""
    effects = []
    if figure.comparison and figure.comparator:
        effects.append((figure.comparison.people_gap, f"would match {figure.comparator.name}"))
    if figure.ambition and indicator.ambition:
        level = words.value_in_unit(indicator.ambition.value, indicator)
        effects.append((figure.ambition.people_gap, f"would reach the {level} ambition"))
    about = "about " if figure.state == State.ROUNDED else ""
    direction = "more" if indicator.better == "higher" else "fewer"
    said: list[str] = []
    for number, effect in effects:
        if number > 0:  # nothing is said where the level is reached, or cannot be told
            many = words.number(number)
            thing = "" if said else f" {words.of_number(many, words.things(indicator))}"
            said.append(f"{about}{many} {direction}{thing} {effect}")
    return f"{words.sentence(', '.join(said))}." if said else ""


def not_compared(figure: ShownFigure) -> str:
    """Return why a figure is not compared; nothing where it is, or is the comparator itself."""
    if figure.not_compared in ("", THE_COMPARATOR):
        return ""
    place = figure.comparator.name if figure.comparator else "other places"
    return f"Not compared with {place}: {figure.not_compared}."


def smallest_difference(figure: ShownFigure, indicator: Indicator) -> str:
    """Return how far off another place must be for a group this small to show it; nothing where not compared."""
    if figure.comparison is None or figure.estimate.method is not Method.WILSON or indicator.per != 100:
        return ""
    total = figure.estimate.denominator
    share = np.array([figure.estimate.numerator / total])
    points = float(smallest_visible_difference(np.array([total]), share)[0]) * 100
    many = words.number(total)
    about = "about " if figure.state == State.ROUNDED else ""
    fitting = words.number(points, 0 if points >= 1.5 else 1)
    unit = "point" if fitting == "1" else "points"
    return (
        f"With {about}{many} {words.of_number(many, words.things(indicator))}, "
        f"only a difference of about {fitting} {unit} would show."
    )


def since_last_year(figure: ShownFigure, before: ShownFigure | None, indicator: Indicator) -> str:
    """Return what became of a share against the same period a year ``before``, nothing where it cannot be said."""
    if before is None or figure.in_a_year is Change.UNKNOWN:
        return ""
    then = words.figure(before.estimate, indicator)
    baseline = f"A year before ({before.period.label}) it was {then}."
    if figure.in_a_year is Change.SAME:
        return f"{baseline} It stayed about the same: the difference could be chance."
    return f"{baseline} It {figure.in_a_year}, {_BEYOND_CHANCE}."


_CHANGES = {
    "increasing": "Rose over five years",
    "decreasing": "Fell over five years",
    "no significant change": "No clear change over five years",
}


def change(figure: ShownFigure) -> str:
    """Return how the series of a figure, its newest, changes, short, for a line of a table; nothing where unknown."""
    if figure.variation in _VARIATIONS:
        return words.sentence(_VARIATIONS[figure.variation])
    if figure.trend in _CHANGES:
        return _CHANGES[figure.trend]
    if figure.in_a_year is Change.UNKNOWN:
        return ""
    same = figure.in_a_year is Change.SAME
    return "About the same as a year before" if same else f"{words.sentence(figure.in_a_year)} in a year"


def trend(made: Trend, indicator: Indicator) -> str:
    """Return the recent trend with its years, or the reason why there is none."""
    if made.direction == "cannot be calculated":
        return f"A recent trend cannot be calculated: {made.reason}."
    years = f"over the five years from {made.periods[0].text} to {made.periods[-1].text}"
    if made.direction == "no significant change":
        return f"There is no clear change {years}: {made.reason or 'its ups and downs could be chance'}."
    moved = "rose" if made.direction == "increasing" else "fell"
    judged = made.judged(indicator.better)
    said = f"It {moved} {years}, {_BEYOND_CHANCE}."
    return said if judged == made.direction else f"{words.sentence(judged)}: {said[0].lower()}{said[1:]}"


_VARIATIONS = {
    "improvement": "better than its usual ups and downs",
    "concern": "worse than its usual ups and downs",
    "higher than usual": "higher than its usual ups and downs",
    "lower than usual": "lower than its usual ups and downs",
    "no significant change": "within its usual ups and downs",
}
_ASSURANCES = {
    "consistently passes": "the usual range lies on the good side of the {} ambition",
    "consistently fails": "the {} ambition lies outside the usual range",
    "hit and miss": "the {} ambition lies within the usual range, so it is reached in some periods by chance alone",
}


def variation(made: ControlChart, place: str, latest: Period) -> str:
    """Return what a control chart says of a place in the newest period, as the title of the chart."""
    return f"{place} {in_period(latest)}: {_VARIATIONS[made.variation]}"


def assurance(made: ControlChart, indicator: Indicator) -> str:
    """Return how the usual range lies to the ambition, nothing where there is none."""
    if made.assurance not in _ASSURANCES or indicator.ambition is None:
        return ""
    return _ASSURANCES[made.assurance].format(words.value_in_unit(indicator.ambition.value, indicator))


def no_control_chart(reason: str) -> str:
    """Return why there is no control chart."""
    return f"There is no control chart: {reason}."


def no_change_told(reason: str) -> str:
    """Return why a series has neither a recent trend nor a control chart."""
    return f"There is neither a recent trend nor a control chart: {reason}."


def in_period(period: Period) -> str:
    """Return a period as it stands in a title: "in Apr to Jun 2024", "at 31 Mar 2024"."""
    if period.kind is PeriodKind.SNAPSHOT:
        return period.text
    return f"in the {period.text}" if period.kind is PeriodKind.ROLLING_YEAR else f"in {period.text}"


def of_windows(period: Period) -> list[str]:
    """Return what a subtitle says of the months of its periods, where the axis names only the last of twelve."""
    rolling = period.kind is PeriodKind.ROLLING_YEAR
    return ["each figure is of the 12 months to the end of the month named"] if rolling else []


NOT_GIVEN = "not given"
_MOST_GAPS = 3  # more periods than this are counted


def gap(periods: Sequence[str], why: str) -> str:
    """Return for which periods a line has a gap, and why, as a part of a subtitle."""
    when = listed(periods) if len(periods) <= _MOST_GAPS else f"{len(periods)} periods, the last {periods[-1]}"
    return f"no figure for {when}: {why}"


FOR_MEMBERS = "for members of the partnership"


def for_members(indicators: Sequence[Indicator]) -> str:
    """Return of which measures only members of the partnership see figures; nothing for none."""
    named = "; ".join(one.short_title for one in indicators)
    return f"{words.sentence(FOR_MEMBERS)}: {named}." if named else ""


def nobody_sent(indicator: Indicator) -> str:
    """Return that nobody sent a measure: "not supplied by Prison or Council"."""
    return f"not supplied by {_either(indicator)}"


def _either(indicator: Indicator) -> str:
    """Return the agencies that can send a measure: "Council, Prison or Probation"."""
    *first, last = (agency.label for agency in indicator.agencies)
    return f"{', '.join(first)} or {last}" if first else last


def biggest(*, of_all: bool) -> str:
    """Return what the step that loses most is called: the biggest drop of all, or of those that can be shown."""
    return f"biggest drop{'' if of_all else ' that can be shown'}"


def biggest_drop(
    earlier: tuple[str, str],
    later: tuple[str, str],
    fewer: str,
    between: int,
    owners: Iterable[Agency],
    *,
    of_all: bool,
) -> str:
    """Return which step loses most, from the name and count of the two, and who can change it.

    ``fewer`` is how many, with what they are; ``between`` is how many steps between the two are not known: then no
    step loses most, for nobody can say at which of them people are lost. Not ``of_all`` are the steps where the first
    or the last has no count.
    """
    ends = f"from “{earlier[0]}” ({earlier[1]}) to “{later[0]}” ({later[1]}): {fewer}."
    who = f"Who can change it: {words.agencies(owners)}."
    if not between:
        return f"The {biggest(of_all=of_all)} is {ends} {who}"
    unknown = f"{words.sentence(_steps(between))} in between {'has' if between == 1 else 'have'} no count"
    most = "Most are lost" if of_all else "Of the steps that can be shown, most are lost"
    return f"{most} {ends} {unknown}, so we cannot say at which step. {who}"


def where_lost(earlier: str, later: str, fewer: str, *, at_one_step: bool, of_all: bool) -> str:
    """Return, as the title of a chart, at which step most are lost, of all or of those shown, or between which two."""
    if at_one_step:
        return f"the {biggest(of_all=of_all)} comes at “{later}”, {fewer}"
    return f"{fewer} between “{earlier}” and “{later}”; at which step cannot be shown"


NO_LOSS = "a negative test is no loss"
ONLY_SORTED = f"{words.sentence(NO_LOSS)}: the test only says who needs the next step."


def increase(earlier: tuple[str, str], later: tuple[str, str], more: str) -> str:
    """Return that a step is larger than the one before it, which is a finding and not a slip."""
    return (
        f"“{later[0]}” ({later[1]}) is larger than “{earlier[0]}” ({earlier[1]}): {more}. "
        "The two come from different records, so it is worth asking how each is counted."
    )


def no_drop(known: int) -> str:
    """Return why no biggest drop is named: too few steps, or nobody is lost between them."""
    if known < 2:
        return "Fewer than two steps have a count, so we cannot say where people are lost."
    return "Nobody is lost between the steps that were supplied."


def steps_period(period: Period, known: int, steps: int) -> str:
    """Return which period all steps are for, and how many of them have a figure in it."""
    when = f"{'the ' if period.kind is PeriodKind.ROLLING_YEAR else ''}{period.label}"
    return f"All steps are for {when}, the newest that most of them share: {known} of {steps} were supplied."


def _steps(count: int) -> str:
    return f"{words.small_number(count)} step{'' if count == 1 else 's'}"


def prisons_add_up(released: int, unknown: int, everybody: float, period: Period) -> str:
    """Return whether the releases by prison come to all releases of the area, and why not where they do not."""
    said = f"The prisons below released {words.number(released)} people with a need to here, {period.label}"
    if math.isnan(everybody):
        return f"{said}. How many were released in all was not supplied, so we cannot say whether any are missing."
    if released == everybody and not unknown:
        return f"{said}: that is everybody who was released."
    said += f", of {words.number(everybody)} in all."
    if released > everybody:
        return f"{said} The two come from different records, so it is worth asking how each is counted."
    if unknown:
        return f"{said} The rest came from prisons whose count is not known here, or that were not supplied."
    return f"{said} The rest came from prisons that were not supplied."


def no_prison_known(everybody: float, period: Period) -> str:
    """Return that no prison's releases to the area are known, with all releases where these are."""
    if math.isnan(everybody):
        return f"From which prisons people were released to here with a need cannot be shown, {period.label}."
    many = words.number(everybody)
    people = words.of_number(many, "people")
    verb = "was" if many == "1" else "were"
    return f"{many} {people} with a need {verb} released to here, {period.label}. From which prisons cannot be shown."


def most_lost(prison: str, lost: float, everybody: float, period: Period, *, is_sure: bool) -> str:
    """Return from which prison most of those came who did not start treatment in time.

    ``everybody`` who did not start may be NaN; not ``is_sure`` where the numbers of some prisons cannot be shown.
    """
    many = "" if math.isnan(everybody) else f" {words.number(everybody)}"
    people = words.of_number(many.strip(), "people")
    rest = "" if is_sure else ", the most of those prisons that can be shown"
    return (
        f"Of the{many} {people} who did not start within three weeks, {words.number(lost)} came from {prison}{rest} "
        f"({period.label})."
    )


def lost_from_unknown_prisons(everybody: float, period: Period) -> str:
    """Return how many did not start treatment in time, of whom no prison can be shown."""
    many = words.number(everybody)
    people = words.of_number(many, "people")
    return f"{many} {people} did not start within three weeks ({period.label}). From which prisons cannot be shown."


def hidden_prisons(hidden: int, prisons: int) -> str:
    """Return how much of the table by prison is not shown, and what helps; nothing where all of it is."""
    if not hidden:
        return ""
    return (
        f"For {hidden} of {prisons} prisons it cannot be shown how many started treatment, mostly because the numbers "
        "are small. "
        "The people are in the figures above. The prison can be asked about their hand-over."
    )


def groups_apart(higher: list[str], lower: list[str], level: str) -> str:
    """Return which groups lie apart from everybody beyond their likely range; nothing without a figure for all."""
    if not level:
        return ""
    ways = ((higher, "more often"), (lower, "less often"))
    said = [f"{way} for {listed(names)}" for names, way in ways if names]
    if not said:
        return f"The likely range of each group takes in the figure for everybody ({level})."
    return (
        f"Beside everybody ({level}), by more than chance would explain: {'; '.join(said)}. "
        "Of many groups, one in 20 may stand apart by chance alone."
    )


def coverage(sent: int, forces: int, period: Period, before: int | None) -> str:
    """Return how many forces sent drug tests, and what that means for growth."""
    said = f"{sent} of {forces} forces in England sent drug tests on arrest for {period.label}"
    if before is None:
        return f"{said}. How many did a year before is not known, so growth in a total may only be more forces."
    if before == sent:
        return f"{said}, as many as a year before, so growth in their total is not from more forces."
    way = "more" if sent > before else "fewer"
    return f"{said}, and {before} did a year before. Part of any change in a total is only that {way} forces sent them."


def whole_force(force: str, others: int) -> str:
    """Return that police figures are for a whole force, and with how many other partnerships it is shared."""
    if not others:
        return f"Police figures are for the whole {force} force."
    many = words.small_number(others)
    shared = f"{many} other partnership{'' if others == 1 else 's'}"
    return f"Police figures are for the whole {force} force, shared with {shared}. They are not split between them."


def too_few_people(indicator: Indicator) -> str:
    """Return why a figure is not set beside those of other areas: its group is small."""
    return f"Not set beside other areas: fewer than {indicator.minimum_denominator} in the group."


def few_cases(least: int) -> str:
    """Return why shares of cases are not drawn over time."""
    return (
        f"In most periods fewer than {least} cases were closed, or their number cannot be shown: shares of so few "
        "jump by chance, so they are not drawn. What is known is in the table."
    )


def few_in_each_group(groups: int, least: int, period: Period) -> str:
    """Return, in place of a drawing, that no group has enough people to say anything."""
    few = f"fewer than {least} people, or their number is hidden"
    return f"In each of the {groups} groups there are {few}, {period.label}."


def too_few_areas(able: int, kind: str) -> str:
    """Return that there are too few areas with a figure to set one beside them."""
    return f"Not set beside other areas: {_with_figure(able, kind)}."


def _with_figure(able: int, kind: str) -> str:
    return f"only {able} {kind} have a figure" if able != 1 else f"only one of the {kind} has a figure"


def middle_half(values: Sequence[float]) -> tuple[float, float]:
    """Return the values between which the middle half of some lie."""
    low, high = np.quantile(values, (0.25, 0.75)).tolist()
    return low, high


def among(figure: ShownFigure, values: Sequence[float], indicator: Indicator, kind: str, without: int) -> str:
    """Return where the middle half of all areas lies, what the comparator has, and how many have no figure."""
    low, high = middle_half(values)
    unit = "" if indicator.unit.startswith(words.PERCENT) else f" {indicator.unit}"
    half = f"{words.limits(low, high, indicator)}{unit}"
    comparator = figure.comparator
    beside = (
        ""
        if comparator is None or math.isnan(comparator.value)
        else f" {words.sentence(comparator.name)}: {words.value_in_unit(comparator.value, indicator)}."
    )
    rest = f" {without} left out." if without else ""
    return f"Half of {len(values)} {kind} have {half}.{beside}{rest}"


def growth(figure: ShownFigure, before: ShownFigure, indicator: Indicator, theirs: float, name: str) -> str:
    """Return a count against that of a year before, beside how the country's changed (``theirs``, per cent or NaN)."""
    then = words.figure(before.estimate, indicator)
    said = f"A year before ({before.period.label}) it was {then}"
    if not before.value:
        return f"{said}."
    change = f"{said}: the number now is {_more(figure.value / before.value * 100 - 100)}."
    return change if math.isnan(theirs) else f"{change} In {name} it is {_more(theirs)}."


def _more(per_cent: float) -> str:
    return words.change_in_per_cent(per_cent) or "about the same"


def no_ambition(indicator: Indicator) -> str:
    """Return that nobody has set a level to reach for a measure, nothing where somebody has."""
    return "" if indicator.ambition else f"{indicator.short_title}: no ambition is on record to compare it with."


def in_people(figure: ShownFigure, indicator: Indicator) -> str:
    """Return a share of an estimated number of people in people, or that they were not supplied."""
    if not figure.is_known:
        return ""
    part = words.part_of_whole(figure.estimate, indicator)
    likely = words.limits(figure.estimate.lower, figure.estimate.upper, indicator)
    published = f" The source puts the share at {likely}." if likely else ""
    if not part:
        return f"{indicator.short_title}: the source gave a share and no number of people.{published}"
    return f"{indicator.short_title}: {part} people, by estimate.{published}"


def across_break(indicator: Indicator, first: Period, last: Period) -> list[str]:
    """Return, for each break between two periods, that figures on either side are not compared, and why."""
    return [
        f"{indicator.short_title}: figures from before {at.date:%B %Y} are not compared with later ones. {at.reason}"
        for at in indicator.breaks
        if first.start < at.date <= last.end
    ]


def happened(event: Event) -> str:
    """Return what happened and when, with its source; never that it made a figure what it is."""
    return f"{event.when}: {event.text} Source: {event.source.rstrip('.')}."


def starts(said: str, place: str, period: Period, parts: Sequence[tuple[str, str]]) -> str:
    """Return how many people started treatment in a place, and who referred them, as the title of a chart."""
    by = ", ".join(f"{number} through {name.lower()}" for name, number in parts)
    return f"{place}: {said} started treatment {in_period(period)}{f'; {by}' if by else ''}"


NOT_ADDED = (
    "Figures of single agencies do not add up to the area's, for agencies share measures and may count the same person."
)


def until(day: date) -> str:
    """Return up to when figures are told, and what that means for those that came later."""
    return (
        f"This shows figures to {end_in_words(day)}. Later ones are left out: a measure that has only those is "
        "called not supplied."
    )


NOBODY_CHANGES_IT = "No agency changes this measure: it says for how many people services are."


def whose(owners: Sequence[Agency], chosen: Sequence[Agency]) -> str:
    """Return who can change a measure, and whether agencies that were chosen can."""
    if not owners:
        return NOBODY_CHANGES_IT
    said = f"Who can change this measure: {listed([agency.label for agency in owners])}."
    names = listed([agency.label for agency in chosen])
    if any(agency in owners for agency in chosen):
        return f"{said} You chose {names}."
    return f"{said} That is none of the agencies you chose ({names})."


NO_REST = (
    "Others and people who came by themselves are shown only where the total and all three agencies have a number: "
    "they are what is left."
)
NOT_SPLIT = "Figures of a probation region are for the whole region. They are not split down to one area."
LOOK_ALIKE = "Measures that look alike count different things. Name the definition with the number."
WHY_STARTED_DIFFERS = (
    "Services count a first session in their own records. The studies match court records with treatment records, "
    "and a person who is not matched counts as not in treatment, so they find fewer. One asks for treatment within "
    "three weeks, the other for treatment at any time. Name the definition with the number."
)
WHY_ORDERED_DIFFERS = (
    "Local records count what the courts made. The published tables count orders that began, for whole probation "
    "regions, so an order that never began is left out."
)
WHY_ATTENDED_DIFFERS = (
    "One counts appointments for treatment, of all three kinds of requirement. The other counts appointments with "
    "probation, of people on a drug rehabilitation requirement only."
)
WHY_COMPLETED_DIFFERS = (
    "One takes all three kinds of requirement together, from local records. The other takes drug rehabilitation "
    "requirements only, for whole probation regions and whole years."
)


# The chair's first screen.

_SHARES = (  # from which share on, in the words that a chair would use
    (1.0, "All"),
    (0.9, "Nearly all"),
    (0.55, "More than half"),
    (0.45, "About half"),
    (0.1, "Fewer than half"),
)
STARTED_BY_RECORDS = "By services' own records of a first session. Studies that match records find fewer."
STARTED_BY_MATCHING = "By matching court records with treatment records, which finds fewer than services do."
NO_ONE_PLACE = (
    "Police figures are for whole forces, and are not added up or split. Choose a force, or a partnership within it, "
    "to see where people are lost after arrest."
)
SENT_NOTHING = "No step from arrest to treatment was supplied."
ONE_POINT = "One period only: no change can be shown yet."
OTHER_METHOD = "Earlier estimates used another method, so no change is shown."


def first_of_all(figure: ShownFigure, indicator: Indicator) -> str:
    """Return one share as a chair would say it: how many, beside whom, and how that changed in a year.

    Without a number it says nothing.
    """
    if not figure.is_known or indicator.kind != "proportion":
        return ""
    share = figure.value / indicator.per
    many = next((words_of for least, words_of in _SHARES if share >= least), "Few" if share else "None")
    stated = (indicator.sentence or "{figure}").replace("{figure}", f"{many.lower()} of the")
    beside = verdict(figure)
    parts = [f"{words.sentence(stated)}.", f"That is {beside[0].lower()}{beside[1:]}." if beside else ""]
    if figure.in_a_year is not Change.UNKNOWN:
        parts.append(_SINCE[figure.in_a_year])
    return " ".join(filter(None, parts))


_SINCE = {
    Change.ROSE: "It rose within a year.",
    Change.FELL: "It fell within a year.",
    Change.SAME: "It is about the same as a year before.",
}


def standing(better: int, similar: int, worse: int, name: str, different: int = 0) -> str:
    """Return how many measures stand how beside the comparator; nothing where none is compared."""
    compared = better + similar + worse + different
    if not compared:
        return ""
    if compared == similar:
        return f"Nothing we can compare is clearly better or worse than {name}."
    # All in letters, or all in figures.
    written = words.small_number if compared < 10 else words.number
    ways = ((better, "better"), (worse, "worse"), (different, "higher or lower"))
    some = [f"{written(count)} {said}" for count, said in ways if count]
    rest = f" and {written(similar)} similar" if similar else ""
    measures = "measure" if compared == 1 else "measures"
    beside = ", ".join(some) if rest else listed(some)
    return f"Of {written(compared)} {measures} compared with {name}: {beside}{rest}."


def agency_stands(agency: str, measures: int, better: int, worse: int) -> str:
    """Return how many measures with a figure an agency has a part in, and how these stand: "28 measures, 3 better"."""
    some = [f"{count} {said}" for count, said in ((better, "better"), (worse, "worse")) if count]
    beyond = f", {', '.join(some)}" if some else ", none clearly better or worse" if measures else ""
    return f"{agency}: {measures} measure{'' if measures == 1 else 's'} here{beyond}."


def none_of_theirs(agencies: Sequence[str]) -> str:
    """Return that agencies that were chosen have no part in any measure of a page."""
    return f"No measure on this page is one that {listed(agencies)} can change."


def none_from(names: Sequence[str]) -> str:
    """Return which agencies have sent nothing; nothing where all have sent something."""
    return f"There are no figures from {listed(names)} yet." if names else ""


def verdict_beside(figure: ShownFigure, indicator: Indicator) -> str:
    """Return the verdict with the comparator's figure: "Similar to England (53%)"; nothing where not compared."""
    said = verdict(figure)
    return f"{said} ({words.value_in_unit(figure.comparator.value, indicator)})" if said and figure.comparator else ""


def verdict_then(figure: ShownFigure, indicator: Indicator) -> str:
    """Return the verdict of an earlier figure with its period: "April to June 2026: 60%, similar to England (58%)"."""
    value = words.figure(figure.estimate, indicator)
    return f"{words.sentence(figure.period.label)}: {value}, {_plain_verdict(figure, indicator)}"


def year_before(figure: ShownFigure, before: ShownFigure | None, indicator: Indicator) -> str:
    """Return a share against the year ``before`` in a few words; nothing where that cannot be said."""
    if before is None or figure.in_a_year is Change.UNKNOWN:
        return ""
    then = words.figure(before.estimate, indicator)
    if figure.in_a_year is Change.SAME:
        return f"About the same as a year before ({then})."
    return f"It {figure.in_a_year}, from {then} a year before."


def grown(figure: ShownFigure, before: ShownFigure, theirs: float, name: str) -> str:
    """Return by how much a count changed in a year, in a few words, beside the country (per cent or NaN)."""
    if not before.value:
        return ""
    change = words.change_in_per_cent(figure.value / before.value * 100 - 100)
    own = f"{words.sentence(change)} than a year before" if change else "About the same as a year before"
    return f"{own}." if math.isnan(theirs) else f"{own}. {name}: {_more(theirs)}."


def told_short(figure: ShownFigure, indicator: Indicator) -> str:
    """Return what one estimate says without its period: "64 of 120 requirements … (53%)"."""
    return f"{_stated(figure, indicator)}."


def by_estimate(figure: ShownFigure, indicator: Indicator) -> str:
    """Return who is not reached, in people and per cent, with the range that the source gives; nothing without it."""
    if not figure.is_known:
        return ""
    likely = words.limits(figure.estimate.lower, figure.estimate.upper, indicator)
    stated = _stated(figure, indicator)
    estimate = f"By estimate, {stated[0].lower()}{stated[1:]}.{f' The likely range is {likely}.' if likely else ''}"
    share_alone = " The source gives this share and not how many people that is."
    return f"{estimate}{share_alone if math.isnan(figure.estimate.numerator) else ''}"


def given_elsewhere(steps: Sequence[str], places: Sequence[str]) -> str:
    """Return which steps are given for another country alone; nothing for none."""
    if not steps:
        return ""
    verb = "is" if len(steps) == 1 else "are"
    return f"{words.sentence(listed(steps))} {verb} given for {listed(places)} only."


def ask(indicator: Indicator) -> str:
    """Return whom to ask for a measure that is not there, and for what: its name, and how often it should come."""
    return f"Ask {_either(indicator)} for “{indicator.title}”. It should come {_OFTEN[indicator.frequency]}."


_OFTEN = {"monthly": "each month", "quarterly": "each quarter", "annual": "each year"}


def about(*, of_sums: bool, of_shared: bool) -> str:
    """Return why figures are "about" so many: rounded, also ``of_sums`` of such, and of areas that share people."""
    sums = " and of a sum of such figures" if of_sums else ""
    shared = " A person may be counted in two of the areas that are added up here." if of_shared else ""
    return f"“About” is said of a figure that its source has rounded to the nearest 5{sums}.{shared}"


def steps_in_words(steps: Mapping[str, Sequence[str]]) -> str:
    """Return the steps by what each has, a count or why there is none: "Tested: 5. Positive and required: hidden."."""
    return " ".join(f"{words.sentence(listed(names))}: {figure}." for figure, names in steps.items())


def of_force(force: str, others: int, period: Period) -> str:
    """Return whose steps they are, with how many others they are shared, and their period."""
    shared = f", shared with {words.small_number(others)} other partnership{'' if others == 1 else 's'}"
    return f"{words.sentence(force)}{shared if others else ''}; {period.label}."


def drop_in_short(earlier: str, later: str, fewer: str, owners: Iterable[Agency], *, of_all: bool) -> str:
    """Return between which two steps most are lost, of all or of those shown, and who can change it."""
    drop = words.sentence(biggest(of_all=of_all))
    return f"{drop}: {earlier} to {later}, {fewer}. Who can change it: {words.agencies(owners)}."


def loss_in_short(earlier: str, later: str, fewer: str) -> str:
    """Return between which two steps most are lost where those between have no count."""
    return f"{words.sentence(earlier)} to {later}: {fewer}, at which step cannot be shown."


def age(agency: str, end: date | None, today: date, *, late: bool, is_asked: bool = True) -> str:
    """Return how old an agency's newest figure is: "Police: to March 2026, 8 months old"."""
    if end is None:
        return f"{agency}: {'nothing supplied' if is_asked else 'gives no figures for such a place'}"
    months = (today.year - end.year) * 12 + today.month - end.month
    old = "under a month" if months < 1 else f"{months} month{'' if months == 1 else 's'}"
    return f"{agency}: to {end:%B %Y}, {old} old{', late' if late else ''}"


def concern(figure: ShownFigure, indicator: Indicator) -> str:
    """Return why to look at a measure first: its figure, its verdict, the people it is about."""
    counted = words.counted_figure(figure.estimate, indicator)
    return " ".join(filter(None, (f"{counted}, {_plain_verdict(figure, indicator)}.", gaps(figure, indicator))))


def _plain_verdict(figure: ShownFigure, indicator: Indicator) -> str:
    said = verdict_beside(figure, indicator)
    return f"{said[0].lower()}{said[1:]}"


def moved(figure: ShownFigure, before: ShownFigure, indicator: Indicator) -> str:
    """Return how a share changed in a year, and how many people that is at today's numbers."""
    now, then = (words.figure(one.estimate, indicator) for one in (figure, before))
    people = abs(figure.value - before.value) / indicator.per * figure.estimate.denominator
    many = words.number(people)
    verb = "Rose" if figure.value > before.value else "Fell"
    which = "more" if verb == "Rose" else "fewer"
    about = f"about {many} {which} {words.of_number(many, words.things(indicator))}"
    return f"{verb} in a year from {then} to {now}: {about}."


def nothing_stands_out(kind: str, name: str) -> str:
    """Return that no measure is a concern, or an improvement, by more than chance would explain."""
    return f"No measure is clearly {kind} than {name}, or than a year before."


def nothing_of_theirs(kind: str, name: str) -> str:
    """Return as ``nothing_stands_out`` does of the measures of agencies that were chosen, wider areas' left aside."""
    return f"None of their figures for the area itself is clearly {kind} than {name}, or than a year before."


def unseen(count: int, how: str) -> str:
    """Return how many measures cannot be seen in one way: "38 not supplied"."""
    return f"{words.number(count)} {how}"


def due(next_due: Sequence[tuple[str, date]], late: Sequence[tuple[str, date]]) -> str:
    """Return whose figures come next and when, and whose should have come; from agencies with a day of the month."""
    said = [f"Next figures due: {_when_due(next_due)}."] if next_due else []
    said += [f"Late: {_when_due(late, ', due in ')}."] if late else []
    return " ".join(said)


def _when_due(agencies: Sequence[tuple[str, date]], joined: str = " in ") -> str:
    months: dict[str, list[str]] = {}
    for name, day in agencies:
        months.setdefault(f"{day:%B %Y}", []).append(name)
    return "; ".join(f"{listed(names)}{joined}{month}" for month, names in months.items())
