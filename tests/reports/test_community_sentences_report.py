"""Community sentences: each requirement from order to end, definitions side by side, whole regions named."""

import math

import pytest

from dashboard.domain.areas import ENGLAND
from dashboard.domain.indicators import Theme
from dashboard.reports.community_sentences import TWINS, community_sentences_report
from dashboard.reports.report import Part, ThemeReport
from dashboard.reports.theme import Shown
from dashboard.stats.estimates import estimates
from dashboard.stats.verdicts import compared
from tests.figures import figure, figures

LEEDS, REGION = "E08000035", "N55"
WHOLE_REGION = "The whole Yorkshire and the Humber probation region, April 2023 to March 2024"
ORDERED, COMPLETED = "requirements-ordered", "requirements-completed"


@pytest.fixture
def report(definitions):
    """The page on community sentences in Leeds, from rows of figures."""
    catalogue = definitions.catalogue.of_theme(Theme.COMMUNITY_SENTENCES)

    def compose(*rows: dict[str, object]) -> ThemeReport:
        made = compared(estimates(figures(*rows), catalogue), catalogue)
        shown = Shown(definitions.areas.at("cdp-leeds"), made, catalogue, definitions.areas)
        return community_sentences_report(shown, 7)

    return compose


def part(report: ThemeReport, title: str) -> Part:
    return next(one for one in report.parts if one.title.startswith(title))


def path(report: ThemeReport):
    (table,) = part(report, "From order").tables
    return table.frame.set_index("Step")


def of(name: str, kind: str, count: float, area: str = REGION, **columns: object) -> dict[str, object]:
    breakdown = f"requirement={kind}" if kind else ""
    return figure(indicator=name, area=area, breakdown=breakdown, numerator=count, **columns)


def test_each_step_is_told_by_requirement_with_its_owner(report):
    frame = path(report(of(COMPLETED, "drr", 44.0, denominator=100.0), of(COMPLETED, "", 90.0, denominator=200.0)))

    assert frame.loc["Ended as completed"].tolist() == [
        *("44% (44 of 100)", "Not supplied", "Not supplied", "45% (90 of 200)", WHOLE_REGION, "Probation")
    ]
    assert frame.loc["Ordered by the court", "Drug (DRR)"] == "Not supplied"


def test_the_figures_of_the_area_come_before_those_of_its_region(report):
    frame = path(report(of(ORDERED, "drr", 9.0, LEEDS), of(ORDERED, "drr", 90.0)))

    assert frame.loc["Ordered by the court", "Drug (DRR)"] == "9 requirements"
    assert frame.loc["Ordered by the court", "For"] == "Leeds, April 2023 to March 2024"


def test_a_hidden_requirement_says_so(report):
    frame = path(report(of(ORDERED, "mhtr", math.nan, state="hidden here"), of(ORDERED, "drr", 90.0)))

    assert frame.loc["Ordered by the court", "Mental health (MHTR)"] == "Hidden to protect people"


def test_orders_that_began_have_a_measure_each_and_one_period(report):
    rows = [figure(indicator=f"{kind}-commencements", area=REGION, numerator=50.0) for kind in ("drr", "atr", "mhtr")]
    later = figure(indicator="drr-commencements", area=REGION, numerator=60.0, period_start="2024-04-01")
    frame = path(report(*rows, later))

    assert frame.loc["Started"].tolist()[:4] == [*["50 requirements"] * 3, "Not supplied"]
    assert frame.loc["Started", "For"] == WHOLE_REGION
    assert frame.loc["Started", "Who can change it"] == "Probation, Council, NHS"


def test_figures_of_a_region_are_said_to_be_of_the_whole_region(report):
    said = "Figures of a probation region are for the whole region. They are not split down to one area."

    assert said in part(report(of(ORDERED, "drr", 90.0)), "From order").said
    assert said not in part(report(of(ORDERED, "drr", 9.0, LEEDS)), "From order").said


def test_definitions_that_look_alike_stand_side_by_side_with_why_they_differ(report):
    mine = of("requirements-started-3-weeks", "", 30.0, LEEDS, denominator=60.0)
    theirs = figure(indicator="drr-engaged-3-weeks", area=ENGLAND, numerator=2000.0, denominator=10_000.0)
    told = part(report(mine, theirs), "Definitions side by side: in treatment soon after")
    frame = told.tables[0].frame.set_index("Definition")

    assert told.said[0].startswith("Services count a first session in their own records.")
    assert frame.loc["Figure"].tolist() == ["50% (30 of 60)", "20% (2,000 of 10,000)", "Not supplied"]
    assert frame.loc["For"].tolist() == ["Leeds, April 2023 to March 2024", "England, April 2023 to March 2024", ""]
    assert frame.loc["Out of", "DRR in treatment by 3 weeks"] == "People sentenced to a DRR"
    assert "26% by exact match" in frame.loc["Careful", "Orders that reach treatment"]


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
