"""Funnels: how far areas of different size may lie from all of them together by chance alone."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from dashboard.stats.intervals import Floats, count_interval

Kind = Literal["proportion", "rate"]
INNER, OUTER = 0.95, 0.998  # the two pairs of lines: Spiegelhalter (2005), Statistics in Medicine 24:1185
# A tenth of the areas at either end is drawn in before the spread is judged; under ten areas that is not one.
TRIM = 0.1  # Spiegelhalter (2005), Quality and Safety in Health Care 14:347
FEWEST = 10


@dataclass(frozen=True)
class Spread:
    """How much areas differ beyond chance: ``phi`` is 1 by chance alone, ``tau2`` what is added to its variance.

    ``tau2`` is on the scale of the transformed figures, and 0 where chance alone explains the spread.
    """

    phi: float
    tau2: float


@dataclass(frozen=True)
class Funnel:
    """The middle of all areas, a share or events per person, their spread, and where each area lies.

    ``places`` is of shape (n,): 0 within the lines, 1 above the inner line, 2 above the outer one, -1 and -2 below.
    """

    kind: Kind
    centre: float
    spread: Spread
    places: npt.NDArray[np.int_]

    def limits(self, whole: Floats, level: float) -> tuple[Floats, Floats]:
        """Return the lines of ``level`` at these numbers of people, as ``funnel_limits`` does."""
        return funnel_limits(whole, self.centre, self.kind, level, self.spread.tau2)


def funnel(count: Floats, whole: Floats, kind: Kind) -> Funnel:
    """Return the funnel of areas with ``count`` people or events of ``whole`` people, arrays of shape (n,).

    The middle is their sum over their sum. Raise ValueError for a number that is missing, nobody in
    a group, a count below 0 or, of a proportion, above its group, and where nobody or everybody is counted.
    """
    count, whole = np.asarray(count, float), np.asarray(whole, float)
    _check(count, whole, kind)
    centre = float(count.sum() / whole.sum())
    if centre == 0 or (kind == "proportion" and centre == 1):
        raise ValueError("where nobody or everybody is counted there is no chance to tell from")
    made = spread(count, whole, centre, kind)
    return Funnel(kind, centre, made, place(count, whole, centre, kind, made.tau2))


def _check(count: Floats, whole: Floats, kind: Kind) -> None:
    if np.isnan(count).any() or np.isnan(whole).any():
        raise ValueError("an area without a number has no place in a funnel")
    if np.any(whole <= 0) or np.any(count < 0):
        raise ValueError("a group has somebody in it, and a count is not below 0")
    if kind == "proportion" and np.any(count > whole):
        raise ValueError("a count lies between 0 and its total")


def funnel_limits(whole: Floats, centre: float, kind: Kind, level: float, tau2: float = 0.0) -> tuple[Floats, Floats]:
    """Return the lower and upper line of ``level`` (0.95) round ``centre`` at ``whole`` people, shape (n,).

    Shares, cut at 0 and 1, by the normal approximation; events per person by the exact Poisson limits:
    the rate whose own limit just reaches the centre. With ``tau2`` both are on the transformed scale.
    Source: Public Health England, PHEindicatormethods, Funnels.R; Spiegelhalter (2005), Statistics in Medicine 24:1185.
    """
    whole = np.asarray(whole, float)
    z = float(special.ndtri((1 + level) / 2))
    if tau2 > 0:
        return _wider(whole, centre, kind, z, tau2)
    if kind == "proportion":
        reach = z * np.sqrt(centre * (1 - centre) / whole)
        return np.maximum(centre - reach, 0.0), np.minimum(centre + reach, 1.0)
    expected = centre * whole
    # chi2.ppf(q, 2 (x + 1)) / 2 is the upper limit of x events; solved for x where that limit is the number expected.
    fewest = special.chdtriv((1 + level) / 2, 2 * expected) / 2 - 1
    most = special.chdtriv((1 - level) / 2, 2 * expected) / 2
    return np.maximum(fewest, 0.0) / whole, most / whole


def _wider(whole: Floats, centre: float, kind: Kind, z: float, tau2: float) -> tuple[Floats, Floats]:
    middle, error = _transformed(np.array([centre]), centre, kind), _error(whole, centre, kind)
    reach = z * np.sqrt(error**2 + tau2)
    low, high = np.maximum(middle - reach, 0.0), middle + reach
    if kind == "proportion":
        return np.sin(low) ** 2, np.sin(np.minimum(high, np.pi / 2)) ** 2
    return centre * low**2, centre * high**2


def place(count: Floats, whole: Floats, centre: float, kind: Kind, tau2: float = 0.0) -> npt.NDArray[np.int_]:
    """Return where each area lies, as ``Funnel.places``, arrays of shape (n,). On a line is within it.

    A rate is told from the centre by its own limits, exact under 10 events and Byar's from 10, as it is
    anywhere else here; its line in the drawing is the exact one, which differs by less than one part in 500.
    """
    count, whole = np.asarray(count, float), np.asarray(whole, float)
    places = np.zeros(count.shape, int)
    for level in (INNER, OUTER):
        if kind == "rate" and tau2 == 0:
            low, high = (limit / whole for limit in count_interval(count, level))
            places += (low > centre).astype(int) - (high < centre).astype(int)
        else:
            low, high = funnel_limits(whole, centre, kind, level, tau2)
            places += (count / whole > high).astype(int) - (count / whole < low).astype(int)
    return places


def spread(count: Floats, whole: Floats, centre: float, kind: Kind, trim: float = TRIM) -> Spread:
    """Return how much areas differ beyond chance, by winsorised z-scores of transformed figures, shape (n,).

    Transformed by the arcsine of the square root (shares) or the square root (rates over the centre);
    scores beyond the quantiles of ``trim`` are drawn in to them. Adjusted only where n phi is above n - 1.
    Source: Spiegelhalter (2005), Quality and Safety in Health Care 14:347; FunnelPlotR, od_adjustment.R.
    """
    count, whole = np.asarray(count, float), np.asarray(whole, float)
    error = _error(whole, centre, kind)
    middle = _transformed(np.array([centre]), centre, kind)
    scores = (_transformed(count / whole, centre, kind) - middle) / error
    drawn_in = np.clip(scores, *np.quantile(scores, [trim, 1 - trim]))
    areas, phi = len(scores), float(np.mean(drawn_in**2))
    if areas < 2 or areas * phi <= areas - 1:
        return Spread(phi, 0.0)
    weight = 1 / error**2
    return Spread(phi, float((areas * phi - (areas - 1)) / (weight.sum() - (weight**2).sum() / weight.sum())))


def _transformed(value: Floats, centre: float, kind: Kind) -> Floats:
    return np.arcsin(np.sqrt(value)) if kind == "proportion" else np.sqrt(value / centre)


def _error(whole: Floats, centre: float, kind: Kind) -> Floats:
    """The standard error of a transformed figure by chance alone: of people in a group, or of events expected."""
    return 1 / (2 * np.sqrt(whole if kind == "proportion" else whole * centre))
