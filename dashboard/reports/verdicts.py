"""Verdicts in words: how a figure compares, in people, and how its series changes. Calm, and nobody's fault."""

import numpy as np
import pandas as pd

from dashboard.domain.figures import State, period_of
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period
from dashboard.reports import words
from dashboard.stats.comparisons import NOT_COMPARED, Counted, changed, smallest_visible_difference
from dashboard.stats.spc import ControlChart
from dashboard.stats.trends import Trend
from dashboard.stats.verdicts import THE_COMPARATOR

# What a share is of, where it is not of people; the first that its denominator speaks of.
_THINGS = {
    **{name: name for name in ("prosecutions", "offences", "interventions", "assessments", "tests", "appointments")},
    "recalls": "recalls",
    "drrs": "requirements",
}
_PEOPLE = ("people", "adults", "offenders")
_TONES = {"higher": "different", "lower": "different"}


def verdict(row: pd.Series, indicator: Indicator) -> str:
    """Return "Worse than England (47%)", or nothing where the figure is not compared."""
    if row["comparison"] == NOT_COMPARED:
        return ""
    joined = "to" if row["comparison"] == "similar" else "than"
    value = words.value_in_unit(row["comparator_value"], indicator)
    return words.sentence(f"{row['comparison']} {joined} {row['comparator']} ({value})")


def tone(row: pd.Series) -> str:
    """Return the look of a verdict: better, worse, similar, different (no direction agreed), or nothing."""
    plain = str(row["comparison"]).removeprefix("much ")
    return "" if plain == NOT_COMPARED else _TONES.get(plain, plain)


def gaps(row: pd.Series, indicator: Indicator) -> str:
    """Return "5 more people would match England, 12 more would reach the 75% ambition", as far as it can be told."""
    effects = [(row["people_gap"], f"would match {row['comparator']}")]
    if indicator.ambition:
        level = words.value_in_unit(indicator.ambition.value, indicator)
        effects.append((row["ambition_gap"], f"would reach the {level} ambition"))
    about = "about " if row["state"] == State.ROUNDED else ""
    direction = "more" if indicator.better == "higher" else "fewer"
    said: list[str] = []
    for number, effect in effects:
        if number > 0:  # nothing is said where the level is reached, or cannot be told
            thing = "" if said else f" {_thing(number, indicator)}"
            said.append(f"{about}{words.number(number)} {direction}{thing} {effect}")
    return words.sentence(", ".join(said))


def _thing(number: float, indicator: Indicator) -> str:
    return words.of_number(words.number(number), things(indicator))


def things(indicator: Indicator) -> str:
    """Return what a share is counted in: people, or the tests, offences or the like that its denominator names."""
    whole = indicator.denominator.casefold()
    if any(name in whole for name in _PEOPLE):
        return "people"
    return next((name for thing, name in _THINGS.items() if thing in whole), "people")


def not_compared(row: pd.Series) -> str:
    """Return why a figure is not compared, as a sentence; nothing where it is, or is the comparator itself."""
    if row["not_compared"] in ("", THE_COMPARATOR):
        return ""
    place = row["comparator"] or "other places"
    return f"Not compared with {place}: {row['not_compared']}."


def smallest_difference(row: pd.Series, indicator: Indicator) -> str:
    """Return how far off another place must be for a group this small to show it; nothing where not compared."""
    if row["comparison"] == NOT_COMPARED or row["method"] != "Wilson" or indicator.per != 100:
        return ""
    total = row["denominator"]
    share = np.array([row["numerator"] / total])
    points = float(smallest_visible_difference(np.array([total]), share)[0]) * 100
    many = words.number(total)
    about = "about " if row["state"] == State.ROUNDED else ""
    fitting = words.number(points, 0 if points >= 1.5 else 1)
    unit = "point" if fitting == "1" else "points"
    return (
        f"With {about}{many} {words.of_number(many, things(indicator))}, "
        f"only a difference of about {fitting} {unit} would show."
    )


def trend(made: Trend, indicator: Indicator) -> str:
    """Return the recent trend as a sentence, with its years or with the reason why there is none."""
    if made.direction == "cannot be calculated":
        return f"A recent trend cannot be calculated: {made.reason}."
    years = f"over the five years from {made.periods[0].text} to {made.periods[-1].text}"
    if made.direction == "no significant change":
        because = f": {made.reason}" if made.reason else ""
        return f"No significant change {years}{because}."
    moved = "rose" if made.direction == "increasing" else "fell"
    judged = made.judged(indicator.better)
    said = f"It {moved} {years}, by more than chance would explain"
    return f"{said}." if judged == made.direction else f"{words.sentence(judged)}: {said[0].lower()}{said[1:]}."


def since_last_year(here: pd.DataFrame, latest: pd.Series, indicator: Indicator) -> str:
    """Return what became of a share against the same period a year before, nothing where it cannot be said."""
    period = period_of(latest)
    earlier = period.a_year_earlier()
    rows = [row for _, row in here[here["method"] == "Wilson"].iterrows() if period_of(row) == earlier]
    if not rows or latest["method"] != "Wilson" or _broken(indicator, earlier, period):
        return ""
    before = rows[0]
    if min(before["denominator"], latest["denominator"]) < (indicator.minimum_denominator or 0):
        return ""
    change = changed(
        Counted(before["numerator"], before["denominator"], earlier),
        Counted(latest["numerator"], latest["denominator"], period),
    )
    if change.verdict == "cannot be said":
        return ""
    figure = words.figure(before["value"], before["state"], indicator)
    sure = (
        "within what chance would explain"
        if change.verdict.startswith("stayed")
        else "by more than chance would explain"
    )
    return f"Against {earlier.label} ({figure}): it {change.verdict}, {sure}."


def _broken(indicator: Indicator, earlier: Period, later: Period) -> bool:
    return any(earlier.start < at.date <= later.end for at in indicator.breaks)


_VARIATIONS = {
    "improvement": "better than its usual ups and downs",
    "concern": "worse than its usual ups and downs",
    "higher than usual": "higher than its usual ups and downs",
    "lower than usual": "lower than its usual ups and downs",
    "no significant change": "no significant change, the ups and downs are the usual ones",
}
_ASSURANCES = {
    "consistently passes": "the usual range lies on the good side of the {} ambition",
    "consistently fails": "the {} ambition lies outside the usual range",
    "hit and miss": "the {} ambition lies within the usual range, so it is reached in some periods by chance alone",
}


def variation(made: ControlChart) -> str:
    """Return what a control chart says of the newest figure."""
    return _VARIATIONS[made.variation]


def assurance(made: ControlChart, indicator: Indicator) -> str:
    """Return how the usual range lies to the ambition, nothing where there is none."""
    if made.assurance not in _ASSURANCES or indicator.ambition is None:
        return ""
    return _ASSURANCES[made.assurance].format(words.value_in_unit(indicator.ambition.value, indicator))


def signal_tone(signal: int, indicator: Indicator) -> str:
    """Return the look of a flagged point: better, worse, different where no direction is agreed; nothing for none."""
    if not signal:
        return ""
    if indicator.better == "none":
        return "different"
    return "better" if (signal > 0) == (indicator.better == "higher") else "worse"
