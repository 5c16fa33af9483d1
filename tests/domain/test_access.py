"""Who may do what."""

import pytest

from dashboard.domain.access import LOCAL_USER, Action, Role, User, is_person, may, may_fetch, reach_of, require
from dashboard.domain.agencies import Agency
from dashboard.domain.errors import NotAllowed

MAY = {
    Role.VIEWER: {Action.VIEW},
    Role.MEMBER: {Action.VIEW, Action.VIEW_PARTNERSHIP},
    Role.ANALYST: {Action.VIEW, Action.VIEW_PARTNERSHIP, Action.SUBMIT, Action.UNDO},
    Role.ADMINISTRATOR: set(Action),
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", list(Action))
def test_a_role_may_do_what_the_table_says_and_no_more(role, action):
    user = User("Somebody", role)

    assert may(user, action) == (action in MAY[role])
    if action not in MAY[role]:
        with pytest.raises(NotAllowed):
            require(user, action)
    else:
        require(user, action)


def test_a_refusal_says_what_and_whom_to_ask():
    with pytest.raises(NotAllowed) as refused:
        require(User("Ada", Role.VIEWER), Action.SUBMIT)

    assert str(refused.value) == (
        "You may not send and publish figures as viewer. Ask an administrator of this dashboard."
    )


LEEDS, BRADFORD, WEST_YORKSHIRE = "E08000035", "E08000032", "E23000010"


def _reaches(areas, role=Role.ANALYST, *places, national=False):
    reach = reach_of(User("Ada", role, places=frozenset(places), national=national), areas)
    codes = (LEEDS, BRADFORD, WEST_YORKSHIRE, "E12000003", "LII", "E92000001")
    return [code for code in codes if reach.covers(code)]


def test_a_viewer_sees_no_restricted_figure_wherever_they_are_from(definitions):
    assert _reaches(definitions.areas, Role.VIEWER, "cdp-leeds", national=True) == []


def test_whoever_may_see_restricted_figures_sees_those_of_england(definitions):
    assert _reaches(definitions.areas) == ["E92000001"]


def test_a_member_sees_those_of_their_partnership_and_of_the_areas_that_stand_in_for_it(definitions):
    assert _reaches(definitions.areas, Role.ANALYST, "cdp-leeds") == [LEEDS, WEST_YORKSHIRE, "E92000001"]


def test_a_grant_for_a_region_is_for_all_within_it(definitions):
    assert _reaches(definitions.areas, Role.ANALYST, "E12000003") == [
        *(LEEDS, BRADFORD, WEST_YORKSHIRE, "E12000003", "E92000001")
    ]


def test_a_grant_for_a_prison_is_for_that_prison(definitions):
    assert _reaches(definitions.areas, Role.ANALYST, "LII") == ["LII", "E92000001"]


def test_a_national_grant_is_for_everywhere(definitions):
    assert len(_reaches(definitions.areas, national=True)) == 6


def test_whoever_sits_at_the_computer_may_do_everything():
    assert all(may(LOCAL_USER, action) for action in Action)


def test_a_file_goes_back_to_its_sender_and_to_analysts_of_its_agencies():
    files = ("Ada", [Agency.POLICE])

    assert may_fetch(User("Ada", Role.ANALYST), *files)
    assert may_fetch(User("Ben", Role.ANALYST, Agency.POLICE), *files)
    assert not may_fetch(User("Ben", Role.ANALYST, Agency.NHS), *files)
    assert not may_fetch(User("Eve", Role.ADMINISTRATOR), *files)
    assert not may_fetch(User("Ada", Role.VIEWER, Agency.POLICE), *files)


@pytest.mark.parametrize(("name", "same"), [("Ada", True), (" ADA ", True), ("Ben", False)])
def test_capitals_and_blanks_make_nobody_another_person(name, same):
    assert is_person(User("ada", Role.ANALYST), name) is same
