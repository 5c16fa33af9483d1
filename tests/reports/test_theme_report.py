"""What all pages on a theme share: whose figures are told, what counts as missing, what stands around the parts."""

import pytest

from dashboard.domain.area_views import AreaView
from dashboard.domain.areas import ENGLAND
from dashboard.domain.comparators import Group
from dashboard.domain.indicators import Theme
from dashboard.reports.report import Part, ThemeReport
from dashboard.reports.theme import part_of, theme_report
from tests.figures import figure, figures
from tests.shown_figures import view_of

CARE, BY_PRISON, LEEDS, BRADFORD = "coc-engaged-21-days", "coc-by-prison", "E08000035", "E08000032"
PRISON = {"indicator": BY_PRISON, "breakdown": "prison=PVI", "denominator": 300.0}
MEASURES = 21  # of continuity of care


@pytest.fixture
def view(definitions):
    """What pages on Leeds are made of on continuity of care, from rows of figures; ``parts`` are places taken apart."""
    catalogue = definitions.catalogue.of_theme(Theme.CONTINUITY_OF_CARE)

    def make(
        *rows: dict[str, object],
        area: str = "cdp-leeds",
        parts: tuple[str, ...] = (),
        groups: dict[str, Group] | None = None,
    ) -> AreaView:
        places, asked = map(definitions.areas.at, parts), definitions.areas.at(area)
        return view_of(figures(*rows), asked, definitions, catalogue=catalogue, parts=places, groups=groups)

    return make


def report(view: AreaView, *parts: Part) -> ThemeReport:
    return theme_report("continuity of care", "How many?", view, parts, ["A note."])


def care(area: str, **columns: object) -> dict[str, object]:
    return figure(indicator=CARE, area=area, denominator=200.0, **columns)


def test_a_measure_known_only_for_a_group_is_there(view):
    told = report(view(figure(area=LEEDS, **PRISON)))

    assert told.lead == (
        f"How many? 1 measure for Leeds so far; {MEASURES - 2} not supplied and 1 given for other places only."
    )
    assert BY_PRISON not in [one.indicator for one in told.unsupplied]


def test_a_group_of_one_authority_is_its_partnerships_own(view, definitions):
    members = definitions.areas.at("cdp-cleveland").members
    made = view(figure(area=members[1], **PRISON), area="cdp-cleveland", parts=members)

    assert made.whose(definitions.catalogue.called(BY_PRISON)) == "area"


def test_a_place_told_apart_is_no_figure_of_the_area_and_yet_not_missing(view):
    told = report(view(figure(area="E23000009", **PRISON), area="E12000003", parts=("E23000009",)))

    assert told.lead.startswith("How many? No measures for Yorkshire and The Humber itself so far;")
    assert len(told.unsupplied) == MEASURES - 1


def test_the_figure_of_the_country_stands_in_by_name_and_is_still_missing_here(view):
    made = view(care(ENGLAND))
    part = part_of(made, "The rate", [CARE])

    assert [(measure.where, measure.figure) for measure in part.measures] == [("England", "50%")]
    assert part.said == ("Not supplied here: Continuity of care (Council, Prison, Probation).",)
    assert report(made).lead == (
        f"How many? No measures for Leeds itself so far; {MEASURES - 2} not supplied and 2 given for other places only."
    )


def test_the_figure_of_the_area_comes_before_that_of_the_country(view):
    part = part_of(view(care(ENGLAND), care(LEEDS, numerator=50.0)), "The rate", [CARE])

    assert [(measure.where, measure.figure) for measure in part.measures] == [("", "25%")]
    assert part.said == ()


def test_notes_of_the_page_stand_before_whom_it_is_compared_with(view, definitions):
    bradford = Group("areas", "Bradford", (definitions.areas.at(BRADFORD),))
    made = view(care(LEEDS), care(BRADFORD), groups={LEEDS: bradford})

    assert report(made).notes[-2:] == ("A note.", "Figures are compared with Bradford.")


def test_a_part_without_anything_in_it_is_left_out(view):
    assert report(view(), Part("Nothing"), Part("Something", ("It is said.",))).parts == (
        Part("Something", ("It is said.",)),
    )
