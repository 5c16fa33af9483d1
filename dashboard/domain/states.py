"""Whether a figure has a number and, if not, why."""

from enum import StrEnum


class State(StrEnum):
    """Whether a figure has a number and, if not, why. ``mark`` is how our own files write it."""

    VALUE = "value"
    ROUNDED = "rounded"  # counts rounded to 5 by the source: 0 means 0 to 2
    HIDDEN = "hidden"
    PROTECTED = "hidden here"
    LOW = "low"
    NOT_AVAILABLE = "not available"
    NOT_APPLICABLE = "not applicable"
    NOT_COLLECTED = "not collected"
    IN_NEIGHBOUR = "in neighbour"
    WITHDRAWN = "withdrawn"

    @property
    def has_numbers(self) -> bool:
        """Whether a figure in this state carries numbers."""
        return self in (State.VALUE, State.ROUNDED)

    @property
    def is_hidden(self) -> bool:
        """Whether there is a number that nobody is shown."""
        return self in (State.HIDDEN, State.PROTECTED, State.LOW)

    @property
    def mark(self) -> str:
        """The mark that stands for the state in our own files; empty where a number does."""
        return _MARKS.get(self, "")

    @property
    def words(self) -> str:
        """The state as people read it."""
        return _WORDS[self]


# What is noted of a total of rounded figures, which is not itself rounded to the nearest 5: 152 may stand as 160.
SUM_OF_ROUNDED = "about, the sum of rounded figures"
_MARKS = {
    State.HIDDEN: "[c]",
    State.LOW: "[low]",
    State.NOT_AVAILABLE: "[x]",
    State.NOT_APPLICABLE: "[z]",
    State.NOT_COLLECTED: "[not collected]",
    State.IN_NEIGHBOUR: "[in neighbour]",
}
_WORDS = {
    State.VALUE: "",
    State.ROUNDED: "rounded to the nearest 5",
    State.HIDDEN: "hidden by the source to protect people",
    State.PROTECTED: "hidden to protect people",
    State.LOW: "too low to show, as it rounds to zero",
    State.NOT_AVAILABLE: "not available",
    State.NOT_APPLICABLE: "does not apply here",
    State.NOT_COLLECTED: "not collected for this period",
    State.IN_NEIGHBOUR: "counted with a neighbouring area",
    State.WITHDRAWN: "taken back by the agency that sent it",
}
