"""What ``stats`` works out of columns, for tests that write figures as frames and look at what is made of them."""

from collections.abc import Callable
from functools import wraps

import pandas as pd

from dashboard.domain.coded import Coded, coded_frame
from dashboard.domain.columns import Stage
from dashboard.domain.frames import types_of
from dashboard.stats.estimates import estimates as _estimates
from dashboard.stats.pools import beside as _beside
from dashboard.stats.rollup import totals as _totals
from dashboard.stats.rollup_periods import period_totals as _period_totals
from dashboard.stats.suppression.showing import rounded as _rounded
from dashboard.stats.suppression.showing import without as _without
from dashboard.stats.verdicts import changing as _changing
from dashboard.stats.verdicts import compared as _compared
from dashboard.stats.verdicts import with_change as _with_change


def coded(frame: pd.DataFrame) -> Coded:
    """Return a frame of figures as columns; one without rows does not say of which type they are."""
    types = types_of(Stage.COMPARED)
    return coded_frame(frame.astype({name: types[name] for name in frame if name in types}))


def _in_frames(work: Callable[..., Coded]) -> Callable[..., pd.DataFrame]:
    """What makes other figures of the first frame."""

    @wraps(work)
    def on_frames(*given: object) -> pd.DataFrame:
        return work(*(coded(one) if isinstance(one, pd.DataFrame) else one for one in given)).frame

    return on_frames


def _row_by_row(work: Callable[..., Coded]) -> Callable[..., pd.DataFrame]:
    """What says something of each row of the first frame: its rows keep their order and their labels."""
    in_frames = _in_frames(work)

    @wraps(work)
    def on_frames(figures: pd.DataFrame, *others: object) -> pd.DataFrame:
        made = in_frames(figures, *others)
        return made.set_axis(figures.index) if len(made) == len(figures) else made

    return on_frames


estimates, totals, period_totals = _row_by_row(_estimates), _in_frames(_totals), _in_frames(_period_totals)
compared, changing, with_change = _row_by_row(_compared), _row_by_row(_changing), _row_by_row(_with_change)
rounded, without, beside = _row_by_row(_rounded), _row_by_row(_without), _row_by_row(_beside)
