"""What the checks against what is published look at, with the limits that figures have by their own past."""

import pandas as pd

from dashboard.domain.coded import coded_frame
from dashboard.domain.definitions import Definitions
from dashboard.intake.checks.beside import Beside
from dashboard.stats.estimates import estimates
from dashboard.stats.plausible import own_limits


def beside(sent: pd.DataFrame, told: pd.DataFrame, shown: pd.DataFrame, definitions: Definitions) -> Beside:
    """Return figures sent beside those that stand, both without the hidden; limits are of what is ``shown`` only."""
    catalogue = definitions.catalogue
    standing, new = (estimates(coded_frame(rows), catalogue).frame for rows in (shown, sent))
    limits = own_limits(new, standing, catalogue)
    return Beside(sent, told, definitions, limits)
