"""Published files, as published: every number here was read off the file by eye and by no code of ours."""

import pytest

from dashboard.domain.findings import Verdict
from dashboard.domain.mappings import Said
from dashboard.intake.files import ReceivedFile
from dashboard.intake.screen import screen
from tests.conftest import TODAY

pytestmark = pytest.mark.real_files
APRIL_2021 = {"period_start": "2021-04-01", "period_months": 12, "period_kind": "financial year"}


@pytest.fixture
def published(real_file, definitions):
    def make(name: str, indicator: str | None = None):
        path = real_file(name)
        return screen(ReceivedFile(path.name, path.read_bytes()), definitions, TODAY, Said(indicator))

    return make


def _checks(screening) -> set[str]:
    return {finding.check for finding in screening.findings}


def _left_out(screening) -> dict[str, int]:
    """Return how many rows were left out for each reason given in a notice."""
    return {finding.message: len(finding.rows) for finding in screening.findings if finding.check == "areas_are_ours"}


def test_treatment_figures_of_barnet_are_all_taken(published):
    screening = published("ndtms-viewit/viewit_local_barnet.csv")

    # 13 years, 3 sexes and 4 ages make 156; 5 groups in treatment, 3 shares of all, 3 of groups.
    assert screening.verdict is Verdict.ACCEPTED
    assert screening.rows == 780
    assert screening.taken == dict.fromkeys(
        (
            "adults-in-treatment",
            "adults-in-treatment-opiate",
            "adults-in-treatment-non-opiate",
            "adults-in-treatment-alcohol",
            "adults-in-treatment-non-opiate-alcohol",
            "new-presentations",
            "new-presentations-cj-share",
            "treatment-completed-share",
            "successful-completion-opiate",
            "successful-completion-non-opiate",
            "successful-completion-alcohol",
        ),
        156,
    )
    assert len(screening.left_out) == 244 - 5 - 7


def test_the_year_spelled_in_capitals_is_not_lost(published, figure):
    screening = published("ndtms-viewit/viewit_local_barnet.csv")

    newest = {"area": "E09000003", **APRIL_2021}
    in_treatment = figure(screening, indicator="adults-in-treatment", **newest)
    assert (in_treatment["numerator"], in_treatment["state"]) == (1465, "rounded")
    completed = figure(screening, indicator="treatment-completed-share", **newest)
    assert (completed["numerator"], completed["denominator"]) == (290, 1465)
    justice = figure(screening, indicator="new-presentations-cj-share", **newest)
    assert (justice["numerator"], justice["denominator"]) == (55, 650)
    older_women = figure(
        screening, **newest | {"indicator": "adults-in-treatment-alcohol", "sex": "female", "age": "50+"}
    )
    assert older_women["numerator"] == 60


def test_the_third_completion_group_joins_both_non_opiate_groups(published, figure):
    screening = published("ndtms-viewit/viewit_local_barnet.csv")

    before = {"area": "E09000003", "period_start": "2020-04-01"}
    joined = figure(screening, indicator="successful-completion-non-opiate", **before)
    assert (joined["numerator"], joined["denominator"]) == (45 + 30, 180 + 165)
    opiate = figure(screening, indicator="successful-completion-opiate", **before)
    assert (opiate["numerator"], opiate["denominator"]) == (25, 585)


def test_a_year_that_is_not_complete_is_not_collected_and_not_zero(published, figure):
    screening = published("ndtms-viewit/viewit_local_barnet.csv")

    for name in ("opiate", "non-opiate", "alcohol"):
        row = figure(screening, indicator=f"successful-completion-{name}", area="E09000003", **APRIL_2021)
        assert row["state"] == "not collected"
        assert row[["numerator", "denominator", "value"]].isna().all()


@pytest.mark.parametrize(
    ("name", "indicator", "figures"),
    [("unmet_opiates", "unmet-need-ocu", 13), ("unmet_alcohol", "unmet-need-alcohol", 17)],
)
def test_unmet_need_is_taken_whole(published, name, indicator, figures):
    screening = published(f"fingertips/{name}.csv")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {indicator: figures}
    assert not screening.findings
    assert set(screening.figures["age"]) == {""}  # 15-64 and 18+ are what the two measures cover


def test_opiate_and_crack_users_not_in_treatment(published, figure):
    screening = published("fingertips/unmet_opiates.csv")

    england = figure(screening, indicator="unmet-need-ocu", area="E92000001", period_start="2020-04-01")
    assert tuple(england[["numerator", "denominator"]]) == (158976.3333, 305118.3333)
    assert tuple(england[["lower", "value", "upper"]]) == (51.53087678, 52.10317309, 53.7164031)
    sussex = figure(screening, indicator="unmet-need-ocu", area="E10000032", period_start="2018-04-01")
    assert tuple(sussex[["numerator", "denominator", "value"]]) == (1352.333333, 2585.333333, 52.30789067)
    hartlepool = figure(screening, indicator="unmet-need-ocu", area="E06000001", period_start="2019-04-01")
    assert tuple(hartlepool[["numerator", "denominator", "value"]]) == (575, 1179, 48.77014419)


def test_dependent_drinkers_not_in_treatment(published, figure):
    screening = published("fingertips/unmet_alcohol.csv")

    stockton = figure(screening, indicator="unmet-need-alcohol", area="E06000004", period_start="2019-04-01")
    assert tuple(stockton[["numerator", "denominator", "value"]]) == (1872, 2340, 80)
    england = figure(screening, indicator="unmet-need-alcohol", area="E92000001", period_start="2019-04-01")
    assert tuple(england[["lower", "value", "upper"]]) == (78.00995087, 82.30641882, 86.31992268)
    halton = figure(screening, indicator="unmet-need-alcohol", area="E06000006", period_start="2020-04-01")
    assert tuple(halton[["numerator", "denominator"]]) == (1604, 1951)


def test_the_publishers_own_valid_upload_asks_for_its_indicator(published):
    screening = published("fingertips/upload_valid.csv")

    assert screening.verdict is Verdict.REFUSED
    assert _checks(screening) == {"indicator_is_named"}


def test_the_publishers_own_valid_upload_has_made_up_areas_and_limits(published):
    screening = published("fingertips/upload_valid.csv", "unmet-need-ocu")

    assert screening.verdict is Verdict.REFUSED
    assert screening.figures.empty
    found = {(finding.check, finding.found) for finding in screening.errors}
    assert {("area_is_known", "U25656"), ("area_is_known", "U25680")} <= found
    rows = {finding.check: finding.rows for finding in screening.errors}
    assert rows["interval_holds_the_value"] == (2, 3, 4, 6, 7)  # in row 5 both limits lie in order round the value
    assert rows["part_is_within_whole"] == (4, 5, 7)
    unread = [finding for finding in screening.errors if finding.check == "period_is_read"]
    assert [finding.rows for finding in unread] == [(8,), (9,), (10,)]  # types that their dates do not fit


def test_an_upload_of_headings_alone_is_refused(published):
    screening = published("fingertips/upload_invalid.csv", "unmet-need-ocu")

    assert screening.verdict is Verdict.REFUSED
    assert _checks(screening) == {"file_has_rows"}


def test_deaths_by_substance_and_region(published, figure):
    screening = published("ons-drug-deaths/by_substance_and_region.csv")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"drug-poisoning-deaths": 616}  # 28 years, 2 groups, 11 of 13 areas
    assert sorted(_left_out(screening).values()) == [56, 56]  # Wales, and people who live outside the country
    of = {"indicator": "drug-poisoning-deaths", "period_kind": "calendar year"}
    assert figure(screening, area="E92000001", period_start="2020-01-01", **of)["numerator"] == 4312
    assert figure(screening, area="E12000001", period_start="2011-01-01", **of)["numerator"] == 163
    opiate = "drug=any opiate"
    assert figure(screening, area="E12000001", period_start="2011-01-01", breakdown=opiate, **of)["numerator"] == 103
    assert figure(screening, area="E12000007", period_start="2020-01-01", breakdown=opiate, **of)["numerator"] == 210
    assert figure(screening, area="K04000001", period_start="2020-01-01", **of)["numerator"] == 4561


def test_crime_rates_come_as_two_series(published, figure):
    screening = published("local-data-lab/crime_rate.csv")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"recorded-crime-rate": 273}
    assert _checks(screening) == {"period_kinds_are_one"}
    trafford = {"indicator": "recorded-crime-rate", "area": "E22000107"}
    financial = figure(screening, period_start="2017-04-01", **trafford)
    assert (financial["value"], financial["period_kind"]) == (78.86512104521583, "financial year")
    calendar = figure(screening, period_start="2018-01-01", breakdown="offence=robbery", **trafford)
    assert (calendar["value"], calendar["period_kind"]) == (2.0127986819141119, "calendar year")
    force = figure(screening, indicator="recorded-crime-rate", area="E23000005", period_start="2017-04-01")
    assert force["state"] == "not available"  # a colon in the file


def test_alcohol_admissions_of_authorities(published, figure):
    screening = published("local-data-lab/alcohol_related_admissions.csv")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"alcohol-admissions-rate": 1260}
    assert sorted(_left_out(screening).values()) == [10, 2010]  # a combined authority; 201 districts, 10 years
    of = {"indicator": "alcohol-admissions-rate"}
    assert figure(screening, area="E06000052", period_start="2009-04-01", **of)["value"] == 653
    assert figure(screening, area="E08000003", period_start="2012-04-01", **of)["value"] == 852
    nottingham = figure(screening, area="E06000018", period_start="2016-04-01", **of)
    assert nottingham["state"] == "not available"  # NA
    assert figure(screening, area="E06000018", period_start="2008-04-01", **of)["value"] == 720


@pytest.mark.parametrize(("name", "figures"), [("09-10", 39 * 23), ("16-17", 39 * 24)])
def test_seizures_of_every_territorial_force_in_england_are_taken(published, name, figures):
    screening = published(f"home-office-seizures/Seizures{name}.csv")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"drug-seizures": figures}
    assert list(_left_out(screening).values()) == [2]  # British Transport Police and Border Force have no area


def test_seizures_of_the_first_year(published, figure):
    screening = published("home-office-seizures/Seizures09-10.csv")

    of = {"indicator": "drug-seizures", "period_start": "2009-04-01"}
    assert figure(screening, area="E23000001", **of)["numerator"] == 66511
    assert figure(screening, area="E23000034", **of)["numerator"] == 771  # "London, City of"
    assert figure(screening, area="E23000035", breakdown="drug=ketamine", **of)["numerator"] == 8
    assert figure(screening, area="E23000035", breakdown="drug=total class c", **of)["numerator"] == 158


def test_seizures_of_a_year_with_padded_names_and_a_heading_on_two_lines(published, figure):
    screening = published("home-office-seizures/Seizures16-17.csv")

    of = {"indicator": "drug-seizures", "period_start": "2016-04-01"}
    assert figure(screening, area="E23000034", **of)["numerator"] == 317  # " London, City of "
    mephedrone = "drug=mephedrone (non-injection)"
    assert figure(screening, area="E23000001", breakdown=mephedrone, **of)["numerator"] == 22
    assert figure(screening, area="E23000001", breakdown="drug=ketamine", **of)["numerator"] == 62
    assert figure(screening, area="E23000038", breakdown="drug=unknown", **of)["numerator"] == 156  # Wiltshire, last


@pytest.mark.parametrize("month", ["june_2016", "january_2014"])
def test_prosecutions_of_forces_in_england_are_taken(published, month):
    screening = published(f"cps-outcomes/principal_offence_category_{month}.csv")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"drug-prosecutions-convicted": 38}  # 43 rows less Wales and the two London forces
    assert sorted(_left_out(screening).values()) == [1, 4]
    assert len(screening.left_out) == 11  # the other offence groups


def test_prosecutions_with_thousands_commas_and_glued_names(published, figure):
    june = published("cps-outcomes/principal_offence_category_june_2016.csv")
    january = published("cps-outcomes/principal_offence_category_january_2014.csv")

    of = {"indicator": "drug-prosecutions-convicted"}
    national = figure(june, area="K04000001", period_start="2016-06-01", **of)
    assert tuple(national[["numerator", "denominator", "value"]]) == (4173, 4173 + 284, 93.6)
    manchester = figure(june, area="E23000005", period_start="2016-06-01", **of)
    assert tuple(manchester[["numerator", "denominator", "value"]]) == (102, 110, 92.7)
    dorset = figure(june, area="E23000039", period_start="2016-06-01", **of)
    assert tuple(dorset[["numerator", "denominator", "value"]]) == (47, 47, 100)
    before = figure(january, area="K04000001", period_start="2014-01-01", **of)
    assert tuple(before[["numerator", "denominator", "value"]]) == (4988, 4988 + 305, 94.2)
    wiltshire = figure(january, area="E23000038", period_start="2014-01-01", **of)
    assert tuple(wiltshire[["numerator", "denominator", "value"]]) == (29, 33, 87.9)


def test_events_of_the_city_of_london_are_counted_and_not_kept(published, figure):
    street = published("police-uk/2018-04-city-of-london-street.csv")
    stops = published("police-uk/2018-04-city-of-london-stop-and-search.csv")

    april = {"area": "E23000034", "period_start": "2018-04-01", "period_kind": "month"}
    assert figure(street, indicator="street-drug-crimes", **april)["numerator"] == 32
    assert figure(stops, indicator="drug-searches", **april)["numerator"] == 62
    for screening in (street, stops):
        assert screening.original is None
        assert screening.file.content == b""
        assert "no_column_is_about_a_person" not in _checks(screening)


def test_estimates_of_alcohol_dependence(published, figure):
    screening = published("fingertips/alcohol_dependence_estimates.csv")

    of = {"indicator": "alcohol-dependence-estimate"}
    derby = figure(screening, area="E06000015", period_start="2017-04-01", **of)
    assert tuple(derby[["lower", "value", "upper"]]) == (2538, 3378, 4779)
    york = figure(screening, area="E06000014", period_start="2014-01-01", **of)
    assert (york["value"], york["period_kind"]) == (2331, "calendar year")
    assert york[["lower", "upper"]].isna().all()
    # The pair carries a stand-in for a code, and its name.
    cornwall = figure(screening, area="E06000052", period_start="2010-01-01", **of)
    assert cornwall["value"] == 6438


def test_a_workbook_of_a_layout_we_do_not_know_is_refused_by_its_sheet(published):
    screening = published("workbooks/women_imprisonment_rates_2014-2022_final_table.xlsx")

    assert [(finding.check, finding.where) for finding in screening.findings] == [
        ("layout_is_recognised", "sheet Sheet1")
    ]
    assert screening.rows == 42


ACCEPTED, REFUSED = Verdict.ACCEPTED, Verdict.REFUSED
PUBLISHED = {  # each file: its verdict, how many measures it gives, how many figures in all
    "cps-outcomes/principal_offence_category_january_2014.csv": (ACCEPTED, 1, 38),
    "cps-outcomes/principal_offence_category_june_2016.csv": (ACCEPTED, 1, 38),
    "fingertips/alcohol_dependence_estimates.csv": (ACCEPTED, 1, 1211),
    "fingertips/unmet_alcohol.csv": (ACCEPTED, 1, 17),
    "fingertips/unmet_opiates.csv": (ACCEPTED, 1, 13),
    "fingertips/upload_invalid.csv": (REFUSED, 0, 0),
    "fingertips/upload_valid.csv": (REFUSED, 0, 0),
    "home-office-seizures/Seizures09-10.csv": (ACCEPTED, 1, 897),
    "home-office-seizures/Seizures16-17.csv": (ACCEPTED, 1, 936),
    "local-data-lab/alcohol_related_admissions.csv": (ACCEPTED, 1, 1260),
    "local-data-lab/crime_rate.csv": (ACCEPTED, 1, 273),
    "ndtms-viewit/viewit_local_barnet.csv": (ACCEPTED, 11, 1716),
    "ons-drug-deaths/by_substance_and_region.csv": (ACCEPTED, 1, 616),
    "police-uk/2018-04-city-of-london-stop-and-search.csv": (ACCEPTED, 1, 1),
    "police-uk/2018-04-city-of-london-street.csv": (ACCEPTED, 1, 1),
    "workbooks/women_imprisonment_rates_2014-2022_final_table.xlsx": (REFUSED, 0, 0),
}


def test_no_published_file_is_without_an_expectation(real_file):
    folder = real_file("")
    files = {str(path.relative_to(folder)) for path in folder.glob("*/*.*") if path.suffix != ".md"}

    assert files == set(PUBLISHED)


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_published_file_has_its_verdict_and_its_figures(published, name):
    screening = published(name)

    assert (screening.verdict, len(screening.taken), len(screening.figures)) == PUBLISHED[name]
