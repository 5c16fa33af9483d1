"""What a reader should know of a measure: its definition, and what is said of it elsewhere."""

from datetime import date

from dashboard.domain.definitions import Definitions
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import PeriodKind, read_period
from dashboard.reports import sentences, words
from dashboard.reports.tables import OWNERS


def definition_of(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """Return what a reader should know of an indicator, as pairs of label and text."""
    ambition = indicator.ambition
    rows = (
        ("What is counted", indicator.numerator),
        ("Out of", indicator.denominator),
        ("Shown as", words.unit_in_full(indicator)),
        ("Ages", words.ages(indicator.age)),
        (OWNERS, words.agencies(indicator.owners) or sentences.NOBODY_CHANGES_IT),
        ("Better when", {"higher": "higher", "lower": "lower"}.get(indicator.better, "no direction is agreed")),
        ("Likely range", _INTERVALS[indicator.interval]),
        ("Covers", indicator.universe),
        ("Published", _published(indicator)),
        ("Followed for", f"{indicator.follow_up_days} days" if indicator.follow_up_days else ""),
        ("Smallest group to judge by", str(indicator.minimum_denominator or "")),
        ("Small numbers", indicator.small_numbers),
        (
            "Ambition",
            f"{words.value_in_unit(ambition.value, indicator)}: {ambition.set_by} ({ambition.source})"
            if ambition
            else "",
        ),
        ("Breaks in the series", " ".join(f"{at.date.day} {at.date:%B %Y}: {at.reason}" for at in indicator.breaks)),
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


_EVERY = {"monthly": "Every month", "quarterly": "Every quarter", "annual": "Every year"}


def _published(indicator: Indicator) -> str:
    often, months = _EVERY[indicator.frequency], indicator.lag_months
    if months == 0:
        return f"{often}, by the end of the period"
    return f"{often}, usually {'a month' if months == 1 else f'{months} months'} after the period ends"


def context_of(indicator: Indicator, definitions: Definitions, until: date | None = None) -> tuple[str, ...]:
    """Return figures that may be quoted beside an indicator and never compared, each as a sentence or two.

    With ``until`` only those of periods that had ended on that day.
    """
    said = []
    for context in definitions.contexts:
        if context.indicator == indicator.id and (until is None or read_period(context.period).end <= until):
            place = definitions.areas.at(context.area).name
            value = words.value_in_unit(float(context.value), indicator)
            note = f" ({context.note})" if context.note else ""
            said.append(f"{place}, {_written(context.period)}: {value}{note}. Source: {context.source.rstrip('.')}.")
    return tuple(said)


def _written(text: str) -> str:
    """Return a quoted period: an odd span in full; another as its source wrote it, for it may mean no whole year."""
    period = read_period(text)
    return period.label if period.kind is PeriodKind.SPAN else text
