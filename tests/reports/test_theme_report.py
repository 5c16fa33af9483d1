"""What all pages on a theme share: whose figures are told, what counts as missing, what stands around the parts."""

import pytest

from dashboard.domain.areas import ENGLAND
from dashboard.domain.indicators import Theme
from dashboard.reports.report import Part
from dashboard.reports.theme import Shown, theme_report
from dashboard.stats.estimates import estimates
from dashboard.stats.verdicts import compared
from tests.figures import figure, figures

CARE, BY_PRISON, LEEDS = "coc-engaged-21-days", "coc-by-prison", "E08000035"
PRISON = {"indicator": BY_PRISON, "breakdown": "prison=PVI", "denominator": 300.0}
MEASURES = 21  # of continuity of care


@pytest.fixture
def shown(definitions):
    """What is shown of Leeds on continuity of care, from rows of figures and of figures taken apart."""
    catalogue = definitions.catalogue.of_theme(Theme.CONTINUITY_OF_CARE)

    def make(*rows: dict[str, object], here: tuple[dict[str, object], ...] = (), area: str = "cdp-leeds") -> Shown:
        made, apart = (estimates(figures(*some), catalogue) for some in (rows, here))
        return Shown(definitions.areas.at(area), compared(made, catalogue), catalogue, definitions.areas, apart)

    return make


def report(shown: Shown, *parts: Part):
    return theme_report("continuity of care", "How many?", shown, parts, 7, "Compared with the region.", ["A note."])


def care(area: str, **columns: object) -> dict[str, object]:
    return figure(indicator=CARE, area=area, denominator=200.0, **columns)


def test_a_measure_known_only_for_a_group_is_there(shown):
    told = report(shown(here=(figure(area=LEEDS, **PRISON),)))

    assert told.lead == f"How many? 1 measure for Leeds so far; {MEASURES - 1} not supplied."
    assert BY_PRISON not in [one.indicator for one in told.unsupplied]


def test_a_group_of_one_authority_is_its_partnerships_own(shown, definitions):
    member = definitions.areas.at("cdp-cleveland").members[1]
    one = shown(here=(figure(area=member, **PRISON),), area="cdp-cleveland")

    assert one.whose(definitions.catalogue.called(BY_PRISON)) == "area"


def test_a_place_told_apart_is_no_figure_of_the_area_and_yet_not_missing(shown):
    told = report(shown(here=(figure(area="E23000009", **PRISON),), area="E12000003"))

    assert told.lead.startswith("How many? No measures for Yorkshire and The Humber itself so far;")
    assert len(told.unsupplied) == MEASURES - 1


def test_the_figure_of_the_country_stands_in_by_name_and_is_still_missing_here(shown):
    one = shown(care(ENGLAND))
    part = one.part("The rate", [CARE])

    assert [(measure.where, measure.figure) for measure in part.measures] == [("England", "50%")]
    assert part.said == ("Not supplied here: Continuity of care (Council, Prison, Probation).",)
    assert report(one).lead == f"How many? No measures for Leeds itself so far; {MEASURES} not supplied."


def test_the_figure_of_the_area_comes_before_that_of_the_country(shown):
    part = shown(care(ENGLAND), care(LEEDS, numerator=50.0)).part("The rate", [CARE])

    assert [(measure.where, measure.figure) for measure in part.measures] == [("", "25%")]
    assert part.said == ()


def test_notes_of_the_page_stand_before_whom_it_is_compared_with(shown):
    assert report(shown(care(LEEDS))).notes[-2:] == ("A note.", "Compared with the region.")


def test_a_part_without_anything_in_it_is_left_out(shown):
    assert report(shown(), Part("Nothing"), Part("Something", ("It is said.",))).parts == (
        Part("Something", ("It is said.",)),
    )
