"""What is counted: the catalogue of indicators, one TOML file each, that analysts review."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import AreaKind
from dashboard.domain.errors import BrokenDefinition, NotFound
from dashboard.domain.periods import PeriodKind, add_months

Words = Annotated[str, Field(min_length=1)]
# Strict, for a number in quotation marks or a true is a slip that would otherwise pass as a number.
Whole = Annotated[int, Field(strict=True, ge=0)]
Positive = Annotated[int, Field(strict=True, ge=1)]


class Theme(StrEnum):
    """The part of the partnership's work that an indicator belongs to, in the order of the pages."""

    TREATMENT_ACCESS = "treatment-access"
    CONTINUITY_OF_CARE = "continuity-of-care"
    DIVERSION = "diversion"
    COMMUNITY_SENTENCES = "community-sentences"
    PRISON = "prison"
    RECOVERY = "recovery"
    HARM = "harm"
    CRIME = "crime"
    FUNDING = "funding"
    WORKFORCE = "workforce"

    @property
    def label(self) -> str:
        """The theme as a heading."""
        return self.value.replace("-", " ").capitalize()


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Ambition(_Strict):
    """A level that somebody has undertaken to reach, in the indicator's own unit."""

    value: float
    set_by: Words
    source: Words


class Break(_Strict):
    """A date from which figures cannot be compared with earlier ones."""

    date: date
    reason: Words


class StatedTie(_Strict):
    """Groups of a measure ("outcome=charge"; "prison" for all of its values) that another measure counts together.

    ``rest_too`` says that it leaves out the same people, too.
    """

    groups: Annotated[tuple[Annotated[str, Field(pattern=r"^[a-z][a-z-]*(=.+)?$")], ...], Field(min_length=1)]
    measure: Words
    rest_too: Annotated[bool, Field(strict=True)] = False


class OutOfGroups(_Strict):
    """Figures by one breakdown whose people are counted by another measure than those of everybody are.

    ``within`` says that they are those in the same group there, and not everybody.
    """

    breakdown: Words
    measure: Words
    within: Annotated[bool, Field(strict=True)] = False


class Indicator(_Strict):
    """What is counted, over what, per how many, which direction is better, when it is hidden.

    ``sentence`` tells a figure, with ``{figure}`` in its place: "{figure} people leaving prison had …".
    ``per`` scales numerator over denominator: 100 for a percentage. ``age`` is the age group
    that the headline figure covers ("18+"); empty where everybody is counted. ``plan`` marks
    money or intentions, which may be known before their period has ended, ``context`` what only says how many people
    there are, which no agency changes and which is neither better nor worse. ``sum_of`` names
    indicators whose people together are this one's, ``out_of`` the one whose people are its denominator, ``ties``
    those whose people are in groups of this one, ``out_of_groups`` the denominators of figures by a breakdown.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words
    short_title: Annotated[str, Field(min_length=1, max_length=40)]
    # Definitions kept before there were sentences have none, and are read for old pages all the same.
    sentence: Annotated[str, Field(pattern=r"^[^{}]*\{figure\}([^{}]*[^{}.])?$")] = ""
    question: Annotated[str, Field(pattern=r"\?$")]
    why: Words
    theme: Theme
    agencies: Annotated[tuple[Agency, ...], Field(min_length=1)]
    outcome: Literal[
        "reduce-use",
        "reduce-crime",
        "reduce-deaths-harm",
        "reduce-supply",
        "increase-engagement",
        "improve-recovery",
    ]
    tier: Literal["headline", "supporting", "local"]
    kind: Literal["proportion", "count", "rate", "money", "mean", "index"]
    numerator: Words
    denominator: str = ""
    age: str = ""
    per: Positive
    unit: Words
    better: Literal["higher", "lower", "none"]
    adds_over_areas: Literal["yes", "approximately", "no"]
    adds_over_periods: Literal["yes", "count only", "no"]
    audience: Literal["public", "partnership"]
    interval: Literal["wilson", "byar", "published", "none"]
    period_kinds: Annotated[tuple[PeriodKind, ...], Field(min_length=1)]
    geography: AreaKind
    publication: Words
    publisher: Words
    universe: Literal["England", "England and Wales"]
    frequency: Literal["monthly", "quarterly", "annual"]
    lag_months: Annotated[Whole, Field(le=60)]
    follow_up_days: Positive | None = None
    hide_below: Whole
    round_to: Positive | None = None
    minimum_denominator: Positive | None = None
    first_period: str = ""
    small_numbers: str = ""
    caveat: str = ""
    reviewed: date
    sum_of: tuple[str, ...] = ()
    out_of: str = ""
    plan: Annotated[bool, Field(strict=True)] = False
    context: Annotated[bool, Field(strict=True)] = False
    corrections: Annotated[bool, Field(strict=True)] = False
    ambition: Ambition | None = None
    breaks: tuple[Break, ...] = ()
    ties: tuple[StatedTie, ...] = ()
    out_of_groups: tuple[OutOfGroups, ...] = ()

    @model_validator(mode="after")
    def _kind_and_denominator_agree(self) -> "Indicator":
        if self.kind in ("proportion", "rate") and not self.denominator:
            raise ValueError(f"a {self.kind} needs a denominator: say what the numerator is a part of")
        if self.kind == "count" and self.denominator:
            raise ValueError("a count has no denominator: remove it, or make the kind a proportion or a rate")
        if self.context and self.better != "none":
            raise ValueError("what only says how many people there are has no better or worse: set better to none")
        if self.interval == "wilson" and self.kind != "proportion":
            raise ValueError(
                f"the field interval is wilson, which is for a proportion and not for a {self.kind}: change one"
            )
        return self

    @property
    def divides(self) -> bool:
        """Whether a figure is a numerator over a denominator."""
        return bool(self.denominator)

    @property
    def source(self) -> str:
        """The publication and its publisher in one line."""
        return self.publication if self.publisher in self.publication else f"{self.publication} ({self.publisher})"

    @property
    def answers_first(self) -> Agency:
        """The agency that is asked for it first, and whose return it belongs to."""
        return self.agencies[0]

    @property
    def owners(self) -> tuple[Agency, ...]:
        """The agencies that can change its figures; none of what only says for how many people services are."""
        return () if self.context else self.agencies

    @property
    def months_apart(self) -> int:
        """The months from one figure to its next."""
        return {"monthly": 1, "quarterly": 3, "annual": 12}[self.frequency]

    def next_end(self, end: date) -> date:
        """Return the last day of the period after one that ends on this day."""
        return add_months(end + timedelta(days=1), self.months_apart) - timedelta(days=1)

    def due_by(self, end: date) -> date:
        """Return the last day of the month in which the figure for a period that ends on this day should be out."""
        return add_months(end + timedelta(days=1), self.lag_months) - timedelta(days=1)


@dataclass(frozen=True)
class Catalogue:
    """All indicators by id, in the order of themes; within one, headline measures first, then by title."""

    indicators: Mapping[str, Indicator] = field(repr=False)

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators.values())

    def __contains__(self, name: object) -> bool:
        return name in self.indicators

    def __len__(self) -> int:
        return len(self.indicators)

    def called(self, name: str) -> Indicator:
        """Return the indicator with this id. Raise NotFound, with the nearest ids, where there is none."""
        found = self.indicators.get(name)
        if found is None:
            raise NotFound(f"There is no indicator called “{name}”.{suggestion(name, self.indicators)}")
        return found

    def of_agency(self, agency: Agency) -> list[Indicator]:
        """Return the indicators that this agency can change."""
        return [indicator for indicator in self if agency in indicator.agencies]

    def of_theme(self, theme: Theme) -> "Catalogue":
        """Return the part of the catalogue that belongs to a theme."""
        return Catalogue({indicator.id: indicator for indicator in self if indicator.theme is theme})


def suggestion(name: str, known: Mapping[str, object]) -> str:
    """Return " Did you mean a or b?" for the known words nearest to ``name``, or nothing."""
    near = get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(near)}?" if near else ""


def read_catalogue(files: Mapping[str, str]) -> Catalogue:
    """Return the catalogue from TOML texts by file name. Raise BrokenDefinition for the first broken file."""
    indicators = [_read_indicator(name, text) for name, text in sorted(files.items())]
    themes, tiers = list(Theme), ("headline", "supporting", "local")
    indicators.sort(key=lambda one: (themes.index(one.theme), tiers.index(one.tier), one.title))
    return Catalogue({indicator.id: indicator for indicator in indicators})


def _read_indicator(name: str, text: str) -> Indicator:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenDefinition(f"{name}: this is not valid TOML: {error}. Mend that line.") from error
    try:
        indicator = Indicator.model_validate(table)
    except ValidationError as error:
        raise BrokenDefinition(f"{name}: {_first_fault(error)}") from error
    if name != f"{indicator.id}.toml":
        raise BrokenDefinition(f"{name}: the field id is “{indicator.id}”. Name the file {indicator.id}.toml.")
    return indicator


def _first_fault(error: ValidationError) -> str:
    # An unknown field comes first: where a name is misspelt, the missing field is only its other half.
    faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    fault = faults[0]
    place = ", ".join(f"item {part + 1}" if isinstance(part, int) else part for part in fault["loc"])
    if fault["type"] == "missing":
        return f"the field {place} is missing. Add it."
    if fault["type"] == "extra_forbidden":
        return f"the field {place} is not known.{suggestion(str(fault['loc'][-1]), _FIELDS)} Rename or remove it."
    message = fault["msg"].removeprefix("Value error, ")
    if not place:
        return f"{message}."
    return f"the field {place} holds {fault['input']!r}. {_mend(fault['type'], message)} Correct it."


_FIELDS = dict.fromkeys(
    name for table in (Indicator, Ambition, Break, StatedTie, OutOfGroups) for name in table.model_fields
)
_MENDS = {
    "tuple_type": 'It should be a list such as ["council"].',
    "too_short": "It should have at least one item.",
    "string_too_short": "It should have some words.",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "It should be a whole number."),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing"), "It should be a day: 2026-11-21."),
    "bool_type": "It should be true or false.",
}


_PATTERNS = {
    "figure": "It should hold {figure} once, and no full stop at its end.",
    r"\?": "It should end with a question mark.",
    "": "It should be words-like-this.",
}


def _mend(kind: str, message: str) -> str:
    """Return pydantic's message in our words, where it speaks of its own types."""
    if kind == "string_pattern_mismatch":
        return next(mend for sign, mend in _PATTERNS.items() if sign in message)
    plain = message.replace("Input should", "It should").replace("String should", "It should")
    return _MENDS.get(kind, f"{plain}.")
