"""Whose people a figure counts, as the catalogue states it: of everybody, of a group, and within one."""

import pytest

from dashboard.domain.ties import Part, people_of


@pytest.mark.parametrize(
    ("measure", "group", "people"),
    [
        ("coc-engaged-21-days", "", ("coc-eligible-releases", "")),
        ("coc-engaged-21-days", "prison=LEI", ("coc-eligible-releases", "prison=LEI")),
        ("coc-engaged-21-days", "source=court", ("coc-referral-received", "source=court")),
        ("coc-referral-received", "source=court", ("coc-eligible-releases", "")),
        ("coc-referral-received", "prison=LEI; source=court", ("coc-eligible-releases", "prison=LEI")),
        ("adults-in-treatment", "", None),
        ("adults-in-treatment", "drug=heroin", None),
    ],
)
def test_the_people_of_a_share_are_those_that_its_definition_names(definitions, measure, group, people):
    assert people_of(definitions.catalogue.called(measure), group) == people


@pytest.mark.parametrize(
    ("part", "group", "figure"),
    [
        (Part("coc-by-prison", "prison", "LEI"), "", "prison=LEI"),
        (Part("coc-by-prison", "prison", "LEI"), "drug=heroin", "drug=heroin; prison=LEI"),
        (Part("coc-opiate"), "", ""),
        (Part("coc-opiate"), "drug=heroin", "drug=heroin"),
    ],
)
def test_a_part_of_a_group_is_one_figure(part, group, figure):
    assert part.within(group) == figure
