"""Why there is no figure, in words: the same on every page."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dashboard.domain.absences import Absence, Absent
from dashboard.domain.area_views import AreaView
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period
from dashboard.domain.wording import listed
from dashboard.reports import sentences, words
from dashboard.reports.funnel import plural

_SHORT = {  # in the place of a number, beside others
    Absence.NOT_SUPPLIED: "not sent",
    Absence.CANNOT_BE_ADDED: "no total",
    Absence.NOT_GIVEN: "not given",
    Absence.BY_GROUP: "by group",
    Absence.SOME_DID_NOT_SEND: "no total",
    Absence.PART_MISSING: "no total",
    Absence.OTHER_COUNTRY: "not given",
    Absence.NOT_OF_PERIOD: "not sent",
    Absence.NOT_DUE: "not due",
    Absence.LATER: "later only",
    Absence.HIDDEN: "hidden",
    Absence.FOR_MEMBERS: "for members",
    Absence.COLLECTED_BY_NOBODY: "not sent",
}
_GROUPS = {  # how many measures a page lacks, and why, in its lead
    "not supplied": (Absence.NOT_SUPPLIED, Absence.COLLECTED_BY_NOBODY),
    "without a total": (Absence.CANNOT_BE_ADDED, Absence.SOME_DID_NOT_SEND, Absence.PART_MISSING),
    "given for other places only": (Absence.NOT_GIVEN, Absence.OTHER_COUNTRY),
    "told group by group": (Absence.BY_GROUP,),
    "with later figures only": (Absence.LATER,),
    "not due": (Absence.NOT_DUE,),
}


def short(absence: Absence) -> str:
    """Return an absence in a word or two, for the place of a number."""
    return _SHORT[absence]


def reason(absent: Absent, indicator: Indicator, area: Area) -> str:
    """Return why an area has no figure, and what there is instead: "not supplied by Police".

    It stands behind the name of the measure, and has no full stop.
    """
    special = _SPECIAL.get(absent.absence)
    return _FIXED[absent.absence] if special is None else special(absent, indicator, area)


def _not_supplied(_: Absent, indicator: Indicator, __: Area) -> str:
    return sentences.nobody_sent(indicator)


def _nowhere(_: Absent, indicator: Indicator, __: Area) -> str:
    return f"{sentences.nobody_sent(indicator)}, for any place"


def _not_added(absent: Absent, indicator: Indicator, _: Area) -> str:
    kind = absent.given_for or AreaKind.AUTHORITY
    if absent.instead:
        return f"given for each {kind.value} and cannot be added{_instead(absent, indicator, areas_named=True)}"
    many = len(absent.of)
    some = f"{absent.sent} of its {many}" if absent.sent and absent.sent != many else f"each of its {many}"
    return f"given for {some} {plural(kind)}, and cannot be added"


def _some_sent(absent: Absent, _: Indicator, __: Area) -> str:
    return f"only {absent.sent} of {_places(absent)} sent it, so there is no total"


def _part_missing(absent: Absent, _: Indicator, __: Area) -> str:
    return f"sent by all {_places(absent)}, and without a total: a part is hidden, or of another period"


def _places(absent: Absent) -> str:
    return f"{len(absent.of)} {plural(absent.given_for or AreaKind.AUTHORITY)}"


def _by_group(_: Absent, indicator: Indicator, __: Area) -> str:
    by_prison = indicator.geography is AreaKind.PRISON
    return "given prison by prison" if by_prison else "given for groups of people, not for everybody"


def _other_country(absent: Absent, indicator: Indicator, _: Area) -> str:
    return f"given for {listed([place.name for place in absent.of])}{_instead(absent, indicator)}"


def _not_due(absent: Absent, _: Indicator, __: Area) -> str:
    return f"not due until {absent.due.day} {absent.due:%B %Y}" if absent.due else "not due yet"


def _instead(absent: Absent, indicator: Indicator, *, areas_named: bool = False) -> str:
    """What there is instead: by place, as ": Cumberland 51%, Leeds 46%", or one figure with its period."""
    if not absent.instead:
        return ""
    figures = [(place, figure, words.figure(figure.estimate, indicator)) for place, figure in absent.instead]
    if not areas_named:
        return f": {'; '.join(f'{text}, {figure.period.label}' for _, figure, text in figures)}"
    periods = {figure.period for _, figure, _ in figures}
    if len(periods) == 1:
        return f": {', '.join(f'{place.name} {text}' for place, _, text in figures)}, {periods.pop().label}"
    return f": {', '.join(f'{place.name} {text} ({figure.period.text})' for place, figure, text in figures)}"


_MOST_NAMED = 2  # wider areas whose figures stand in a sentence


def _of_another_kind(absent: Absent, indicator: Indicator, area: Area) -> str:
    kind = absent.given_for
    if kind is AreaKind.COUNTRY or kind is None:
        return f"given for {indicator.universe} as a whole only"
    if absent.instead and len(absent.of) <= _MOST_NAMED:
        figures = [
            (place.name, words.figure(one.estimate, indicator), one.period.label) for place, one in absent.instead
        ]
        return f"given for {'; for '.join(f'the whole of {name}: {text}, {when}' for name, text, when in figures)}"
    if absent.of and kind is AreaKind.COMMUNITY_SAFETY:
        return f"given for each of its {_places(absent)}, not for the {area.kind}"
    return f"given for {plural(kind)}, not for {'an' if area.kind is AreaKind.AUTHORITY else 'a'} {area.kind}"


_FIXED = {
    Absence.LATER: "there are only figures of later periods",
    Absence.HIDDEN: "hidden to protect people",
    Absence.NOT_OF_PERIOD: "not supplied for this period",
    Absence.FOR_MEMBERS: sentences.FOR_MEMBERS,
}
_SPECIAL: Mapping[Absence, Callable[[Absent, Indicator, Area], str]] = {
    Absence.NOT_SUPPLIED: _not_supplied,
    Absence.COLLECTED_BY_NOBODY: _nowhere,
    Absence.CANNOT_BE_ADDED: _not_added,
    Absence.NOT_GIVEN: _of_another_kind,
    Absence.BY_GROUP: _by_group,
    Absence.SOME_DID_NOT_SEND: _some_sent,
    Absence.PART_MISSING: _part_missing,
    Absence.OTHER_COUNTRY: _other_country,
    Absence.NOT_DUE: _not_due,
}


def in_place(absent: Absent, indicator: Indicator, area: Area) -> str:
    """Return why an area has no figure as it stands in the place of one: "Unknown: not supplied by Prison"."""
    said = reason(absent, indicator, area)
    return f"Unknown: {said}" if absent.absence in _HEADS else words.sentence(said)


_HEADS = {Absence.NOT_SUPPLIED: "Not supplied here", Absence.COLLECTED_BY_NOBODY: "Not supplied here or anywhere"}


def told_of(view: AreaView, indicator: Indicator, place: Area | None = None) -> str:
    """Return why there is no figure of a measure in the area of a view, or in another place."""
    return reason(view.absence(indicator, place), indicator, place or view.area)


def grouped(view: AreaView, indicators: Iterable[Indicator]) -> Iterator[str]:
    """Yield sentences on measures without a figure; those that lack it for the same reason are named together."""
    alike: dict[str, list[Indicator]] = defaultdict(list)
    own: dict[Absence, list[str]] = defaultdict(list)
    for one in indicators:
        found = view.absence(one)
        if found.instead or found.absence in _HEADS:
            asked = words.agencies(one.agencies)
            said = reason(found, one, view.area)
            text = f"{one.short_title} ({asked})" if not found.instead else f"{one.short_title} is {said}"
            own[found.absence].append(text)
        else:
            alike[reason(found, one, view.area)].append(one)
    for absence, named in own.items():
        yield f"{_HEADS[absence]}: {'; '.join(named)}." if absence in _HEADS else f"{'. '.join(named)}."
    for said, measures in alike.items():
        yield f"{words.sentence(said)}: {'; '.join(one.short_title for one in measures)}."


def tally(absences: Sequence[Absence]) -> tuple[tuple[str, int], ...]:
    """Return how many measures lack a figure in which way, in words; ways that none lack it in are left out."""
    counts = ((how, sum(one in some for one in absences)) for how, some in _GROUPS.items())
    return tuple((how, many) for how, many in counts if many)


def of_period(view: AreaView, indicator: Indicator, place: Area, period: Period | None) -> Absent:
    """Return why a measure has no figure in a place for one period, where it may have some for others."""
    if period is None or not view.series(indicator.id, view.areas.kept_code(place.code)):
        return view.absence(indicator, place)
    due = indicator.due_by(period.end)
    is_due = view.told_on is None or due < view.told_on
    return Absent(Absence.NOT_OF_PERIOD) if is_due else Absent(Absence.NOT_DUE, due=due)
