"""Numbers and intervals in words, as a chair reads them."""

import math
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from dashboard.domain.agencies import Agency
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.domain.pathways import REQUIREMENTS, ROUTES
from dashboard.domain.shown_figures import Estimate

PERCENT = "%"
ALMOST_NONE = "0 to 2"  # what a count of 0 means that its source rounded to 5
_IN_FULL = {"%": "per cent", "% of maximum": "per cent of the most possible", "GBP": "pounds"}
_ONE_OF_MANY = {"people": "person"}  # the others only lose their s
_BELOW_TEN = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@lru_cache(maxsize=10_000)  # a page writes the same few numbers hundreds of times
def number(value: float, decimals: int = 0) -> str:
    """Return a number with thousands commas, halves rounded away from zero: "1,465", "8.5"."""
    # The decimal is made from the digits that a person would write, for 8.45 is a hair less in floating point.
    exact = Decimal(str(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{exact:,}" if exact else f"{abs(exact):,}"


def _fitting(value: float) -> str:
    """One decimal under 10, none from 10: never more digits than the interval deserves."""
    whole = float(value).is_integer() or abs(value) >= 9.95
    return number(value, 0 if whole else 1)


def _share(value: float) -> str:
    """Return a percentage; one that is not quite nobody or everybody never reads as if it were."""
    if 0 < value < 0.05:
        return f"under 0.1{PERCENT}"
    if 99.95 <= value < 100:
        return f"over 99.9{PERCENT}"
    return f"{number(value, 1) if 99.5 <= value < 100 else _fitting(value)}{PERCENT}"


def share(part: float, whole: float) -> str:
    """Return a part of a whole as a percentage: "39%", and more than 100% where the part is larger."""
    return _share(100 * part / whole)


def value_in_unit(value: float, indicator: Indicator) -> str:
    """Return a value with its unit: "39%", "1,465 people", "£1,200,000", "18 per 1,000"."""
    return _amount(value, indicator).text


def bare_number(value: float, indicator: Indicator) -> str:
    """Return a value as it fits beside a small drawing, without its unit: "39%", "1,465", "under 0.1"."""
    return _amount(value, indicator).number


def _amount(value: float, indicator: Indicator) -> "Amount":
    if indicator.unit.startswith(PERCENT):
        return Amount(_share(value), indicator.unit.removeprefix(PERCENT).strip())
    if indicator.unit == "GBP":
        return Amount(f"{'-' if value < 0 else ''}£{number(abs(value))}", "")
    fitting = "under 0.1" if 0 < value < 0.05 else _fitting(value)
    return Amount(fitting, of_number(fitting, indicator.unit))


def level(value: float, indicator: Indicator) -> str:
    """Return a value with its unit, nothing where there is none."""
    return "" if math.isnan(value) else value_in_unit(value, indicator)


def agencies(owners: Iterable[Agency]) -> str:
    """Return agencies as people read them: "Prison, Council"."""
    return ", ".join(agency.label for agency in owners)


def of_number(count: str, unit: str) -> str:
    """Return the unit as it stands behind a number: "person" behind "1", "people" behind others."""
    if count != "1" or unit.startswith("per "):
        return unit
    return _ONE_OF_MANY.get(unit, unit.removesuffix("s"))


def things(indicator: Indicator) -> str:
    """Return what a share is counted in, which its sentence names behind the figure: "people", "tests"."""
    return indicator.sentence.partition("{figure} ")[2].partition(" ")[0]


def small_number(count: int) -> str:
    """Return a whole number as it is written in a sentence: in letters under ten."""
    return _BELOW_TEN[count] if count < len(_BELOW_TEN) else number(count)


class Amount(NamedTuple):
    """A number as it is written, and what it counts: "about 1,465" and "people"; without a number only words."""

    number: str
    unit: str

    @property
    def text(self) -> str:
        """Both together."""
        return f"{self.number} {self.unit}".strip()


def amount(estimate: Estimate, indicator: Indicator) -> Amount:
    """Return the number of a figure apart from its unit, or in place of the number why there is none."""
    state = estimate.state
    if not estimate.is_known:
        return Amount(sentence(state.words) if not state.has_numbers else "Not available", "")
    if state is not State.ROUNDED:
        return _amount(estimate.value, indicator)
    if estimate.value == 0 and not indicator.divides:
        return Amount(ALMOST_NONE, indicator.unit)
    number, unit = _amount(estimate.value, indicator)
    return Amount(f"about {number}", unit)


def figure(estimate: Estimate, indicator: Indicator) -> str:
    """Return what stands in the place of the figure: the value with its unit, or why there is none."""
    return amount(estimate, indicator).text


def part_of_whole(estimate: Estimate, indicator: Indicator) -> str:
    """Return "12 of 31", or nothing where either is missing; of rounded counts "about 10 of 30".

    The events of a rate are no part of its population: "45 in a population of 250,000".
    """
    if math.isnan(estimate.numerator) or math.isnan(estimate.denominator):
        return ""
    part, whole = _fitting(estimate.numerator), _fitting(estimate.denominator)
    if estimate.state is State.ROUNDED:
        part = ALMOST_NONE if almost_none(estimate) else f"about {part}"
    if indicator.kind == "rate":
        return f"{part} in a population of {whole}"
    return f"{part} {indicator.unit} over {whole} people" if indicator.kind == "mean" else f"{part} of {whole}"


def almost_none(estimate: Estimate) -> bool:
    """Whether a count of 0 may be up to 2, so that no share of it can be told."""
    return estimate.state is State.ROUNDED and estimate.numerator == 0


def counted_figure(estimate: Estimate, indicator: Indicator) -> str:
    """Return one estimate for a cell of a table: "12 of 31 (39%)", or why there is no number."""
    value, part = figure(estimate, indicator), part_of_whole(estimate, indicator)
    return f"{part} ({value})" if part and not almost_none(estimate) else part or value


def figure_with_part(estimate: Estimate, indicator: Indicator) -> str:
    """Return one estimate for a cell that leads with the value: "39% (12 of 31)"."""
    value, part = figure(estimate, indicator), part_of_whole(estimate, indicator)
    return f"{value} ({part})" if part else value


def interval(lower: float, upper: float, indicator: Indicator) -> str:
    """Return "likely between 24% and 56%", or nothing where there are no limits."""
    low, high = _both_limits(lower, upper, indicator)
    return f"likely between {low} and {high}" if low != high else f"likely {low}" if low else ""


def limits(lower: float, upper: float, indicator: Indicator) -> str:
    """Return "24% to 56%", one number where both round to the same, or nothing where there are no limits."""
    low, high = _both_limits(lower, upper, indicator)
    return f"{low} to {high}" if low != high else low


def _both_limits(lower: float, upper: float, indicator: Indicator) -> tuple[str, str]:
    if math.isnan(lower) or math.isnan(upper):
        return "", ""
    unit = PERCENT if indicator.unit.startswith(PERCENT) else ""
    low, high = f"{_fitting(lower)}{unit}", f"{_fitting(upper)}{unit}"
    if low != high:
        return low, high
    # So many people that both round to the same number: the digits come back.
    return f"{number(lower, 1)}{unit}", f"{number(upper, 1)}{unit}"


def change_in_per_cent(per_cent: float) -> str:
    """Return by how much a number grew or shrank: "7.4% higher", "12% lower"; nothing where it did neither."""
    size = number(abs(per_cent), 0 if abs(per_cent) >= 9.95 else 1).removesuffix(".0")
    return f"{size}% {'higher' if per_cent > 0 else 'lower'}" if float(size) else ""


def sentence(text: str) -> str:
    """Return text with a capital at its beginning; what is written after it stays as it is."""
    return text[:1].upper() + text[1:]


def ages(text: str) -> str:
    """Return an age band as people say it: "18 and over", "15 to 64"."""
    if text.endswith("+"):
        return f"{text.removesuffix('+')} and over"
    first, dash, last = text.partition("-")
    return f"{first} to {last}" if dash and first.isdigit() and last.isdigit() else text


def group(sex: str, age: str, breakdown: str) -> str:
    """Return a group of people as a title: "Male, aged 18 and over, drug: heroin"; nothing for everybody."""
    pairs = "; ".join(map(_pair, filter(None, breakdown.split("; "))))
    return sentence(", ".join(filter(None, (_SEXES.get(sex, sex), f"aged {ages(age)}" if age else "", pairs))))


def _pair(pair: str) -> str:
    """A breakdown with its value as people read it: "referred by: RECONNECT (NHS)", "drug: crack cocaine"."""
    key, _, value = pair.partition("=")
    known = _VALUES.get(key, {}).get(value)
    return f"{_KEYS.get(key, key)}: {known or (value if key == 'prison' else value.replace('-', ' '))}"


_KEYS = {"source": "referred by"}
_VALUES: Mapping[str, Mapping[str, str]] = {"source": ROUTES, "requirement": REQUIREMENTS}
_SEXES = {"persons": "", "other": "another sex", "unknown": "sex not known"}


def unit_in_full(indicator: Indicator) -> str:
    """Return the unit as it is said beside a chart: "per cent", "people"."""
    return _IN_FULL.get(indicator.unit, indicator.unit)
