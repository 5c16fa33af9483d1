"""The chair's first screen in every state that is designed, not discovered."""

import math
from datetime import date

import pytest

from dashboard.domain.agencies import Agency
from dashboard.domain.areas import ENGLAND, AreaKind
from dashboard.domain.periods import Period, PeriodKind
from dashboard.reports.overview import overview_report
from dashboard.reports.report import OverviewReport, Tile
from tests.figures import figure, figures
from tests.shown_figures import view_of

TODAY = date(2026, 11, 21)
LEEDS, METROPOLITAN, CITY = "E08000035", "E23000001", "E23000034"
CARE = "coc-engaged-21-days"
YEAR = {"period_start": "2025-07-01", "period_months": 12, "period_kind": "rolling year"}
BEFORE = YEAR | {"period_start": "2024-07-01"}
QUARTER = {"period_start": "2026-04-01", "period_months": 3, "period_kind": "quarter"}
HIDDEN = {"state": "hidden here", "numerator": math.nan, "denominator": math.nan}


@pytest.fixture
def screen(definitions):
    """Return the first screen on the area with a code, from rows of figures; ``corrected`` are figures put right."""

    def compose(code: str, *rows: dict[str, object], corrected: tuple[tuple[str, Period], ...] = ()) -> OverviewReport:
        made = figures(*rows).assign(published="2026-11-20")
        return overview_report(view_of(made, definitions.areas.at(code), definitions), corrected, TODAY)

    return compose


def care(count: float, whole: float = 131.0, area: str = LEEDS, **more: object) -> dict[str, object]:
    return figure(indicator=CARE, area=area, **{"numerator": count, "denominator": whole, **YEAR, **more})


def words(tile: Tile) -> str:
    facts = [" ".join((fact.figure, fact.of, fact.verdict, *fact.said, *fact.quiet)) for fact in tile.facts]
    chains = [" ".join((one.where, *(f"{at.name} {at.figure}" for at in one.steps), one.said)) for one in tile.chains]
    return " ".join((*facts, *chains))


def test_a_share_is_told_in_people_with_its_verdict_its_range_and_what_would_be_reached(screen):
    report = screen("cdp-leeds", care(52.0), care(50.0, 125.0, **BEFORE), care(5300.0, 10000.0, ENGLAND))
    tile = report.tiles[0]

    assert words(tile) == (
        "52 of 131 people (40%) Worse than England (53%) 18 more people would match England, 47 more would reach the "
        "75% ambition. About the same as a year before (40%). Likely between 32% and 48%. 12 months to June 2026."
    )
    assert tile.page == "continuity_of_care"
    assert tile.owners == (Agency.COUNCIL, Agency.PRISON, Agency.PROBATION)
    assert "12 months to Jun 2025 40%, 12 months to Jun 2026 40%" in tile.picture.words
    assert report.lead == (
        "Fewer than half of the people leaving prison with a treatment need started treatment within three weeks. "
        "That is worse than England. It is about the same as a year before. "
        "Of one measure compared with England: one worse. "
        "There are no figures from Police, Probation, Prison and NHS yet."
    )


def test_a_hidden_count_is_words_and_no_number(screen):
    row = care(math.nan, **HIDDEN)
    report = screen("cdp-leeds", row)

    assert words(report.tiles[0]).startswith(
        "   The figure for 12 months to June 2026 is hidden to protect people: the number is below five"
    )
    assert report.tiles[0].picture is None
    assert "1 hidden to protect people" in [one.said for one in report.unseen]


def test_one_period_alone_says_that_no_change_can_be_shown(screen):
    tile = screen("cdp-leeds", care(52.0)).tiles[0]

    assert tile.picture is None
    assert "One period only: no change can be shown yet." in words(tile)


def test_a_similar_figure_says_how_far_apart_it_would_have_to_be(screen):
    report = screen("cdp-leeds", care(12.0, 31.0), care(5300.0, 10000.0, ENGLAND))

    assert "With 31 people, only a difference of about 17 points would show." in words(report.tiles[0])
    assert "Nothing we can compare is clearly better or worse than England." in report.lead
    assert [look.said for look in report.looks] == [
        "No measure is clearly worse than England, or than a year before.",
        "No measure is clearly better than England, or than a year before.",
    ]


@pytest.mark.parametrize(
    ("count", "many", "figure_said"),
    [
        (0.0, "None of the people leaving prison", "0 of 131 people (0%)"),
        (131.0, "All of the people leaving prison", "131 of 131 people (100%)"),
    ],
)
def test_nobody_and_everybody_are_figures(screen, count, many, figure_said):
    report = screen("cdp-leeds", care(count))

    assert report.lead.startswith(many)
    assert words(report.tiles[0]).startswith(figure_said)


def test_an_unfinished_follow_up_is_said_and_counted(screen, definitions):
    row = care(52.0, note="provisional; follow-up not finished")
    report = screen("cdp-leeds", row)

    assert "Provisional; follow-up not finished." in words(report.tiles[0])
    assert "1 not final" in [one.said for one in report.unseen]


def test_a_partnership_in_two_forces_has_the_steps_of_each(screen):
    rows = [
        figure(indicator="dtoa-tests", area=area, numerator=count, **QUARTER)
        for area, count in ((METROPOLITAN, 1240.0), (CITY, 40.0))
    ]
    rows.append(
        figure(indicator="dtoa-positive-rate", area=METROPOLITAN, numerator=694.0, denominator=1240.0, **QUARTER)
    )
    chains = screen("cdp-city-of-london-and-hackney", *rows).tiles[2].chains

    assert [chain.where for chain in chains] == [
        "The whole Metropolitan Police area, shared with 30 other partnerships; April to June 2026.",
        "The whole City of London police force area; April to June 2026.",
    ]
    assert chains[0].steps[2].figure == "not sent"
    # One count is no row of steps: five empty ones beside it would say less than a sentence.
    assert chains[1].steps == ()
    assert chains[1].said == "Tested: 40. Positive, required, referred and started: not sent. Assessed: not given."


@pytest.mark.parametrize(
    ("region", "chains"),
    [("Greater Manchester", 1), ("South Central", 2), ("North East", 0)],  # one force, two and three
)
def test_the_steps_of_two_forces_fit_beside_each_other_and_those_of_three_do_not(screen, definitions, region, chains):
    (area,) = (one for one in definitions.areas.of_kind(AreaKind.PROBATION_REGION) if one.name == region)
    rows = [
        figure(indicator=name, area=force.code, numerator=400.0, denominator=900.0, **QUARTER)
        for force in definitions.areas.wider(area, AreaKind.POLICE_FORCE)
        for name in ("dtoa-tests", "dtoa-positive-rate")
    ]
    tile = screen(area.code, *rows).tiles[2]

    assert len(tile.chains) == chains
    assert ("Choose a force" in words(tile)) is not bool(chains)


def test_the_biggest_drop_is_named_and_marked(screen):
    counts = {
        "dtoa-tests": 1240.0,
        "dtoa-assessment-rate": 628.0,
        "dtoa-assessment-attended": 500.0,
        "dtoa-treatment-referral": 300.0,
    }
    rows = [
        figure(indicator=name, area="E23000010", numerator=count, denominator=1240.0, **QUARTER)
        for name, count in counts.items()
    ]
    chain = screen("cdp-leeds", *rows).tiles[2].chains[0]

    assert chain.said == (
        "Biggest drop that can be shown: assessed to referred, 200 fewer. Who can change it: Council, Police."
    )
    assert [at.name for at in chain.steps if at.biggest_drop] == ["Referred"]


def test_a_region_has_no_steps_of_its_own(screen):
    assert (
        words(screen("E12000007", care(52.0, area="E12000007")).tiles[2])
        .strip()
        .startswith("Police figures are for whole forces, and are not added up or split.")
    )


def test_unmet_need_is_told_in_people_with_the_range_of_its_source(screen):
    year = {"period_start": "2024-04-01", "period_months": 12, "period_kind": "financial year"}
    earlier = year | {"period_start": "2019-04-01"}
    row = figure(
        indicator="unmet-need-ocu",
        area=LEEDS,
        numerator=1050.0,
        denominator=1810.0,
        value=58.0,
        lower=44.0,
        upper=67.0,
        **year,
    )
    tile = screen("cdp-leeds", row, row | earlier).tiles[1]

    assert (
        "By estimate, 1,050 of 1,810 people thought to use heroin, another opiate or crack had no treatment"
        in words(tile)
    )
    assert "The likely range is 44% to 67%." in words(tile)
    assert "Earlier estimates used another method, so no change is shown." in words(tile)


def test_a_published_share_without_people_says_so(screen):
    row = figure(indicator="unmet-need-ocu", area=LEEDS, numerator=math.nan, value=58.0, lower=44.0, upper=67.0)

    assert "The source gives this share and not how many people that is." in words(screen("cdp-leeds", row).tiles[1])


def test_started_requirements_name_their_definition(screen):
    rows = [
        figure(indicator="requirements-ordered", area=LEEDS, numerator=64.0, **YEAR),
        figure(indicator="requirements-started-3-weeks", area=LEEDS, numerator=25.0, denominator=64.0, **YEAR),
    ]
    said = words(screen("cdp-leeds", *rows).tiles[3])

    assert said.startswith("64 requirements ordered")
    assert "By services' own records of a first session. Studies that match records find fewer." in said


def test_what_to_look_at_first_is_the_clearest_then_the_one_of_most_people(screen):
    rows = [care(40.0), care(5300.0, 10000.0, ENGLAND)]
    for area, count in ((LEEDS, 140.0), (ENGLAND, 112.0)):
        rows.append(figure(indicator="early-unplanned-exits", area=area, numerator=count, denominator=1000.0, **YEAR))
    looks = screen("cdp-leeds", *rows).looks

    assert looks[0].indicator == CARE  # much worse; more early exits are only worse, and of 28 people
    assert looks[0].said == (
        "40 of 131 (31%), much worse than England (53%). 30 more people would match England, 59 more would reach the "
        "75% ambition."
    )


@pytest.mark.parametrize(
    ("start", "revised"),
    # The newest figure ends with June 2026: one that ended less than a year before it was put right lately.
    [(date(2025, 7, 1), ["1 revised"]), (date(2024, 8, 1), ["1 revised"]), (date(2024, 7, 1), [])],
)
def test_what_is_revised_lately_is_counted_and_an_old_revision_is_not_even_as_nothing(screen, start, revised):
    period = Period(start, 12, PeriodKind.ROLLING_YEAR)
    report = screen("cdp-leeds", care(52.0), corrected=((CARE, period),))

    assert [one.said for one in report.unseen if "revised" in one.said] == revised


def test_each_agency_has_the_age_of_its_newest_figure_and_what_is_due(screen):
    police = figure(
        indicator="possession-outcomes", area="E23000010", numerator=40.0, **QUARTER | {"period_start": "2025-10-01"}
    )
    report = screen("cdp-leeds", care(52.0), police)

    assert report.figures_to == "Figures to June 2026"
    assert [(age.said, age.state) for age in report.ages] == [
        ("Police: to December 2025, 11 months old, late", "late"),
        ("Probation: nothing supplied", "nothing"),
        ("Prison: nothing supplied", "nothing"),
        ("Council: to June 2026, 5 months old", "in time"),
        ("NHS: nothing supplied", "nothing"),
    ]
    assert report.due == "Next figures due: Council in December 2026. Late: Police, due in July 2026."


def test_the_first_day_says_what_to_ask_for_and_from_whom(screen):
    report = screen("cdp-leeds")

    assert report.figures_to == "No figures yet"
    assert report.lead.startswith("There are no figures for Leeds yet. Send a first file on the upload page")
    assert "Continuity of care: not supplied by Council, Prison or Probation." in words(report.tiles[0])
    assert "No step from arrest to treatment was supplied. Ask Police for “Drug tests on arrest”." in words(
        report.tiles[2]
    )
    assert report.looks == ()
    assert report.due == ""


def test_who_sends_early_keeps_the_verdict_of_the_newest_period_that_can_be_compared(screen):
    later = {"period_start": "2025-10-01", "period_months": 12, "period_kind": "rolling year"}
    report = screen("cdp-leeds", care(52.0), care(90.0, **later), care(5300.0, 10000.0, ENGLAND))
    (fact,) = report.tiles[0].facts

    assert fact.figure == "90 of 131"
    # By hand: 52 of 131 is 39.7%, its Wilson limits 31.7 to 48.2 lie below 53.
    assert fact.verdict == "12 months to June 2026: 40%, worse than England (53%)"
    assert fact.tone == "worse"
    assert "Of one measure compared with England: one worse." in report.lead


def test_a_verdict_a_year_older_than_the_newest_figure_is_not_told_as_its_own(screen):
    later = {"period_start": "2026-10-01", "period_months": 12, "period_kind": "rolling year"}
    report = screen("cdp-leeds", care(52.0), care(90.0, **later), care(5300.0, 10000.0, ENGLAND))

    assert report.tiles[0].facts[0].verdict == "Not compared with England: no figure for England in the same period."
