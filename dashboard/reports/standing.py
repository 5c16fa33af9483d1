"""How the measures of an area stand beside whom they are compared with: counted once, for every page that says it."""

from collections import Counter
from collections.abc import Collection, Iterable

from dashboard.domain.agencies import Agency, is_of
from dashboard.domain.area_views import AreaView
from dashboard.reports import sentences, tones
from dashboard.reports.report import Stands


def standings_of(view: AreaView) -> tuple[Stands, ...]:
    """Return how each measure with a figure stands, by its first figure where several wider areas stand in.

    Of a figure that came before its comparator's the one before it counts.
    """
    found = ((one, view.judged(latest)) for one in view.catalogue if (latest := view.first_latest(one)))
    return tuple(
        Stands(one.id, one.owners, tones.tone(figure), figure.comparator.name if figure.comparator else "")
        for one, figure in found
    )


def told(standings: Iterable[Stands]) -> str:
    """Return how many measures stand how, a sentence for each that they are compared with; nothing for none."""
    return " ".join(sentences.standing(**counts, name=name) for name, counts in _by_comparator(standings).items())


def told_first(standings: Iterable[Stands]) -> str:
    """Return the first sentence of ``told``: for a chair that is the country of most measures."""
    name, counts = next(iter(_by_comparator(standings).items()), ("", {}))
    return sentences.standing(**counts, name=name) if name else ""


def of_agency(standings: Collection[Stands], agency: Agency) -> str:
    """Return how many measures an agency has a part in, and how these stand."""
    mine = [one for one in standings if is_of(one.owners, (agency,))]
    tally = Counter(one.tone for one in mine)
    return sentences.agency_stands(agency.label, len(mine), tally["better"], tally["worse"])


def _by_comparator(standings: Iterable[Stands]) -> dict[str, dict[str, int]]:
    found: dict[str, Counter[str]] = {}
    for one in standings:
        if one.tone:
            found.setdefault(one.beside, Counter())[one.tone] += 1
    return {name: {tone: tally[tone] for tone in _TONES} for name, tally in found.items()}


_TONES = ("better", "similar", "worse", "different")
