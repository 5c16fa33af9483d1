"""What the checks against what is published look at, with the limits that figures have by their own past."""

import pandas as pd

from dashboard.domain.definitions import Definitions
from dashboard.intake.checks.beside import Beside
from dashboard.stats.estimates import estimates
from dashboard.stats.plausible import own_limits


def beside(sent: pd.DataFrame, told: pd.DataFrame, shown: pd.DataFrame, definitions: Definitions) -> Beside:
    """Return figures sent beside those that stand, both without the hidden; limits are of what is ``shown`` only."""
    catalogue = definitions.catalogue
    limits = own_limits(estimates(sent, catalogue), estimates(shown, catalogue), catalogue)
    return Beside(sent, told, definitions, limits)
