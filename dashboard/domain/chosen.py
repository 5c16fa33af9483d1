"""What a reader has chosen to be shown: one value that the address says, journeys read and reports are marked by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dashboard.domain.agencies import Agency


@dataclass(frozen=True)
class Chosen:
    """An area by code or name, and how it is to be shown.

    ``as_at`` is a revision, None for the newest: an earlier one is told as on the day it was made, so that its
    page comes back the same. ``compare`` says whom the area is compared with, nothing for its country. With
    ``until`` nothing is told of periods that ended later. What is not of ``agencies``, where some are chosen,
    is dimmed.
    """

    area: str
    as_at: int | None = None
    compare: str = ""
    until: date | None = None
    agencies: Collection[Agency] = ()
