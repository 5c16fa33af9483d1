"""What the checks against what is published look at, with the limits that figures have by their own past."""

from dashboard.domain.coded import Coded, alike
from dashboard.domain.definitions import Definitions
from dashboard.intake.checks.beside import Beside
from dashboard.stats.estimates import estimates
from dashboard.stats.plausible import SERIES, own_limits


def beside(sent: Coded, told: Coded, shown: Coded, definitions: Definitions) -> Beside:
    """Return figures sent beside those that stand, both without the hidden; limits are of what is ``shown`` only."""
    catalogue = definitions.catalogue
    earlier = shown.of(alike(SERIES, shown, sent))  # what is of other series says nothing of these
    limits = own_limits(estimates(sent, catalogue), estimates(earlier, catalogue), catalogue)
    return Beside(sent, told, definitions, limits)
