"""The funnel of all areas in words: what it finds, what it allows for, whom it leaves out, when there is none."""

import math

import pytest

from dashboard.domain.areas import AreaKind
from dashboard.domain.indicators import Catalogue
from dashboard.reports.funnel import FunnelPart, funnel_of
from tests.figures import figure, figures
from tests.shown_figures import view_of

CARE, ADMISSIONS = "coc-engaged-21-days", "drug-poisoning-admissions"
NAN = math.nan


@pytest.fixture
def codes(definitions):
    """The codes of the authorities that are partnerships of their own, by name."""
    alone = [area for area in definitions.areas.of_kind(AreaKind.PARTNERSHIP) if len(area.members) == 1]
    return [area.members[0] for area in sorted(alone, key=lambda area: area.name)]


@pytest.fixture
def part(definitions):
    """The funnel of an indicator on the page of an area."""

    def compose(*rows: dict[str, object], area: str = "cdp-leeds", name: str = CARE) -> FunnelPart:
        indicator, place = definitions.catalogue.called(name), definitions.areas.at(area)
        view = view_of(figures(*rows), place, definitions, catalogue=Catalogue({name: indicator}))
        return funnel_of(view.figures, indicator, place, definitions.areas)

    return compose


LEEDS = "E08000035"


def care(area: str, count: float, total: float = 100.0, **columns: object) -> dict[str, object]:
    return figure(indicator=CARE, area=area, numerator=count, denominator=total, **columns)


def twenty(codes: list[str], leeds: float) -> list[dict[str, object]]:
    """Twenty areas of 100 people, half of them at 48 and half at 52, and Leeds."""
    others = [code for code in codes if code != LEEDS][:20]
    return [*(care(code, 48 + 4 * (at % 2)) for at, code in enumerate(others)), care(LEEDS, leeds)]


def test_an_area_within_the_lines_is_within_what_chance_would_explain(part, codes):
    made = part(*twenty(codes, 50))

    assert made.chart.title == "Leeds among all partnerships: 50%, within what chance would explain"
    assert made.chart.subtitle == (
        "Continuity of care, per cent, April 2023 to March 2024; the plain line is all partnerships drawn here "
        "together (50%); 95 of 100 that differ from it by chance alone lie between the dashed lines, 998 of 1,000 "
        "between the dotted ones; squares lie beyond"
    )
    assert made.places == {}


# Round 50% a hundred people lie within 1.96 × 5 points by chance: 40.2 to 59.8; within 3.09 × 5: 34.5 to 65.5.
@pytest.mark.parametrize(("leeds", "said"), [(62, "higher"), (70, "much higher"), (38, "lower"), (30, "much lower")])
def test_an_area_beyond_the_lines_is_said_to_be_so_and_is_marked_in_the_table(part, codes, leeds, said):
    made = part(*twenty(codes, leeds))

    assert made.chart.title == f"Leeds among all partnerships: {leeds}%, {said} than chance would explain"
    assert made.places == {LEEDS: said}
    assert made.chart.words.endswith(f"20 lie within; {said}: Leeds {leeds}%. The table below has every figure.")


@pytest.mark.parametrize(("many", "is_drawn"), [(9, False), (10, True), (11, True)])
def test_a_funnel_takes_ten_areas(part, codes, many, is_drawn):
    # A tenth at either end is drawn in before the spread is judged, and a tenth of nine areas is less than one.
    made = part(*(care(code, 48 + 4 * (at % 2)) for at, code in enumerate(codes[:many])))

    assert (made.chart is not None) is is_drawn
    few = "There is no funnel of all partnerships: it takes 10, and 9 partnerships can be drawn."
    assert (made.said == (few,)) is not is_drawn


def test_the_own_area_is_picked_out_with_its_name(part, codes):
    figures = part(*twenty(codes, 50)).chart.figures
    own = figures[figures["mark"] == "own"]

    assert own[["area", "said"]].values.tolist() == [["Leeds", "50% (50 of 100)"]]
    assert figures[figures["line"] == "centre"]["value"].tolist() == [50.0] * 80


def test_areas_that_differ_by_more_than_chance_are_not_all_flagged_and_it_is_said(part, codes):
    made = part(*(care(code, 30 + 40 * (at % 2)) for at, code in enumerate(codes[:20])))

    assert made.said[0] == (
        "Partnerships differ from one another by more than chance alone would explain. The lines are drawn wider to "
        "allow for it, so that only areas unlike the rest lie beyond them."
    )
    assert "differ from it by their usual spread alone" in made.chart.subtitle
    assert made.chart.title == "Of 20 partnerships, none lies beyond the outer lines of the funnel"


def test_hidden_missing_and_small_areas_are_not_drawn_and_named(part, codes, definitions):
    names = {area.members[0]: area.name for area in definitions.areas.of_kind(AreaKind.PARTNERSHIP)}
    hidden, small = codes[0], codes[1]
    rows = [care(hidden, NAN, NAN, state="hidden"), care(small, 3, 9), *(care(code, 50) for code in codes[2:])]
    made = part(*rows, care("cdp-cumbria", 10, 20))

    drawn = set(made.chart.figures["area"])
    assert not {names[hidden], names[small]} & drawn
    assert "Cumbria" in drawn
    assert made.said[-1].startswith(f"Not drawn: {names[hidden]}, ")
    assert made.said[-1].endswith(f"for which no count is shown; {names[small]}, with fewer than 10 in the group.")


def test_an_authority_of_a_larger_partnership_stands_among_authorities(part, codes):
    rows = [care(code, 50) for code in codes[:12]]
    made = part(*rows, care("E08000001", 60), care("cdp-greater-manchester", 900, 1000), area="E08000001")

    assert made.chart.title == "Bolton among all authorities: 60%, within what chance would explain"
    assert "Greater Manchester" not in set(made.chart.figures["area"])


def test_nobody_is_drawn_twice_in_a_funnel_of_partnerships(part, codes):
    made = part(*twenty(codes, 50), care("E08000001", 99), care("E12000007", 99), care("E92000001", 99))

    assert not {"Bolton", "London", "England"} & set(made.chart.figures["area"])


def test_few_areas_make_no_funnel(part, codes):
    made = part(*(care(code, 50) for code in codes[:9]))

    assert made.chart is None
    assert made.said == ("There is no funnel of all partnerships: it takes 10, and 9 partnerships can be drawn.",)


def test_areas_that_are_all_alike_make_no_funnel(part, codes):
    made = part(*(care(code, 0) for code in codes[:12]))

    assert made.said == ("There is no funnel of all partnerships: the figure is the same for all.",)


@pytest.mark.parametrize("name", ["adults-in-treatment", "unmet-need-ocu"])
def test_counts_and_published_estimates_have_no_funnel(part, codes, name):
    rows = [figure(indicator=name, area=code, numerator=10.0 + at) for at, code in enumerate(codes[:12])]

    assert part(*rows, name=name) == FunnelPart()


def test_rates_are_drawn_by_population(part, codes):
    rows = [
        figure(indicator=ADMISSIONS, area=code, numerator=50.0 + at % 2, denominator=100_000.0)
        for at, code in enumerate(codes[:12])
    ]
    made = part(*rows, area="E92000001", name=ADMISSIONS)

    assert made.chart.specification["layer"][0]["encoding"]["x"]["title"] == "Population"
    assert made.chart.title == "Of 12 partnerships, none lies beyond the outer lines of the funnel"
    assert "50 in a population of 100,000" in made.chart.figures["said"].iloc[0]


def test_no_line_runs_far_above_the_areas(part, codes):
    rows = [
        figure(indicator=ADMISSIONS, area=code, numerator=float(at), denominator=2000.0 * (at + 1))
        for at, code in enumerate(codes[:12])
    ]
    figures = part(*rows, name=ADMISSIONS).chart.figures

    assert figures["value"].max() < 3 * figures.loc[figures["line"] == "", "value"].max()
