"""What pages ask of an edition beside its figures: which quarters there are, what was put right, who sent what."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any, TypedDict

import numpy as np

from dashboard.assembly.figures import TOTALLED
from dashboard.domain.area_views import is_outdated
from dashboard.domain.areas import Area, AreaKind, Areas
from dashboard.domain.breakdowns import breakdown_pairs
from dashboard.domain.coded import Coded, Texts
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import PERIOD, State, make_period
from dashboard.domain.pathways import BY_PRISON
from dashboard.domain.periods import Period, add_months, quarter_of, quarter_told_by
from dashboard.stats.newest import of_everybody
from dashboard.store.figures import Versions

PeriodColumns = tuple[str, int, str]  # as ``PERIOD`` has them


class Index(TypedDict):
    """What there is of an area, by measure.

    The ``own`` quarters in which its figures end (the last day of each, ISO), those of figures ``within`` it, plans
    left out; the periods of headline figures that were ``corrected``, there or in what it is added up from.
    """

    own: dict[str, list[str]]
    within: dict[str, list[str]]
    corrected: dict[str, list[PeriodColumns]]


class Sent(TypedDict):
    """What was sent of each measure: for which periods with which revision, countries left aside; how many.

    ``days`` are by revision, as ``counts``: when the file was received that became it (ISO date). What an undo puts
    back came with no file. ``quarters`` are by their last day (ISO): for how many places the measure came, of those
    for which it had come in the four quarters before.
    """

    arrivals: dict[str, list[tuple[str, int, str, int]]]
    counts: dict[str, dict[str, int]]
    days: dict[str, dict[str, str]]
    quarters: dict[str, dict[str, tuple[int, int]]]


Routes = dict[str, dict[str, str]]  # by prison and authority the first day by which a period of its figures had ended


def indexes_of(versions: Versions, definitions: Definitions) -> dict[str, Index]:
    """Return what there is of each area, by kept code."""
    figures = versions.figures.of(versions.stands)
    ends = _quarters(figures, definitions)
    corrected = _corrected(versions)
    everywhere = _together(ends.values())
    found: dict[str, Index] = {}
    for area in definitions.areas:
        code = definitions.areas.kept_code(area.code)
        parts = [code, *map(definitions.areas.kept_code, area.members)]
        index = Index(
            own=_written(ends.get(code, {})),
            within=_written(
                everywhere if area.kind is AreaKind.COUNTRY else _together(ends.get(one, {}) for one in parts)
            ),
            corrected=_written(_together(corrected.get(one, {}) for one in codes_of(area, definitions.areas))),
        )
        # A partnership of one authority has its code, and as its members nobody else.
        if any(index.values()):
            found[code] = index
    return found


def codes_of(area: Area, areas: Areas) -> set[str]:
    """Return the codes under which figures of an area, and of what it is added up from, are kept."""
    members = area.members if area.kind in TOTALLED else ()
    return {areas.kept_code(area.code), *members}


_Sets = dict[str, set[Any]]


def _together(some: Iterable[Mapping[str, set[Any]]]) -> _Sets:
    found: _Sets = defaultdict(set)
    for each in some:
        for name, values in each.items():
            found[name] |= values
    return found


def _written(sets: Mapping[str, set[Any]]) -> dict[str, list[Any]]:
    return {name: sorted(values) for name, values in sets.items() if values}


def _quarters(figures: Coded, definitions: Definitions) -> dict[str, _Sets]:
    plans = [indicator.id for indicator in definitions.catalogue if indicator.plan]
    dated = _with_quarters(figures.of(~figures.texts("indicator").among(plans)), lambda period: quarter_of(period.end))
    found: dict[str, _Sets] = defaultdict(lambda: defaultdict(set))
    for area, name, end in _distinct(dated, ["area", "indicator", "end"]):
        found[area][name].add(end)
    return found


def _with_quarters(figures: Coded, quarter: Callable[[Period], Period | None]) -> Coded:
    """Return figures with the ``end`` (ISO) of the quarter of their period; those of which it is None left out."""
    first, place = np.unique(figures.numbered(PERIOD), return_index=True, return_inverse=True)[1:]
    periods = figures.only(PERIOD).of(first).records(PERIOD)
    quarters = [quarter(make_period(*one)) for one in periods]
    ends = Texts([one.end.isoformat() if one else "" for one in quarters], place)
    return figures.with_columns({"end": ends}).of(ends.each(bool))


def _corrected(versions: Versions) -> dict[str, _Sets]:
    rows = versions.figures.of(versions.corrects)
    found: dict[str, _Sets] = defaultdict(lambda: defaultdict(set))
    for area, name, *period in _distinct(rows.of(of_everybody(rows)), ["area", "indicator", *PERIOD]):
        found[area][name].add(tuple(period))
    return found


def _distinct(figures: Coded, names: list[str]) -> Iterable[tuple[Any, ...]]:
    return figures.distinct(names).records(names)


def sent_of(versions: Versions, definitions: Definitions, received: Mapping[int, str]) -> Sent:
    """Return what was sent of each measure; ``received`` is the day of each revision that a file became (ISO date)."""
    # What takes a figure back is no figure, and is no more for everybody than the one that it takes back.
    figures = versions.figures.of(~versions.figures.texts("state").among([State.WITHDRAWN]))
    countries = [area.code for area in definitions.areas.of_kind(AreaKind.COUNTRY)]
    arrivals: dict[str, list[tuple[str, int, str, int]]] = defaultdict(list)
    local = figures.of(~figures.texts("area").among(countries))
    for name, start, months, kind, revision in _distinct(local, ["indicator", *PERIOD, "revision"]):
        arrivals[name].append((start, months, kind, revision))
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    days: dict[str, dict[str, str]] = defaultdict(dict)
    first, sizes = np.unique(figures.numbered(["indicator", "revision"]), return_index=True, return_counts=True)[1:]
    of_revision = figures.only(["indicator", "revision"]).of(first).records(["indicator", "revision"])
    for (name, revision), count in zip(of_revision, sizes.tolist(), strict=True):
        counts[name][str(revision)] = count
        if revision in received:
            days[name][str(revision)] = received[revision]
    return Sent(arrivals=dict(arrivals), counts=dict(counts), days=dict(days), quarters=_places_by_quarter(local))


_BEFORE = 4  # quarters, of which one is enough for a place to be awaited


def _places_by_quarter(figures: Coded) -> dict[str, dict[str, tuple[int, int]]]:
    areas: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, end, area in _distinct(_with_quarters(figures, quarter_told_by), ["indicator", "end", "area"]):
        areas[name][end].add(area)
    return {
        name: {end: _of_those_before(end, by_end) for end in by_end}  # nobody is awaited where none came before
        for name, by_end in areas.items()
    }


def _of_those_before(end: str, areas: Mapping[str, set[str]]) -> tuple[int, int]:
    begins = quarter_of(date.fromisoformat(end)).start
    earlier = (quarter_of(add_months(begins, -3 * back)).end.isoformat() for back in range(1, _BEFORE + 1))
    awaited = set().union(*(areas.get(one, ()) for one in earlier))
    return len(awaited & areas[end]), len(awaited)


def senders_of(versions: Versions) -> dict[str, list[str]]:
    """Return by measure the areas that some figure was sent of. Another period of the same areas changes nothing."""
    figures = versions.figures.of(~versions.figures.texts("state").among([State.WITHDRAWN]))
    areas: dict[str, list[str]] = defaultdict(list)
    for name, area in _distinct(figures, ["indicator", "area"]):
        areas[name].append(area)
    return dict(areas)


def outdated_of(values: Coded) -> dict[str, list[str]]:
    """Return by measure the areas whose newest value is too old for a verdict beside the newest of any area.

    ``values`` are the figures as they are shown. Another period changes nothing until an area stays behind by a year.
    """
    known = values.of(of_everybody(values) & ~np.isnan(values.numbers("value")))
    of_area: dict[tuple[str, str], Period] = {}
    of_any: dict[str, Period] = {}
    for name, area, *columns in _distinct(known, ["indicator", "area", *PERIOD]):
        period = make_period(*columns)
        of_area[name, area] = max(of_area.get((name, area), period), period, key=lambda one: one.end)
        of_any[name] = max(of_any.get(name, period), period, key=lambda one: one.end)
    found: dict[str, list[str]] = defaultdict(list)
    for (name, area), period in of_area.items():
        if is_outdated(period, of_any[name]):
            found[name].append(area)
    return {name: sorted(areas) for name, areas in found.items()}


def routes_of(figures: Coded) -> Routes:
    """Return by prison the authorities that figures say it releases people to, and from which period on."""
    found: Routes = defaultdict(dict)
    of_prisons = figures.of(figures.texts("indicator").among([BY_PRISON]))
    groups = of_prisons.texts("breakdown")
    prisons = Texts([breakdown_pairs(group).get("prison", "") for group in groups.words], groups.codes)
    named = of_prisons.with_columns({"prison": prisons}).of(prisons.each(bool))
    for prison, area, *period in _distinct(named, ["prison", "area", *PERIOD]):
        end = make_period(*period).end.isoformat()
        found[prison][area] = min(found[prison].get(area, end), end)
    return dict(found)


def merged(old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]], touched: Collection[str]) -> Any:
    """Return what was there of measures that are not ``touched``, and the new of those that are."""
    names = dict.fromkeys([*old, *new])
    return {
        name: {one: value for one, value in old.get(name, {}).items() if one not in touched} | dict(new.get(name, {}))
        for name in names
    }


def beyond(whole: Mapping[str, Any], public: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what a whole index says of measures otherwise than that for everybody."""
    return {
        name: {one: value for one, value in of_measures.items() if value != public.get(name, {}).get(one)}
        for name, of_measures in whole.items()
    }


def as_bytes(index: Any) -> bytes:
    """Return an index as it is kept, the same for the same content."""
    return json.dumps(index, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
