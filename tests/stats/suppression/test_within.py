"""What cannot be above what: parts that were sent, and their whole, though other parts are lacking."""

import pytest

from dashboard.domain.periods import financial_quarter, financial_year, month
from dashboard.stats.suppression.keys import Key
from tests.stats.suppression.readable import key, parts_within, when

TESTS, LEEDS, ENGLAND = "dtoa-tests", "E08000035", "E92000001"
CITY, CUMBRIA_POLICE = "E23000034", "E23000002"


@pytest.fixture
def within(definitions):
    """Return what is within what of figures that were sent, each as ``a >= b + c``."""

    def tell(**sent: Key) -> set[str]:
        names = {one: name for name, one in sent.items()}
        found = parts_within([*sent.values()], definitions)
        return {_written(one, names) for one in found if one[0][0][1] == "counted"}

    return tell


def _written(terms: list, names: dict[Key, str]) -> str:
    whole = [names[one] for (one, _), sign in terms if sign > 0]
    parts = sorted(names[one] for (one, _), sign in terms if sign < 0)
    return f"{' + '.join(whole)} >= {' + '.join(parts)}"


def test_forces_are_within_their_country_though_others_sent_nothing(within):
    found = within(england=key(area=ENGLAND), city=key(area=CITY), cumbria=key(area=CUMBRIA_POLICE))

    assert "england >= city + cumbria" in found


def test_areas_without_their_whole_are_within_nothing(within):
    assert within(city=key(area=CITY), cumbria=key(area=CUMBRIA_POLICE)) == set()


def test_some_quarters_are_within_their_year_and_so_are_some_months(within):
    year, first, third = financial_year(2023), financial_quarter(2023, 1), financial_quarter(2023, 3)
    found = within(
        year=key(**when(year)), q1=key(**when(first)), q3=key(**when(third)), may=key(**when(month(2023, 5)))
    )

    assert found == {"year >= q1 + q3", "year >= may", "q1 >= may"}


def test_sexes_and_groups_and_ages_are_within_everybody(within):
    found = within(
        all=key(),
        men=key(sex="male"),
        heroin=key(breakdown="drug=heroin"),
        cocaine=key(breakdown="drug=cocaine"),
        young=key(age="18-29"),
        old=key(age="50+"),
    )

    assert found == {"all >= men", "all >= cocaine + heroin", "all >= old + young"}


def test_ages_that_overlap_are_not_added(within):
    assert within(all=key(), young=key(age="18-29"), adults=key(age="18+")) == {"all >= young"}


def test_some_parts_of_a_tie_are_within_its_whole(within):
    care, opiate = "coc-engaged-21-days", "coc-opiate"

    assert "care >= opiate" in within(care=key(indicator=care), opiate=key(indicator=opiate))
