"""What reports are made of: measures in sections, with their notes. Rendered by screen, file or paper."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, final

from dashboard.charts.style import Chart, Picture
from dashboard.domain.absences import Absence
from dashboard.domain.agencies import Agency, is_of
from dashboard.reports.tables import Table

Owners = tuple[Agency, ...]


@dataclass(frozen=True)
class Measure:
    """One figure as it is told. ``headline`` tells it in full; ``where`` is empty for the area itself.

    ``verdict`` compares it with its country, or whom was chosen, and ``tone`` is how that looks (better,
    worse, similar, different); ``gaps`` says it in people. All three are empty where there is no
    comparison; then the headline holds the likely range, else ``interval`` does, and ``not_compared``
    says why, where somebody chose whom to compare with. ``reason`` says what qualifies the figure.
    ``is_known`` is whether there is a number. ``course`` is its small picture over time, None where there is none, and
    ``change`` how it changed, in words.
    """

    indicator: str
    title: str
    headline: str
    figure: str
    is_known: bool
    interval: str
    owners: Owners
    where: str
    reason: str
    source: str
    universe: str
    verdict: str
    tone: str
    gaps: str
    not_compared: str
    period: str = ""
    course: Picture | None = None
    change: str = ""


@dataclass(frozen=True)
class Unsupplied:
    """A measure without a figure for this area: why, and from whom to ask for it, nobody where asking cannot help."""

    indicator: str
    title: str
    absence: Absence
    why: str
    owners: Owners
    publisher: str
    frequency: str


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

    @property
    def name(self) -> str:
        """What a link to the part says: its title, else that of its first table."""
        return self.title or next((table.title for table in self.tables), "")


@dataclass(frozen=True)
class Opening:
    """What a page on a theme begins with: its finding in one sentence, its picture, the figures that go with it.

    ``pictured`` is the position of the part whose chart is the picture, None where no part has one.
    """

    finding: str
    figures: tuple[Measure, ...]
    pictured: int | None


@final
@dataclass(frozen=True)
class ThemeReport:
    """A page on one part of the partnership's work in the area of this name: its opening, then the parts.

    ``lead`` is what the page answers, and how many measures there are. ``chosen`` are the agencies that the reader has
    marked, here and on every page; ``owners`` those that have a part in some measure of this one.
    """

    title: str
    area: str
    lead: str
    notes: tuple[str, ...]
    parts: tuple[Part, ...]
    unsupplied: tuple[Unsupplied, ...]
    revision: int
    owners: Owners = ()
    chosen: Owners = ()
    opening: Opening = Opening("", (), None)


@final
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
    control_points: Table
    series: Table
    funnel: Chart | None
    about_funnel: tuple[str, ...]
    areas: Table
    breakdowns: Table
    definition: tuple[tuple[str, str], ...]
    owners: Owners
    context: tuple[str, ...]
    revisions: tuple[str, ...]
    revision: int
    notes: tuple[str, ...] = ()
    chosen: Owners = ()


@dataclass(frozen=True)
class Method:
    """How numbers are worked out: where it is used, whose method it is, how it was checked."""

    name: str
    used: str
    reference: str
    checked: str


@dataclass(frozen=True)
class Line:
    """One measure in a line of the table of all measures.

    ``strip`` is the row of all areas, None where there is none; ``beside`` says what it shows, or why not.
    ``change`` is its trend or variation; ``remark`` what qualifies the figure.
    """

    indicator: str
    title: str
    figure: str
    is_known: bool
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
    owners: Owners


@dataclass(frozen=True)
class Lines:
    """Measures of one theme, in a line each, with what is to be known of all of them."""

    title: str
    lines: tuple[Line, ...]
    text: str = ""

    @property
    def measures(self) -> int:
        """How many measures there are; one of several wider areas has a line for each of them."""
        return len({line.indicator for line in self.lines})

    @property
    def beyond_chance(self) -> int:
        """How many measures differ from whom they are compared with by more than chance would explain."""
        return len({line.indicator for line in self.lines if line.tone not in ("", "similar")})

    @property
    def stands_out(self) -> bool:
        """Whether one of its measures differs from whom it is compared with by more than chance would explain."""
        return self.beyond_chance > 0


@final
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
    chosen: Owners = ()


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
    """Steps on one line, of one place and period, with where most are lost.

    Where too few have a count ``said`` tells all of them, and there are no ``steps``.
    """

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
    owners: Owners = ()


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
    owners: Owners = ()


@dataclass(frozen=True)
class Looks:
    """All measures that may be looked at first under one title, the first of them first, and what is said of none.

    ``none_of_theirs`` is said where agencies are chosen that have none.
    """

    title: str
    found: tuple[Look, ...]
    none: str
    none_of_theirs: str

    def first(self, agencies: Collection[Agency] = ()) -> Look:
        """Return the first of them, of these agencies where there are any."""
        found = (one for one in self.found if not agencies or is_of(one.owners, agencies))
        return next(found, Look(self.title, "", self.none_of_theirs if agencies else self.none))


@dataclass(frozen=True)
class Stands:
    """How a measure with a figure stands: as ``Measure.tone`` has it, beside whom; empty where it is not compared."""

    indicator: str
    owners: Owners
    tone: str
    beside: str


@dataclass(frozen=True)
class Unseen:
    """How many measures cannot be seen in one way; ``indicator`` is the one, where there is only one."""

    said: str
    indicator: str = ""


@final
@dataclass(frozen=True)
class OverviewReport:
    """The first screen on an area: how old, how it stands, four themes, where to look, what is not seen, what comes.

    ``measures`` is how many the page of all measures lists. ``about_area`` is what is to be known of the area and of
    whom it is compared with; ``standings`` are those of all measures, ``may_be_looked_at`` what ``looks`` are the first
    of; ``notes`` is what the reader's choices mean here.
    """

    title: str
    figures_to: str
    ages: tuple[Age, ...]
    lead: str
    tiles: tuple[Tile, ...]
    looks: tuple[Look, ...]
    unseen: tuple[Unseen, ...]
    due: str
    measures: int
    revision: int
    standings: tuple[Stands, ...] = ()
    may_be_looked_at: tuple[Looks, ...] = ()
    about_area: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    chosen: Owners = ()
