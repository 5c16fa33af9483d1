"""Steps by hand: what is missing, hidden or larger than before is said, and never drawn as nothing."""

import math
from dataclasses import replace

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.indicators import Catalogue
from dashboard.domain.pathways import FUNNEL, LADDER
from dashboard.reports.steps import steps_of, steps_part
from dashboard.reports.tables import OWNERS
from tests.figures import figure, figures
from tests.shown_figures import view_of

QUARTER = {"period_start": "2025-07-01", "period_months": 3, "period_kind": "quarter", "area": "E08000035"}
YEAR = {"period_start": "2024-10-01", "period_months": 12, "period_kind": "rolling year"}
NAN = math.nan


@pytest.fixture
def made(definitions):
    """Return the steps of Leeds from counts in the order of the pathway, None for a step that was not sent."""

    def make(counts, pathway=LADDER, **columns):
        rows, whole = [], NAN
        for step, count in zip(pathway.steps, counts, strict=False):
            if count is not None:
                divides = definitions.catalogue.called(step.indicator).divides
                state = {"numerator": NAN, "state": count} if isinstance(count, str) else {"numerator": float(count)}
                denominator = whole if divides else NAN
                rows.append(figure(indicator=step.indicator, denominator=denominator, **QUARTER | columns, **state))
                whole = whole if not math.isnan(whole) or isinstance(count, str) else float(count)
        return rows

    def told(*rows, pathway=LADDER, catalogue=definitions.catalogue, published="2026-01-22"):
        leeds = definitions.areas.at("cdp-leeds")
        view = view_of(figures(*rows).assign(published=published), leeds, definitions)
        return steps_of(pathway, replace(view, catalogue=catalogue), leeds, "Leeds")

    return make, told


def test_the_ladder_has_its_eight_rungs_in_order(made):
    make, told = made
    ladder = told(*make([142, 136, 127, 100, 73, 65, 61, 40]))

    assert [rung.figure for rung in ladder.rungs] == ["142", "136", "127", "100", "73", "65", "61", "40"]
    # 136/142, 127/136, 100/127, 73/100, 65/73, 61/65, 40/61
    assert [rung.share for rung in ladder.rungs] == ["", "96%", "93%", "79%", "73%", "89%", "94%", "66%"]
    assert ladder.title == "Leeds: the biggest drop comes at “Appointment before release”, 27 fewer people"
    assert ladder.said == (
        "All steps are for July to September 2025, the newest that most of them share: 8 of 8 were supplied.",
        "The biggest drop is from “Referral received” (127) to “Appointment before release” (100): 27 fewer people. "
        "Who can change it: Council, Prison.",
    )


def test_a_missing_rung_is_unknown_by_name_and_owner_and_the_next_is_a_share_of_the_last_supplied(made):
    make, told = made
    ladder = told(*make([100, None, 80]))
    missing, after = ladder.rungs[1], ladder.rungs[2]

    assert (missing.figure, missing.state) == ("Unknown: not supplied by Prison", "unknown")
    assert ladder.rungs[3].figure == "Unknown: not supplied by Council or Prison"
    assert (after.share, after.of) == ("80%", "Released with a need")
    assert ladder.title == (
        "Leeds: 20 fewer people between “Released with a need” and “Referral received”; at which step cannot be shown"
    )
    assert ladder.said[1] == (
        "Of the steps that can be shown, most are lost from “Released with a need” (100) to “Referral received” (80): "
        "20 fewer people. "
        "One step in between has no count, so we cannot say at which step. Who can change it: Prison, Council."
    )
    assert not ladder.chart.figures["biggest"].any()
    assert ladder.chart.figures["count"].isna().tolist() == [False, True, False, *[True] * 5]


@pytest.mark.parametrize(
    ("state", "figure_said"),
    [("hidden here", "Hidden to protect people"), ("hidden", "Hidden by the source to protect people")],
)
def test_a_hidden_rung_says_so_and_has_no_bar(made, state, figure_said):
    make, told = made
    ladder = told(*make([100, state, 80]))

    assert (ladder.rungs[1].figure, ladder.rungs[1].state) == (figure_said, "hidden")
    drawn = ladder.chart.figures.iloc[1]
    assert math.isnan(drawn["count"])
    assert math.isnan(drawn["before"])
    assert not drawn["known"]
    assert ladder.said[0].endswith("3 of 8 were supplied.")


def test_an_increase_is_named_and_its_bar_is_not_clipped(made):
    make, told = made
    ladder = told(*make([100, 80, 90]))

    assert ladder.rungs[2].share == "113%"  # 90/80
    assert ladder.said[2] == (
        "“Referral received” (90) is larger than “Destination recorded” (80): 10 more people. "
        "The two come from different records, so it is worth asking how each is counted."
    )
    assert ladder.chart.figures["count"].iloc[2] == 90


def test_steps_that_are_all_equal_lose_nobody(made):
    make, told = made
    ladder = told(*make([30] * 8))

    assert {rung.share for rung in ladder.rungs[1:]} == {"100%"}
    assert ladder.title == "Leeds: nobody is lost between the steps supplied"
    assert ladder.said[1] == "Nobody is lost between the steps that were supplied."


def test_nobody_reaches_the_next_step_and_what_follows_nobody_has_no_share(made):
    make, told = made
    ladder = told(*make([20, 0, 0]))

    assert [rung.share for rung in ladder.rungs[:3]] == ["", "0%", ""]
    assert [rung.figure for rung in ladder.rungs[:3]] == ["20", "0", "0"]
    assert "(20) to “Destination recorded” (0): 20 fewer people." in ladder.said[1]


def test_one_person_is_a_person(made):
    make, told = made

    assert "1 fewer person." in told(*make([20, 19])).said[1]


def test_without_any_figure_every_step_is_unknown_and_there_is_no_chart(made):
    _, told = made
    ladder = told()

    assert {rung.state for rung in ladder.rungs} == {"unknown"}
    assert ladder.chart is None
    assert ladder.said == ("Fewer than two steps have a count, so we cannot say where people are lost.",)


def test_a_step_that_a_reader_may_not_see_is_left_out(made, definitions):
    make, told = made
    seen = {one.id: one for one in definitions.catalogue if one.audience == "public"}
    ladder = told(*make([None, None, 80]), catalogue=Catalogue(seen))

    assert "Released with a need" not in [rung.label for rung in ladder.rungs]


def test_all_steps_are_of_the_newest_period_that_most_share(made):
    make, told = made
    newer = {"period_start": "2025-10-01"}
    ladder = told(*make([100, 90, 80]), *make([40, 30], **newer))

    assert ladder.period.text == "Jul to Sep 2025"
    assert [rung.figure for rung in ladder.rungs[:3]] == ["100", "90", "80"]


def test_of_a_quarter_and_a_year_that_end_together_the_year_is_told(made):
    make, told = made
    ladder = told(*make([10, "hidden here"]), *make([40, 30], **YEAR))

    assert [rung.figure for rung in ladder.rungs[:2]] == ["40", "30"]


def test_a_negative_test_is_no_loss(made):
    make, told = made
    funnel = told(*make([1000, 500, 450], pathway=FUNNEL), pathway=FUNNEL)

    assert funnel.title == "Leeds: the biggest drop that can be shown comes at “Assessment required”, 50 fewer"
    assert funnel.rungs[1].share == "50%"
    assert funnel.said[2] == "A negative test is no loss: the test only says who needs the next step."
    assert funnel.chart.subtitle.endswith(
        ", the outlined one the biggest drop that can be shown; a negative test is no loss"
    )
    # 1,000 tests lose nobody before the 500 that were positive; of these 450 needed an assessment.
    assert funnel.chart.figures["before"].tolist()[1:3] == pytest.approx([NAN, 500.0], nan_ok=True)


def test_a_drop_between_neighbours_is_the_biggest_if_no_loss_over_hidden_steps_is_larger(made):
    make, told = made
    of_neighbours = told(*make([100, "hidden here", 90, 60, 58, 55, 54, 50]))
    over_a_hidden_one = told(*make([100, "hidden here", 60, 50]))

    assert of_neighbours.title == "Leeds: the biggest drop comes at “Appointment before release”, 30 fewer people"
    assert of_neighbours.chart.figures["biggest"].tolist().index(True) == 3
    assert "biggest" not in f"{over_a_hidden_one.title} {over_a_hidden_one.said} {over_a_hidden_one.chart.subtitle}"


@pytest.mark.parametrize("counts", [[100, 60, 50, 48, 45, 44, 43, "hidden here"], [None, 100, 60, 50, 48, 45, 44, 43]])
def test_where_the_first_or_the_last_step_has_no_count_more_may_be_lost_there(made, counts):
    make, told = made
    ladder = told(*make(counts))

    assert " that can be shown comes at “" in ladder.title
    assert ladder.said[1].startswith("The biggest drop that can be shown is from “")
    assert ladder.chart.subtitle.endswith(", the outlined one the biggest drop that can be shown")


def test_the_chart_says_everything_in_words(made):
    make, told = made
    chart = told(*make([100, "hidden here", 80])).chart

    assert "Destination recorded (Prison): Hidden to protect people" in chart.words
    assert "Still in treatment at 12 weeks (Council): Unknown: not supplied by Council" in chart.words


def test_who_can_change_each_step_goes_with_the_chart_and_the_table_as_agencies(made):
    make, told = made
    part = steps_part(told(*make([100, 90, 80])), "Steps")
    owners = [(Agency.PRISON,), (Agency.PRISON,), (Agency.PRISON, Agency.COUNCIL)]

    assert list(part.chart.owners[:3]) == owners
    assert list(part.tables[0].column(OWNERS)[:3]) == owners
    assert len(part.chart.owners) == len(part.chart.figures) == len(part.tables[0]) == 8


def test_a_step_that_is_not_final_is_remarked_upon_and_without_any_there_is_no_such_column(made):
    make, told = made
    counts = make([100, 90, 80, None, None, None, None, 40])
    early, late = (steps_part(told(*counts, published=day), "Steps").tables[0] for day in ("2025-10-02", "2026-01-22"))

    # Twelve weeks and three of grace from the end of September 2025 are over on 13 January 2026.
    assert early.column("Remarks") == (*[""] * 7, "It is not final: the 105 days of follow-up were not over.")
    assert late.headings == ("Step", OWNERS, "People", "Of the last step supplied")


def test_of_a_single_step_the_column_of_shares_stays(made):
    make, told = made
    (table,) = steps_part(told(*make([100])), "Steps").tables

    assert set(table.column("Of the last step supplied")) == {""}
    assert table.column("People")[0] == "100"


def test_a_share_without_a_count_is_no_count(made):
    _, told = made
    rate = figure(indicator="coc-referral-received", value=80.0, **QUARTER | {"numerator": NAN})
    rung = told(rate).rungs[2]

    assert (rung.figure, rung.state) == ("Unknown: a share was supplied, and no count", "unknown")
