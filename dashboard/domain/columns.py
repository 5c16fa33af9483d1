"""Every column of a figure, described once: what it holds, of which type, and from which stage of its life it has it.

Reading from the store, checking where layers meet, records for pages and the file of figures all follow this.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from dashboard.domain.audiences import Audience, StoredAudience
from dashboard.domain.labels import Change, Label, Method
from dashboard.domain.periods import PeriodKind
from dashboard.domain.states import State

Type = Literal["text", "words", "number", "whole"]  # "words" are written by people: a file makes them safe
NOT_COMPARED = "not compared"
SEXES = ("persons", "male", "female", "other", "unknown")


class Stage(IntEnum):
    """What has been made of a figure: each stage has the columns of those before it."""

    KEY = 1
    SUPPLIED = 2
    STORED = 3
    ESTIMATED = 4
    CHANGED = 5
    COMPARED = 6


@dataclass(frozen=True)
class Column:
    """One column: a text never missing, a number NaN where there is none, a whole number."""

    name: str
    type: Type
    stage: Stage
    meaning: str
    allowed: tuple[str, ...] | None = None
    may_be_missing: bool = False


def _column(stage: Stage, name: str, type_: Type, meaning: str, allowed: tuple[str, ...] | None = None) -> Column:
    return Column(name, type_, stage, meaning, allowed, may_be_missing=type_ == "number" or name == "submission")


_LABELS = (*Label, NOT_COMPARED)
_AUDIENCES = (*StoredAudience, Audience.PUBLIC)  # as it is stored, then as it is read
COLUMNS = (
    _column(Stage.KEY, "indicator", "text", "Id of the measure"),
    _column(Stage.KEY, "area", "text", "Code of the area that it is kept under"),
    _column(Stage.KEY, "period_start", "text", "First day of the period, or the day of a snapshot (ISO date)"),
    _column(Stage.KEY, "period_months", "whole", "Months of the period, 0 for a snapshot"),
    _column(Stage.KEY, "period_kind", "text", "Kind of period", tuple(PeriodKind)),
    _column(Stage.KEY, "sex", "text", "Sex, persons for everybody", SEXES),
    _column(Stage.KEY, "age", "words", "Age group, empty for the group that the measure covers"),
    _column(Stage.KEY, "breakdown", "words", "Group as key=value pairs, empty for everybody"),
    _column(Stage.SUPPLIED, "numerator", "number", "People or events counted"),
    _column(Stage.SUPPLIED, "denominator", "number", "People or events that they are out of"),
    _column(Stage.SUPPLIED, "value", "number", "Value in the unit of the measure"),
    _column(Stage.SUPPLIED, "lower", "number", "Lower 95% limit of the value"),
    _column(Stage.SUPPLIED, "upper", "number", "Upper 95% limit of the value"),
    _column(Stage.SUPPLIED, "state", "text", "Whether there is a number and, if not, why", tuple(State)),
    _column(Stage.SUPPLIED, "note", "words", "What its source remarked, or what a total lacks"),
    _column(Stage.SUPPLIED, "source", "words", "Where it is from, empty for the publication of the measure"),
    _column(Stage.STORED, "revision", "whole", "Revision that it, or the newest part of a total, came with"),
    _column(Stage.STORED, "submission", "whole", "Number of the file that it came in"),
    _column(Stage.STORED, "audience", "text", "Who may read it", _AUDIENCES),
    _column(Stage.ESTIMATED, "published", "text", "Day of its revision (ISO date), empty where it is not known"),
    _column(Stage.ESTIMATED, "method", "text", "How its limits were reached", tuple(Method)),
    _column(Stage.ESTIMATED, "reason", "words", "Why the number is missing or inexact"),
    _column(Stage.CHANGED, "in_a_year", "text", "What became of it since the year before", tuple(Change)),
    _column(Stage.CHANGED, "trend", "text", "Recent trend, on the newest figure of a series"),
    _column(Stage.CHANGED, "variation", "text", "Variation beyond chance, on the newest figure of a series"),
    _column(Stage.COMPARED, "comparison", "text", "How it stands to its comparator", _LABELS),
    _column(Stage.COMPARED, "comparator", "text", "Whom it is compared with"),
    _column(Stage.COMPARED, "comparator_value", "number", "Value of the comparator"),
    _column(Stage.COMPARED, "comparator_lower", "number", "Lower 95% limit of the comparator's value"),
    _column(Stage.COMPARED, "comparator_upper", "number", "Upper 95% limit of the comparator's value"),
    _column(Stage.COMPARED, "comparator_numerator", "number", "People or events counted in the comparator"),
    _column(Stage.COMPARED, "comparator_denominator", "number", "People or events that they are out of"),
    _column(Stage.COMPARED, "comparator_state", "text", "State of the comparator's figure", ("", *State)),
    _column(Stage.COMPARED, "people_gap", "number", "Whole people to the comparator's level"),
    _column(Stage.COMPARED, "ambition_comparison", "text", "How it stands to the ambition of the measure", _LABELS),
    _column(Stage.COMPARED, "ambition_gap", "number", "Whole people to the ambition"),
    _column(Stage.COMPARED, "not_compared", "words", "Why it is not compared"),
)
BY_NAME = {column.name: column for column in COLUMNS}


def up_to(stage: Stage) -> tuple[Column, ...]:
    """Return the columns that a figure has at a stage."""
    return tuple(column for column in COLUMNS if column.stage <= stage)
