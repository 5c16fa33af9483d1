"""Numbers and intervals in words, as a chair reads them."""

import math

from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator


def number(value: float, decimals: int = 0) -> str:
    """Return a number with thousands commas: "1,465", "8.5"."""
    return f"{value:,.{decimals}f}"


def _fitting(value: float) -> str:
    """One decimal under 10, none from 10: never more digits than the interval deserves."""
    whole = float(value).is_integer() or abs(value) >= 10
    return number(value, 0 if whole else 1)


def value_in_unit(value: float, indicator: Indicator) -> str:
    """Return a value with its unit: "39%", "1,465 people", "£1,200,000", "18 per 1,000"."""
    if indicator.unit == "%":
        return f"{_fitting(value)}%"
    if indicator.unit == "GBP":
        return f"£{number(value)}"
    unit = indicator.unit if value != 1 else {"people": "person"}.get(indicator.unit, indicator.unit)
    return f"{_fitting(value)} {unit}"


def figure(value: float, state: str, indicator: Indicator) -> str:
    """Return what stands in the place of the figure: the value, or why there is none."""
    if math.isnan(value):
        return State(state).words.capitalize() if not State(state).has_numbers else "Not available"
    if state == State.ROUNDED and not indicator.divides:
        return "0 to 2 people" if value == 0 else f"about {value_in_unit(value, indicator)}"
    return value_in_unit(value, indicator)


def part_of_whole(numerator: float, denominator: float, state: str) -> str:
    """Return "12 of 31", or nothing where either is missing."""
    if math.isnan(numerator) or math.isnan(denominator):
        return ""
    about = "about " if state == State.ROUNDED else ""
    return f"{about}{_fitting(numerator)} of {_fitting(denominator)}"


def interval(lower: float, upper: float, indicator: Indicator) -> str:
    """Return "likely between 24% and 56%", or nothing where there are no limits."""
    if math.isnan(lower) or math.isnan(upper):
        return ""
    if indicator.unit == "%":
        return f"likely between {_fitting(lower)}% and {_fitting(upper)}%"
    return f"likely between {_fitting(lower)} and {_fitting(upper)}"


def listed(names: list[str]) -> str:
    """Return "a, b and c"."""
    if not names:
        return ""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
