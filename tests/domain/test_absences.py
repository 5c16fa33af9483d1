"""Why an area has no figure of a measure: each reason where it holds, and no other."""

from datetime import date

import pytest

from dashboard.domain.absences import Absence, absent
from dashboard.domain.areas import ENGLAND, ENGLAND_AND_WALES, AreaKind

CUMBERLAND, WESTMORLAND = "E06000063", "E06000064"
METROPOLITAN, CUMBRIA_POLICE, WEST_YORKSHIRE = "E23000001", "E23000002", "E23000010"
CUMBRIA, LEEDS, LONDON, YORKSHIRE = "cdp-cumbria", "E08000035", "E12000007", "E12000003"
CANNOT_ADD, ADDS, OF_FORCES, OF_COUNTRY = "unmet-need-ocu", "coc-treatment-started", "dtoa-tests", "isfl-prisons"
BY_PRISON, OF_COMMUNITY_SAFETY, NATIONAL = "coc-by-prison", "recorded-crime-rate", "naloxone-on-release"


@pytest.fixture
def why(definitions):
    """Return why the area with a code has no figure of a measure that was sent of areas with these codes."""

    def reason(name: str, area: str, *sent: str, until: date | None = None):
        areas = definitions.areas
        return absent(definitions.catalogue.called(name), areas.at(area), areas, frozenset(sent), until)

    return reason


@pytest.mark.parametrize(
    ("name", "area", "sent", "reason"),
    [
        (CANNOT_ADD, CUMBRIA, (CUMBERLAND, WESTMORLAND), Absence.CANNOT_BE_ADDED),
        (CANNOT_ADD, CUMBRIA, (CUMBERLAND,), Absence.CANNOT_BE_ADDED),
        (CANNOT_ADD, CUMBRIA, (LEEDS,), Absence.NOT_SUPPLIED),
        (CANNOT_ADD, LEEDS, (CUMBERLAND,), Absence.NOT_SUPPLIED),
        (CANNOT_ADD, METROPOLITAN, ("E09000002",), Absence.NOT_GIVEN),
        (CANNOT_ADD, YORKSHIRE, (LEEDS,), Absence.CANNOT_BE_ADDED),
        (ADDS, YORKSHIRE, (LEEDS,), Absence.SOME_DID_NOT_SEND),
        (ADDS, CUMBRIA, (CUMBERLAND, WESTMORLAND), Absence.PART_MISSING),
        (ADDS, METROPOLITAN, ("E09000002",), Absence.NOT_GIVEN),
        (OF_FORCES, CUMBRIA, (METROPOLITAN,), Absence.NOT_SUPPLIED),
        (OF_FORCES, CUMBRIA, (CUMBRIA_POLICE,), Absence.NOT_GIVEN),
        (OF_FORCES, CUMBRIA_POLICE, (METROPOLITAN,), Absence.NOT_SUPPLIED),
        (OF_FORCES, LONDON, (METROPOLITAN,), Absence.NOT_GIVEN),
        (OF_FORCES, ENGLAND, (METROPOLITAN, ENGLAND_AND_WALES), Absence.OTHER_COUNTRY),
        (OF_FORCES, ENGLAND, (METROPOLITAN,), Absence.SOME_DID_NOT_SEND),
        (CANNOT_ADD, ENGLAND_AND_WALES, (ENGLAND,), Absence.OTHER_COUNTRY),
        (OF_COUNTRY, LEEDS, (ENGLAND,), Absence.NOT_GIVEN),
        (OF_COUNTRY, ENGLAND, (ENGLAND_AND_WALES,), Absence.NOT_SUPPLIED),
        (NATIONAL, CUMBRIA, (ENGLAND, "LEI"), Absence.NOT_GIVEN),
        (BY_PRISON, LEEDS, ("LEI", LEEDS), Absence.BY_GROUP),
        (BY_PRISON, CUMBRIA, ("LEI", CUMBERLAND), Absence.BY_GROUP),
        (BY_PRISON, METROPOLITAN, ("LEI", LEEDS), Absence.NOT_GIVEN),
        (OF_COMMUNITY_SAFETY, CUMBRIA, ("E22000052",), Absence.NOT_GIVEN),
    ],
)
def test_each_reason_holds_where_it_is_true(why, name, area, sent, reason):
    assert why(name, area, *sent).absence is reason


@pytest.mark.parametrize("area", [CUMBRIA, METROPOLITAN, YORKSHIRE, ENGLAND])
@pytest.mark.parametrize("name", [CANNOT_ADD, ADDS, OF_FORCES, OF_COUNTRY, BY_PRISON])
def test_of_a_measure_that_nobody_sent_for_any_place_nobody_in_particular_is_named(why, name, area):
    assert why(name, area).absence is Absence.COLLECTED_BY_NOBODY


def test_who_sent_is_counted_among_all_who_could(why, definitions):
    found = why(OF_FORCES, ENGLAND, METROPOLITAN, WEST_YORKSHIRE)

    assert (found.sent, len(found.of)) == (2, len(definitions.areas.of_kind(AreaKind.POLICE_FORCE)))


def test_where_only_later_figures_exist_it_says_so(why):
    day = date(2024, 3, 31)

    assert why(CANNOT_ADD, LEEDS, LEEDS, until=day).absence is Absence.LATER
    assert why(CANNOT_ADD, CUMBRIA, CUMBERLAND, until=day).absence is Absence.LATER
    assert why(CANNOT_ADD, METROPOLITAN, LEEDS, until=day).absence is Absence.NOT_GIVEN


def test_a_measure_sent_only_by_places_of_another_kind_is_theirs(why):
    # The catalogue gives requirements for authorities; here probation regions alone sent them.
    assert why("requirements-attended", YORKSHIRE, "N55").given_for is AreaKind.PROBATION_REGION


def test_only_what_an_agency_could_send_is_asked_for():
    askable = {Absence.NOT_SUPPLIED, Absence.SOME_DID_NOT_SEND, Absence.COLLECTED_BY_NOBODY}

    assert {one for one in Absence if one.can_be_asked_for} == askable
