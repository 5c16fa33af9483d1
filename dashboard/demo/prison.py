"""What prisons send: who was released to which area with a need, and what was handed over."""

from collections.abc import Iterator

from dashboard.demo.council import starts
from dashboard.demo.probation import WITH_WALES
from dashboard.demo.releases import by_authority, releases
from dashboard.demo.series import Kind, Series, of_authorities
from dashboard.demo.world import world

HELD = 700.0  # people in an average prison: invented


def series() -> Iterator[Series]:
    """Yield all that prisons send each quarter."""
    here = world()
    people = releases(here)
    eligible = by_authority(people.eligible)
    yield of_authorities(here, "coc-eligible-releases", eligible, kind=Kind.ROLLING)
    yield of_authorities(
        here, "coc-destination-recorded", by_authority(people.destination), eligible, kind=Kind.ROLLING
    )
    yield of_authorities(here, "coc-treatment-summary-sent", by_authority(people.summary), eligible, kind=Kind.ROLLING)
    yield of_authorities(here, "new-presentations-prison", starts(here)["prison"], rounded=True)
    chance = here.chance("prison population")
    sizes = HELD * chance.lognormal(0.0, 0.4, len(here.prisons))
    held = chance.poisson(sizes, (len(here.quarters), len(here.prisons)))
    yield Series("prison-population", here.prisons, held, kind=Kind.SNAPSHOT).of(**WITH_WALES)
