"""How a verdict looks beside its words: better, worse, similar, different (no direction agreed), or nothing."""

import pandas as pd

from dashboard.domain.indicators import Indicator
from dashboard.stats.comparisons import NOT_COMPARED

_TONES = {"higher": "different", "lower": "different"}


def tone(row: pd.Series) -> str:
    """Return the look of a compared estimate's verdict."""
    plain = str(row["comparison"]).removeprefix("much ")
    return "" if plain == NOT_COMPARED else _TONES.get(plain, plain)


def signal_tone(signal: int, indicator: Indicator) -> str:
    """Return the look of a point of a control chart; nothing where it is no signal."""
    if not signal:
        return ""
    if indicator.better == "none":
        return "different"
    return "better" if (signal > 0) == (indicator.better == "higher") else "worse"
