"""What estimates and comparisons are called: how limits were reached, how figures stand, what became of them."""

from enum import StrEnum


class Method(StrEnum):
    """How the limits of an estimate were reached."""

    WILSON = "Wilson"
    POISSON = "exact Poisson or Byar"
    PUBLISHED = "published"
    NONE = "none"


class Label(StrEnum):
    """How a figure stands to another; "much" is beyond the 99.8% limits, the others beyond 95%."""

    MUCH_BETTER = "much better"
    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    MUCH_WORSE = "much worse"
    MUCH_HIGHER = "much higher"
    HIGHER = "higher"
    LOWER = "lower"
    MUCH_LOWER = "much lower"

    @property
    def is_much(self) -> bool:
        """Whether it lies beyond the 99.8% limits."""
        return self in (Label.MUCH_BETTER, Label.MUCH_WORSE, Label.MUCH_HIGHER, Label.MUCH_LOWER)


class Change(StrEnum):
    """What became of a share since the same period of the year before, allowing for chance."""

    ROSE = "rose"
    FELL = "fell"
    SAME = "stayed about the same"
    UNKNOWN = "cannot be said"
