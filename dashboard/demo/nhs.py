"""What the NHS sends: liaison and diversion, care after custody, mental health requirements."""

from collections.abc import Iterator

import numpy as np

from dashboard.demo.police import forces
from dashboard.demo.probation import BEGAN, WITH_WALES, in_regions, ordered
from dashboard.demo.releases import by_authority, releases
from dashboard.demo.series import Kind, Series, of_authorities
from dashboard.demo.world import world

# About 50,000 people a year when liaison and diversion covered half of England (2016), so 100,000 now: 640 a force
# and quarter. The share with a drug or alcohol need was not found.
SEEN, WITH_NEED = 640.0, 0.46


def series() -> Iterator[Series]:
    """Yield all that the NHS sends each quarter."""
    here = world()
    chance, every = here.chance("liaison and diversion"), forces(here)
    scale = every.residents / every.residents.mean()
    seen = chance.poisson(SEEN * scale, (len(here.quarters), len(scale)))
    need = chance.binomial(seen, np.clip(chance.normal(WITH_NEED, 0.06, len(scale)), 0.3, 0.6))
    yield Series("ld-adults-engaged", every.codes, seen)
    yield Series("ld-substance-need", every.codes, need, seen)
    taken_on = chance.binomial(by_authority(releases(here).eligible), 0.22)
    yield of_authorities(here, "reconnect-referrals", taken_on, kind=Kind.ROLLING)
    codes, begun = in_regions(here, chance.binomial(ordered(here)["mhtr"], BEGAN))
    yield Series("mhtr-commencements", codes, begun).of(**WITH_WALES)
