"""Events on a chart over time: before which period each stands, its number there, and what is told of it below."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.charts.timeline import EVENTS
from dashboard.domain.events import Event, breaks_of
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import Period
from dashboard.reports import sentences

_NEAR = 5  # periods: on a phone two numbers that are nearer would stand on each other
SUBTITLE = "a numbered line is something that happened, told below"
SUBTITLE_AGAIN = "the numbered lines are those of the chart above"


@dataclass(frozen=True)
class Happened:
    """What a chart shows beside its figures: ``said`` tells each event, in the order of its number.

    ``columns`` has those of ``charts.timeline.EVENTS``, each with its words by the text of a period.
    """

    said: tuple[str, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What the text alternative of the chart says of them, nothing where nothing happened."""
        told = " ".join(f"{number}. {said}" for number, said in enumerate(self.said, 1))
        return f" What happened: {told}" if told else ""

    @property
    def subtitle(self) -> list[str]:
        """What the subtitle of the chart says of them."""
        return [SUBTITLE] if self.said else []

    def on(self, points: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
        """Return the points of a chart with the events of each period, once where it has several points."""
        marked: list[dict[str, object]] = []
        periods: set[str] = set()
        for point in points:
            period = str(point["period"])
            marked.append({**point, **(EVENTS if period in periods else self._before(period))})
            periods.add(period)
        return marked

    def _before(self, period: str) -> dict[str, str]:
        return {name: self.columns.get(name, {}).get(period, "") for name in EVENTS}


def happened(events: Sequence[Event], indicators: Sequence[Indicator], periods: Sequence[Period]) -> Happened:
    """Return where ``events`` and the breaks of these measures stand among the periods of a chart.

    An event is left out that has no day within their span, or that the first of them holds: no figure before it can be
    held against those after. So is a break before which there is no period.
    """
    ordered = sorted(set(periods))
    placed = sorted([*_of_events(events, ordered), *_of_breaks(indicators, ordered)], key=_in_time)
    told = list(dict.fromkeys(event for event, _ in placed))
    numbers, titles = defaultdict(list), defaultdict(list)
    for event, period in dict.fromkeys(placed):
        numbers[period].append(str(told.index(event) + 1))
        titles[period.text].append(f"{event.when}: {event.title}")
    lower, higher = _in_rows({period: ", ".join(found) for period, found in numbers.items()}, ordered)
    columns = {"event": lower, "event_higher": higher}
    return Happened(
        tuple(map(sentences.happened, told)),
        {**columns, "event_title": {text: "; ".join(found) for text, found in titles.items()}},
    )


def _in_rows(numbers: Mapping[Period, str], periods: Sequence[Period]) -> tuple[dict[str, str], dict[str, str]]:
    """Numbers by the text of their period, in two rows: next to one of the first row the other takes the second."""
    rows: tuple[dict[str, str], dict[str, str]] = ({}, {})
    last = -_NEAR
    for at, period in enumerate(periods):
        if period in numbers:
            near = at - last < _NEAR
            rows[near][period.text] = numbers[period]
            last = -_NEAR if near else at
    return rows


def _in_time(placed: tuple[Event, Period]) -> tuple[Period, date, str]:
    event, period = placed
    return period, event.began, event.title


def _of_events(events: Sequence[Event], periods: Sequence[Period]) -> Iterator[tuple[Event, Period]]:
    for event in events:
        for moment in event.moments:
            # The first period with a day of it: from there on figures may hold it.
            held = next((period for period in periods if period.end >= moment), None)
            if held is not None and held != periods[0]:
                yield event, held


def _of_breaks(indicators: Sequence[Indicator], periods: Sequence[Period]) -> Iterator[tuple[Event, Period]]:
    for event in breaks_of(indicators):
        # The line is not joined before the first period that begins after a break.
        after = next((period for period in periods if period.start >= event.began), None)
        if after is not None and after != periods[0]:
            yield event, after
