"""Which figures give each other away: by areas, prisons, sexes, ages, groups, periods and measures."""

from collections.abc import Iterable, Mapping

import pandas as pd
import pytest

from dashboard.domain.areas import ENGLAND, AreaKind
from dashboard.domain.definitions import Definitions, read_definitions
from dashboard.domain.figures import PERIOD
from dashboard.domain.periods import Period, financial_quarter, financial_year, month, rolling_year
from dashboard.stats.suppression.keys import Key
from dashboard.stats.suppression.related import related_indicators, related_periods
from tests.stats.suppression.readable import Sum, alternatives, key, ties, when

TESTS, CARE, ELIGIBLE = "dtoa-tests", "coc-engaged-21-days", "coc-eligible-releases"
CUMBERLAND, WESTMORLAND, CUMBRIA, CUMBRIA_POLICE = "E06000063", "E06000064", "cdp-cumbria", "E23000002"
LEEDS, NORTH_EAST = "E08000035", "E12000001"


@pytest.fixture
def told(definitions):
    """Return what figures that were sent give away, each as ``a = b + c``; of several ways, later ones after "or"."""

    def tell(unsent: Mapping[str, Key] | None = None, **sent: Key) -> set[str]:
        names = {one: name for name, one in (sent | dict(unsent or {})).items()}
        return set(filter(None, (_ways(ways, names) for ways in _found(sent.values(), definitions))))

    return tell


def _ways(ways: Iterable[Sum], names: Mapping[Key, str]) -> str:
    return " or ".join(_written(way, names) for way in ways if all(one in names for (one, _), _ in way))


def _found(keys: Iterable[Key], definitions: Definitions) -> list[list[Sum]]:
    """Of the pairs that each sum of a whole comes in, one for those counted and one for the rest, the first."""
    made = alternatives(list(keys), definitions)
    made += [[tie] for tie in ties(list(keys), definitions)]
    return [ways for ways in made if not all(amount == "rest" for way in ways for (_, amount), _ in way)]


def _written(way: Sum, names: Mapping[Key, str]) -> str:
    sides: dict[int, list[str]] = {1: [], -1: []}
    for (one, amount), sign in way:
        sides[sign].append(names[one] if amount == "counted" else f"rest of {names[one]}")
    left, right = sorted((sorted(side) for side in sides.values()), key=lambda side: (len(side), side))
    return f"{' + '.join(left)} = {' + '.join(right)}"


# Areas.


def test_a_partnership_is_its_authorities(told):
    assert told(cumbria=key(area=CUMBRIA), cumberland=key(area=CUMBERLAND), westmorland=key(area=WESTMORLAND)) == {
        "cumbria = cumberland + westmorland"
    }


def test_without_one_of_its_authorities_a_partnership_tells_nothing(told):
    assert told(cumbria=key(area=CUMBRIA), cumberland=key(area=CUMBERLAND)) == set()


def test_authorities_of_other_times_sexes_or_measures_are_not_added(told):
    parts = {"cumbria": key(area=CUMBRIA), "cumberland": key(area=CUMBERLAND)}

    assert told(**parts, other=key(area=WESTMORLAND, period_start="2022-04-01")) == set()
    assert told(**parts, other=key(area=WESTMORLAND, sex="male")) == set()
    assert told(**parts, other=key(area=WESTMORLAND, indicator="drr-commencements")) == set()


def test_a_force_is_its_authorities_or_the_partnership_of_the_same_footprint(told):
    areas = {"police": CUMBRIA_POLICE, "cumbria": CUMBRIA, "cumberland": CUMBERLAND, "westmorland": WESTMORLAND}

    assert told(**{name: key(area=code) for name, code in areas.items()}) == {
        "cumbria = cumberland + westmorland",
        "cumbria = police",
        "cumbria = police or police = cumberland + westmorland",
    }


def test_a_force_without_its_authorities_is_its_partnership(told):
    assert told(police=key(area=CUMBRIA_POLICE), cumbria=key(area=CUMBRIA)) == {"cumbria = police"}


def test_a_region_is_its_forces_and_its_partnerships(told):
    # The North East: the forces Northumbria, Durham and Cleveland; partnerships for the last two.
    forces = {"northumbria": "E23000007", "durham": "E23000008", "cleveland": "E23000013"}
    members = ["E06000057", "E08000021", "E08000022", "E08000023", "E08000024", "E08000037"]
    region = {"region": key(area=NORTH_EAST)}
    police = {name: key(area=code) for name, code in forces.items()}
    partnerships = {
        "durham_cdp": key(area="cdp-county-durham-and-darlington"),
        "cleveland_cdp": key(area="cdp-cleveland"),
        **{f"one{at}": key(area=code) for at, code in enumerate(members)},
    }

    assert told(**region, **police) == {"region = cleveland + durham + northumbria"}
    assert told(**region, **partnerships) == {
        "region = cleveland_cdp + durham_cdp + one0 + one1 + one2 + one3 + one4 + one5"
    }


def test_a_region_by_partnerships_comes_before_a_region_by_authorities(definitions):
    # What follows from sums of smaller areas is not told twice: authorities make partnerships, these the region.
    region = definitions.areas.at(NORTH_EAST)
    keys = [key(area=NORTH_EAST), key(area="cdp-cleveland"), key(area="cdp-county-durham-and-darlington")]
    keys += [key(area=code) for code in region.members]

    of_region = [ways for ways in alternatives(keys, definitions) if ways[0][0] == ((keys[0], "counted"), 1)]

    assert [[len(way) - 1 for way in ways] for ways in of_region] == [[8, 12]]


def test_england_is_its_nine_regions(told, definitions):
    regions = {area.name.replace(" ", "_"): key(area=area.code) for area in definitions.areas.of_kind(AreaKind.REGION)}
    parts = " + ".join(sorted(regions))

    assert told(england=key(area=ENGLAND), **regions) == {f"england = {parts}"}
    regions.popitem()
    assert told(england=key(area=ENGLAND), **regions) == set()


def test_a_county_is_its_districts(told, definitions):
    county = "E10000003"  # Cambridgeshire, of five community safety partnerships
    districts = [area for area in definitions.areas.of_kind(AreaKind.COMMUNITY_SAFETY) if area.members == (county,)]
    named = {f"district{at}": key(area=area.code) for at, area in enumerate(districts)}

    assert len(districts) == 5
    assert told(county=key(area=county), **named) == {f"county = {' + '.join(sorted(named))}"}


def test_a_probation_region_is_its_authorities(told, definitions):
    members = definitions.areas.at("N54").members
    named = {f"authority{at:02}": key(area=code) for at, code in enumerate(members)}

    assert told(probation=key(area="N54"), **named) == {f"probation = {' + '.join(sorted(named))}"}


def test_a_prison_is_all_the_places_its_people_were_released_to(told):
    prison = {"indicator": "coc-by-prison"}

    assert told(
        prison=key(**prison, area="LPI"),
        leeds=key(**prison, breakdown="prison=LPI"),
        cumberland=key(**prison, area=CUMBERLAND, breakdown="prison=LPI"),
        elsewhere=key(**prison, area=CUMBERLAND, breakdown="prison=WTI"),
    ) == {"prison = cumberland + leeds"}


def test_the_drugs_of_a_prison_are_those_of_its_people(told):
    assert told(prison=key(area="LPI", breakdown="drug=heroin"), leeds=key(breakdown="drug=heroin; prison=LPI")) == {
        "leeds = prison"
    }


# What nobody sent.


def test_an_authority_that_was_not_sent_is_the_rest_of_its_partnership(told):
    parts = {"cumbria": key(area=CUMBRIA), "cumberland": key(area=CUMBERLAND)}
    other_year = key(area=WESTMORLAND, period_start="2022-04-01")

    made = told({"westmorland": key(area=WESTMORLAND)}, **parts, other_year=other_year)

    assert made == {"cumbria = cumberland + westmorland"}


def test_women_are_the_rest_where_women_were_sent_for_others(told):
    there = {"women_there": key(area=CUMBERLAND, sex="female")}

    made = told({"women": key(sex="female")}, persons=key(), men=key(sex="male"), **there)

    assert "persons = men + women" in made


def test_a_quarter_that_was_not_sent_is_the_rest_of_its_year(told):
    quarters = {f"q{at}": key(**when(financial_quarter(2023, at))) for at in (1, 2, 3)}
    there = {"there": key(area=CUMBERLAND, **when(financial_quarter(2023, 4)))}

    made = told({"q4": key(**when(financial_quarter(2023, 4)))}, year=key(), **quarters, **there)

    assert made == {"year = q1 + q2 + q3 + q4"}


# Groups.


def test_persons_are_men_and_women(told):
    assert told(persons=key(), men=key(sex="male"), women=key(sex="female")) == {"persons = men + women"}


def test_ages_make_up_everybody(told):
    assert told(all=key(), young=key(age="18-29"), middle=key(age="30-49"), old=key(age="50+")) == {
        "all = middle + old + young"
    }


def test_ages_make_up_a_wider_band(told):
    assert told(adults=key(age="18-49"), young=key(age="18-29"), middle=key(age="30-49")) == {"adults = middle + young"}


def test_ages_that_leave_a_gap_make_up_nothing(told):
    assert told(adults=key(age="18-49"), young=key(age="18-29"), middle=key(age="40-49")) == set()


def test_ages_that_are_no_bands_are_left_out(told):
    assert told(all=key(), odd=key(age="unknown"), young=key(age="under 18")) == set()


def test_everybody_is_all_the_drugs(told):
    assert told(all=key(), heroin=key(breakdown="drug=heroin"), other=key(breakdown="drug=other")) == {
        "all = heroin + other"
    }


def test_two_breakdowns_are_two_sums(told):
    made = told(
        all=key(),
        heroin=key(breakdown="drug=heroin"),
        other=key(breakdown="drug=other"),
        north=key(breakdown="source=police"),
        south=key(breakdown="source=prison"),
    )

    assert made == {"all = heroin + other", "all = north + south"}


def test_a_breakdown_within_another_sums_both_ways(told):
    both = {f"{drug}_{source}": key(breakdown=f"drug={drug}; source={source}") for drug in "ab" for source in "xy"}
    drugs = {drug: key(breakdown=f"drug={drug}") for drug in "ab"}
    sources = {source: key(breakdown=f"source={source}") for source in "xy"}

    assert told(**both, **drugs, **sources) == {
        "a = a_x + a_y",
        "b = b_x + b_y",
        "x = a_x + b_x",
        "y = a_y + b_y",
    }


# Measures.


def test_a_measure_is_the_sum_of_its_parts(told):
    care, *parts = (key(indicator=name) for name in (CARE, "coc-opiate", "coc-non-opiate", "coc-alcohol"))

    assert told(care=care, opiate=parts[0], other=parts[1], alcohol=parts[2]) == {"care = alcohol + opiate + other"}


def test_the_prisons_of_an_authority_together_are_its_continuity_of_care(told):
    prisons = {name: key(indicator="coc-by-prison", breakdown=f"prison={name}") for name in ("LEI", "LNI", "DHI")}
    care = key(indicator=CARE)

    assert told(care=care, **prisons) == {"care = DHI + LEI + LNI"}
    found = ties([care, *prisons.values()], read_definitions())
    assert [{amount for (_, amount), _ in tie} for tie in found if care in {one for (one, _), _ in tie}] == [
        {"counted"},
        {"rest"},
    ]
    assert told(care=care._replace(area=CUMBERLAND), **prisons) == set()


def test_everybody_of_the_prisons_of_women_are_the_women(told):
    prisons = {name: key(indicator="coc-by-prison", breakdown=f"prison={name}") for name in ("AGI", "NHI", "LEI")}
    women, men = key(indicator=CARE, sex="female"), key(indicator=CARE, sex="male")

    assert {"women = AGI + NHI", "LEI = men"} <= told(women=women, men=men, **prisons)


def test_figures_by_who_refers_are_out_of_those_referred_and_these_of_all_who_may_be(told):
    care = key(indicator=CARE, breakdown="source=prison")
    referred = key(indicator="coc-referral-received", breakdown="source=prison")
    eligible = key(indicator=ELIGIBLE)

    assert told(care=care, referred=referred, eligible=eligible) == {
        "referred = care + rest of care",
        "eligible = referred + rest of referred",
    }


def test_cautions_are_two_of_the_outcomes_and_diversion_is_three(told):
    outcomes = {
        name: key(indicator="possession-outcomes", breakdown=f"outcome={name}")
        for name in ("charge", "community-resolution", "outcome-22", "conditional-caution", "simple-caution")
    }
    named = {name.replace("-", "_"): one for name, one in outcomes.items()}
    caution, diverted = key(indicator="possession-caution"), key(indicator="possession-diverted")

    made = told(caution=caution, diverted=diverted, **named)

    assert made == {
        "caution = conditional_caution + simple_caution",
        "diverted = community_resolution + conditional_caution + outcome_22",
        "caution + rest of caution = diverted + rest of diverted",
    }
    del named["simple_caution"]
    unsent = {"simple": outcomes["simple-caution"]}
    assert "caution = conditional_caution + simple" in told(unsent, caution=caution, diverted=diverted, **named)
    del named["outcome_22"], named["conditional_caution"]
    assert told(unsent, caution=caution, diverted=diverted, **named) == {
        "caution + rest of caution = diverted + rest of diverted"
    }


def test_part_of_a_sum_tells_nothing(told):
    assert (
        told(care=key(indicator=CARE), opiate=key(indicator="coc-opiate"), alcohol=key(indicator="coc-alcohol"))
        == set()
    )


def test_those_counted_and_the_rest_are_the_measure_that_a_share_is_out_of(told):
    assert told(care=key(indicator=CARE), eligible=key(indicator=ELIGIBLE)) == {"eligible = care + rest of care"}


def test_shares_with_one_denominator_are_of_one_group(told):
    assert told(
        resolution=key(indicator="possession-community-resolution"), caution=key(indicator="possession-caution")
    ) == {"caution + rest of caution = resolution + rest of resolution"}


def test_rates_of_one_population_leave_nobody_out_and_tell_nothing(told):
    # Both are per person of the resident population; whoever is not counted is nobody's secret.
    assert told(one=key(indicator="alcohol-admissions-rate"), other=key(indicator="drug-misuse-deaths-rate")) == set()


def test_a_share_of_other_people_is_of_another_group(told):
    assert told(care=key(indicator=CARE), opiate=key(indicator="coc-opiate")) == set()


# Periods.


def test_a_year_is_its_quarters(told):
    quarters = {f"q{at}": key(**when(financial_quarter(2023, at))) for at in (1, 2, 3, 4)}

    assert told(year=key(**when(financial_year(2023))), **quarters) == {"year = q1 + q2 + q3 + q4"}


def test_rolling_years_differ_by_the_quarters_at_their_ends(told):
    assert told(
        march=key(**when(rolling_year(2024, 3))),
        june=key(**when(rolling_year(2024, 6))),
        left=key(**when(financial_quarter(2023, 1))),
        come=key(**when(financial_quarter(2024, 1))),
    ) == {"come + march = june + left"}


def test_so_they_are_of_a_measure_that_does_not_add_over_periods(told):
    rolling = key(**when(rolling_year(2024, 3)), indicator="adults-in-treatment")
    financial = rolling._replace(**when(financial_year(2023)))

    assert told(rolling=rolling, financial=financial) == {"financial = rolling"}


def test_the_same_months_under_two_kinds_are_the_same(told):
    assert told(year=key(), rolling=key(period_kind="rolling year")) == {"rolling = year"}


def test_what_does_not_add_over_periods_is_not_added(told):
    # People in treatment in two quarters may be the same people.
    adults = "secure-adults-in-treatment"
    quarters = {f"q{at}": key(indicator=adults, **when(financial_quarter(2023, at))) for at in (1, 2, 3, 4)}

    assert told(year=key(indicator=adults), **quarters) == set()


def test_a_day_is_no_stretch(told):
    assert told(day=key(period_months=0, period_kind="snapshot"), year=key()) == set()


def test_both_those_counted_and_the_rest_add_up(definitions):
    keys = [key(area=CUMBRIA), key(area=CUMBERLAND), key(area=WESTMORLAND)]

    found = alternatives(keys, definitions)

    assert [{amount for (_, amount), _ in ways[0]} for ways in found] == [{"counted"}, {"rest"}]


# What is looked at together.


def test_measures_are_related_over_any_number_of_steps(definitions):
    related = related_indicators(["coc-opiate"], definitions.catalogue)

    # Opiates are a part of continuity of care, which is out of eligible releases, as are referrals.
    assert {"coc-opiate", "coc-alcohol", CARE, ELIGIBLE, "coc-referral-received"} <= related
    assert "drr-commencements" not in related


def test_a_measure_by_itself_is_related_to_itself(definitions):
    assert related_indicators(["drr-commencements"], definitions.catalogue) == {"drr-commencements"}


def test_relations_go_both_ways(definitions):
    for one in definitions.catalogue:
        for other in related_indicators([one.id], definitions.catalogue):
            assert one.id in related_indicators([other], definitions.catalogue)


def periods(*made: Period) -> pd.DataFrame:
    return pd.DataFrame([tuple(when(period).values()) for period in made], columns=PERIOD)


def related(known: Iterable[Period], touched: Period) -> set[str]:
    found = related_periods(periods(*known), periods(touched))
    return {f"{row.period_start}/{row.period_months}" for row in found.itertuples()}


def test_a_quarter_is_related_to_its_year_and_the_others_in_it():
    year = [financial_year(2023), *(financial_quarter(2023, at) for at in (1, 2, 3, 4))]

    assert related([*year, financial_quarter(2024, 1)], year[2]) == {
        "2023-04-01/12",
        *(f"{start}-01/3" for start in ("2023-04", "2023-07", "2023-10", "2024-01")),
    }


def test_a_quarter_of_an_incomplete_year_is_related_to_nothing():
    year = [financial_year(2023), *(financial_quarter(2023, at) for at in (1, 2, 4))]

    assert related(year, year[1]) == {"2023-04-01/3"}


def test_periods_are_related_over_any_number_of_steps():
    months = [month(2023, at) for at in (4, 5, 6)]
    year = [financial_year(2023), *(financial_quarter(2023, at) for at in (1, 2, 3, 4))]

    assert len(related([*year, *months], months[0])) == 8


def test_a_period_that_nothing_is_known_of_yet_is_related_too():
    year = [financial_year(2023), *(financial_quarter(2023, at) for at in (1, 2, 3))]

    assert len(related(year, financial_quarter(2023, 4))) == 5


def test_the_same_months_under_two_kinds_are_related():
    assert related([financial_year(2023), rolling_year(2024, 3)], financial_year(2023)) == {"2023-04-01/12"}
    assert len(related_periods(periods(rolling_year(2024, 3)), periods(financial_year(2023)))) == 2
