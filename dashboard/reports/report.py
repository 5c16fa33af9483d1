"""What reports are made of: measures in sections, with their notes. Rendered by screen, file or paper."""

from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from dashboard.charts.style import Chart, Picture
from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.figures import State
from dashboard.domain.indicators import Indicator
from dashboard.reports import comparators, sentences, tones, words

CHOSEN = " (chosen)"  # said after each agency of ``owners`` that the reader has chosen


@dataclass(frozen=True)
class Measure:
    """One figure as it is told. ``headline`` tells it in full; ``where`` is empty for the area itself.

    ``verdict`` compares it with its country, or whom was chosen, and ``tone`` is how that looks (better,
    worse, similar, different); ``gaps`` says it in people. All three are empty where there is no
    comparison; then the headline holds the likely range, else ``interval`` does, and ``not_compared``
    says why, where somebody chose whom to compare with. ``reason`` says what qualifies the figure.
    It is ``dimmed`` where agencies were chosen and it belongs to none of them.
    """

    indicator: str
    title: str
    headline: str
    figure: str
    interval: str
    owners: str
    where: str
    reason: str
    source: str
    universe: str
    verdict: str
    tone: str
    gaps: str
    not_compared: str
    dimmed: bool = False


@dataclass(frozen=True)
class Unsupplied:
    """A measure without a figure for this area: what to ask for, and from whom."""

    indicator: str
    title: str
    owners: str
    publisher: str
    frequency: str
    dimmed: bool = False


@dataclass(frozen=True)
class Section:
    """Measures under one heading."""

    title: str
    measures: tuple[Measure, ...]
    text: str = ""


@dataclass(frozen=True)
class Report:
    """A page's content: a heading, a few sentences, sections."""

    title: str
    lead: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    unsupplied: tuple[Unsupplied, ...]
    revision: int


@dataclass(frozen=True)
class Table:
    """Figures as a table of text, under a title; the first column heads its rows.

    ``dimmed`` has the cells (row and column, from 0) of figures that belong to none of the agencies chosen.
    """

    title: str
    frame: pd.DataFrame = field(repr=False)
    dimmed: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Part:
    """One part of a page: what is said, a figure told in full, measures, a chart, what is said of it, tables.

    Any of them may be missing. A chart has its finding as a heading, so that ``title`` may be empty above it.
    """

    title: str
    said: tuple[str, ...] = ()
    newest: Measure | None = None
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    after: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class ThemeReport:
    """A page on one part of the partnership's work in the area of this name, in parts."""

    title: str
    area: str
    lead: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    unsupplied: tuple[Unsupplied, ...]
    revision: int


@dataclass(frozen=True)
class IndicatorReport:
    """Everything told about one measure in one area.

    ``not_supplied`` stands in place of ``latest`` where nothing was sent; ``next_figure`` says whether the one
    after it is due. ``about_comparison`` says
    what the newest figure could show, or why it is not compared; ``changes`` how the series changes,
    or why that cannot be said; ``about_funnel`` what the funnel of all areas allows for and leaves
    out, or why there is none. ``notes`` is what the reader's choices mean for the page.
    """

    title: str
    question: str
    why: str
    latest: Measure | None
    not_supplied: str
    next_figure: str
    about_comparison: tuple[str, ...]
    chart: Chart | None
    changes: tuple[str, ...]
    control: Chart | None
    control_points: pd.DataFrame = field(repr=False)
    series: pd.DataFrame = field(repr=False)
    funnel: Chart | None
    about_funnel: tuple[str, ...]
    areas: pd.DataFrame = field(repr=False)
    areas_title: str
    breakdowns: pd.DataFrame = field(repr=False)
    definition: tuple[tuple[str, str], ...]
    context: tuple[str, ...]
    revisions: tuple[str, ...]
    revision: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Method:
    """How numbers are worked out: where it is used, whose method it is, how it was checked."""

    name: str
    used: str
    reference: str
    checked: str


def measure(row: pd.Series, indicator: Indicator, area: Area, asked: Area, later: pd.Series | None = None) -> Measure:
    """Return one estimate as it is told on the page of ``asked``; ``area`` is where it is from.

    ``later`` is a newer estimate without a number, which is said beside the older figure.
    """
    figure = words.figure(row["value"], row["state"], indicator)
    place, verdict = where(area, asked), sentences.verdict(row)
    headline = sentences.headline(row, indicator, place)
    newer = "" if later is None else sentences.no_figure(later, indicator, place)
    return Measure(
        indicator=indicator.id,
        title=indicator.short_title,
        headline=f"{headline} {newer}".strip(),
        figure=figure,
        interval=words.interval(row["lower"], row["upper"], indicator) if verdict else "",
        owners=indicator.owners,
        where=words.sentence(place),
        reason=words.sentence(remark(row, figure)),
        source=row["source"] or indicator.source,
        universe=indicator.universe,
        verdict=verdict,
        tone=tones.tone(row),
        gaps=sentences.gaps(row, indicator),
        not_compared=comparators.why_not(row, indicator),
    )


def remark(row: pd.Series, figure: str) -> str:
    """Return what qualifies an estimate, without what its figure says already."""
    said = figure.casefold()
    return "; ".join(part for part in row["reason"].split("; ") if part.casefold() != said)


def beyond_rounding(row: pd.Series, figure: str) -> str:
    """Return what qualifies an estimate but that it is rounded, which the "about" of its figure has said."""
    return "; ".join(part for part in remark(row, figure).split("; ") if part != State.ROUNDED.words)


def where(area: Area, asked: Area) -> str:
    """Return words for an area that is wider than the one asked for, nothing where it is the same."""
    if area.code == asked.code:
        return ""
    if area.kind is AreaKind.POLICE_FORCE:
        kind = "area" if area.name.endswith("Police") else "police force area"
        return f"the whole {area.name} {kind}"
    if area.kind is AreaKind.PROBATION_REGION:
        return f"the whole {area.name} {area.kind}"
    return f"{area.name} {area.kind}" if area.kind is AreaKind.COMMUNITY_SAFETY else area.name


@dataclass(frozen=True)
class Line:
    """One measure in a line of the table of all measures.

    ``strip`` is the row of all areas, None where there is none; ``beside`` says what it shows, or why not.
    ``change`` is its trend or variation; ``remark`` what qualifies the figure.
    """

    indicator: str
    title: str
    figure: str
    part: str
    period: str
    where: str
    verdict: str
    tone: str
    not_compared: str
    change: str
    remark: str
    strip: Picture | None
    beside: str
    owners: str
    dimmed: bool = False


@dataclass(frozen=True)
class Lines:
    """Measures of one theme, in a line each."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class SpineReport:
    """All measures of the area of this name in a line each; ``key`` says how to read the rows of all areas."""

    title: str
    area: str
    lead: str
    notes: tuple[str, ...]
    key: str
    themes: tuple[Lines, ...]
    unsupplied: tuple[Unsupplied, ...]
    revision: int


@dataclass(frozen=True)
class Fact:
    """One figure of a tile: the number large, what it is ``of`` beside it, then what is said of it.

    ``said`` stands in full ink, ``quiet`` below it. Without a number ``figure`` is empty and ``said`` has the reason.
    """

    figure: str = ""
    of: str = ""
    verdict: str = ""
    tone: str = ""
    said: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reached:
    """One step of a chain: its short name, its figure, and ``height`` from 0 to 1 beside the tallest."""

    name: str
    figure: str
    height: float
    biggest_drop: bool


@dataclass(frozen=True)
class Chain:
    """Steps on one line, of one place and period, with where most are lost."""

    where: str
    steps: tuple[Reached, ...]
    said: str


@dataclass(frozen=True)
class Tile:
    """One theme in short, which leads to the ``page`` that tells all of it."""

    page: str
    title: str
    facts: tuple[Fact, ...]
    picture: Picture | None = None
    chains: tuple[Chain, ...] = ()
    owners: str = ""
    dimmed: bool = False


@dataclass(frozen=True)
class Age:
    """How old an agency's newest figure is, in words; ``state`` is how that looks."""

    said: str
    state: Literal["in time", "late", "nothing"]


@dataclass(frozen=True)
class Look:
    """One measure to look at, and why; ``indicator`` is empty where there is none."""

    title: str
    tone: str
    said: str
    indicator: str = ""
    name: str = ""


@dataclass(frozen=True)
class Unseen:
    """How many measures cannot be seen in one way; ``indicator`` is the one, where there is only one."""

    said: str
    indicator: str = ""


@dataclass(frozen=True)
class OverviewReport:
    """The first screen on an area: how old, how it stands, four themes, where to look, what is not seen, what comes.

    ``everything`` lists all measures below it; ``notes`` is what the reader's choices mean for both.
    """

    title: str
    figures_to: str
    ages: tuple[Age, ...]
    lead: str
    tiles: tuple[Tile, ...]
    looks: tuple[Look, ...]
    unseen: tuple[Unseen, ...]
    due: str
    everything: Report
    notes: tuple[str, ...] = ()
