"""How a verdict looks beside its words: better, worse, similar, different (no direction agreed), or nothing."""

from dashboard.domain.indicators import Indicator
from dashboard.domain.labels import Label
from dashboard.domain.shown_figures import ShownFigure

_TONES = {
    Label.MUCH_BETTER: "better",
    Label.BETTER: "better",
    Label.SIMILAR: "similar",
    Label.WORSE: "worse",
    Label.MUCH_WORSE: "worse",
}


def tone(figure: ShownFigure) -> str:
    """Return the look of a figure's verdict, nothing where it is not compared."""
    return "" if figure.comparison is None else _TONES.get(figure.comparison.label, "different")


def signal_tone(signal: int, indicator: Indicator) -> str:
    """Return the look of a point of a control chart; nothing where it is no signal."""
    if not signal:
        return ""
    if indicator.better == "none":
        return "different"
    return "better" if (signal > 0) == (indicator.better == "higher") else "worse"
