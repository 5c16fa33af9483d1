"""Community sentences: each requirement from order to end, definitions side by side, whole regions named."""

import math

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND
from dashboard.domain.indicators import Theme
from dashboard.reports.community_sentences import TWINS, community_sentences_report
from dashboard.reports.report import Part, ThemeReport
from dashboard.reports.tables import Cell, Table
from tests.figures import figure, figures
from tests.shown_figures import view_of

LEEDS, REGION = "E08000035", "N55"
WHOLE_REGION = "The whole Yorkshire and the Humber probation region, April 2023 to March 2024"
ORDERED, COMPLETED = "requirements-ordered", "requirements-completed"
OF_COUNTRY = "Given for England as a whole only"


@pytest.fixture
def report(definitions):
    """The page on community sentences in Leeds, or in another area, from rows of figures."""
    catalogue = definitions.catalogue.of_theme(Theme.COMMUNITY_SENTENCES)

    def compose(*rows: dict[str, object], area: str = "cdp-leeds") -> ThemeReport:
        asked = definitions.areas.at(area)
        return community_sentences_report(view_of(figures(*rows), asked, definitions, catalogue=catalogue))

    return compose


def part(report: ThemeReport, title: str) -> Part:
    return next(one for one in report.parts if one.title.startswith(title))


def cells(table: Table) -> dict[Cell, dict[str, Cell]]:
    """The cells of a table by heading, by what heads their row."""
    return {row[0]: dict(zip(table.headings[1:], row[1:], strict=True)) for row in table.rows}


def path(report: ThemeReport) -> dict[Cell, dict[str, Cell]]:
    (table,) = part(report, "From order").tables
    return cells(table)


def of(name: str, kind: str, count: float, area: str = REGION, **columns: object) -> dict[str, object]:
    breakdown = f"requirement={kind}" if kind else ""
    return figure(indicator=name, area=area, breakdown=breakdown, numerator=count, **columns)


def test_each_step_is_told_by_requirement_with_its_owner(report):
    steps = path(report(of(COMPLETED, "drr", 44.0, denominator=100.0), of(COMPLETED, "", 90.0, denominator=200.0)))

    assert list(steps["Ended as completed"].values()) == [
        *("44% (44 of 100)", "Not supplied", "Not supplied", "45% (90 of 200)", WHOLE_REGION, (Agency.PROBATION,))
    ]
    assert steps["Ordered by the court"]["Drug (DRR)"] == "Not sent"


def test_the_figures_of_the_area_come_before_those_of_its_region(report):
    steps = path(report(of(ORDERED, "drr", 9.0, LEEDS), of(ORDERED, "drr", 90.0)))

    assert steps["Ordered by the court"]["Drug (DRR)"] == "9 requirements"
    assert steps["Ordered by the court"]["For"] == "Leeds, April 2023 to March 2024"


def test_a_hidden_requirement_says_so(report):
    steps = path(report(of(ORDERED, "mhtr", math.nan, state="hidden here"), of(ORDERED, "drr", 90.0)))

    assert steps["Ordered by the court"]["Mental health (MHTR)"] == "Hidden to protect people"


def test_orders_that_began_have_a_measure_each_and_one_period(report):
    rows = [figure(indicator=f"{kind}-commencements", area=REGION, numerator=50.0) for kind in ("drr", "atr", "mhtr")]
    later = figure(indicator="drr-commencements", area=REGION, numerator=60.0, period_start="2024-04-01")
    steps = path(report(*rows, later))

    assert list(steps["Started"].values())[:4] == [*["50 requirements"] * 3, "Not supplied"]
    assert steps["Started"]["For"] == WHOLE_REGION
    assert steps["Started"]["Who can change it"] == (Agency.PROBATION, Agency.COUNCIL, Agency.NHS)


NOT_SPLIT = "Figures of a probation region are for the whole region. They are not split down to one area."


def test_figures_of_a_region_are_said_to_be_of_the_whole_region(report):
    assert NOT_SPLIT in part(report(of(ORDERED, "drr", 90.0)), "From order").said
    assert NOT_SPLIT not in part(report(of(ORDERED, "drr", 9.0, LEEDS)), "From order").said


def test_an_area_that_has_the_name_of_its_region_is_not_taken_for_it(report):
    own = report(of(ORDERED, "drr", 9.0, "cdp-greater-manchester"), area="cdp-greater-manchester")
    of_region = report(of(ORDERED, "drr", 90.0, "N50"), area="cdp-greater-manchester")

    assert path(own)["Ordered by the court"]["For"] == "Greater Manchester, April 2023 to March 2024"
    assert NOT_SPLIT not in part(own, "From order").said
    assert NOT_SPLIT in part(of_region, "From order").said


def test_definitions_that_look_alike_stand_side_by_side_with_why_they_differ(report):
    mine = of("requirements-started-3-weeks", "", 30.0, LEEDS, denominator=60.0)
    theirs = figure(indicator="drr-engaged-3-weeks", area=ENGLAND, numerator=2000.0, denominator=10_000.0)
    (table, *_) = part(report(mine, theirs), "Definitions side by side").tables
    twins = cells(table)

    assert table.title == "In treatment soon after sentence"
    assert table.about.startswith("Services count a first session in their own records.")
    assert list(twins["Figure"].values()) == ["50% (30 of 60)", "20% (2,000 of 10,000)", OF_COUNTRY]
    assert list(twins["For"].values()) == ["Leeds, April 2023 to March 2024", "England, April 2023 to March 2024", ""]
    assert twins["Out of"]["Drug requirement: treated in 3 weeks"] == "People sentenced to a DRR"
    assert "26% by exact match" in twins["Careful"]["Orders that reach treatment"]


def test_who_can_change_each_definition_stands_in_its_column(report):
    (table,) = part(report(of(ORDERED, "drr", 90.0), of(ORDERED, "", 200.0)), "Definitions side by side").tables

    assert table.owned == "by column"
    assert table.rows[-1] == (
        "Who can change it",
        (Agency.PROBATION,),
        *[(Agency.PROBATION, Agency.COUNCIL)] * 2,
        (Agency.PROBATION, Agency.NHS),
    )


def test_definitions_without_any_figure_are_left_out(report):
    titles = [one.title for one in report(of(ORDERED, "drr", 90.0)).parts]

    assert not [title for title in titles if title.endswith("completed")]


def test_every_twin_is_in_the_catalogue(definitions):
    assert all(name in definitions.catalogue for twins in TWINS for name in twins.names)


def test_recalls_and_known_need_are_measures_of_their_own(report):
    rows = [
        figure(indicator="licence-recalls", area=REGION, numerator=900.0),
        figure(indicator="known-need-with-requirement", area=LEEDS, numerator=60.0, denominator=500.0),
    ]
    told = report(*rows)

    assert [one.where for one in part(told, "Recalls").measures] == [WHOLE_REGION.partition(",")[0]]
    assert part(told, "Recalls").said == ("Not supplied here: Drug or alcohol recalls (Probation).",)
    assert [one.figure for one in part(told, "Known need").measures] == ["12%"]


def test_an_empty_page_says_what_to_do_and_whom_to_ask(report):
    told = report()

    assert " There are no figures for Leeds yet." in told.lead
    assert part(told, "From order").tables == ()
    assert part(told, "From order").said[0].startswith("Not supplied here: Requirements ordered (Probation);")
    assert len(told.unsupplied) == 15
