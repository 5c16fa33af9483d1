"""Layouts of publishers, a good and a bad sample each: every number here was read off the sample by eye."""

import csv
import io
from pathlib import Path

import pytest

from dashboard.domain.findings import Verdict
from dashboard.intake.files import ReceivedFile
from dashboard.intake.screen import Screening, screen
from tests.conftest import TODAY
from tests.workbooks import Sheet, ods, xlsx

LAYOUTS = Path(__file__).parents[1] / "samples" / "layouts"
STOPS = "2025-04-kent-stop-and-search"
KENT = "E23000032"
BAD = {  # each bad sample: its only kind of fault, and where
    "alcohol-dependence": ("interval_holds_the_value", "row 2"),
    "crime-outcomes": ("area_is_known", "row 3"),
    "justice-tidy": ("period_is_read", "row 5"),
    "ndtms-monthly": ("numbers_are_numbers", "row 5"),
    "nomis-population": ("numbers_are_numbers", "row 4"),
    "offender-management": ("area_is_known", "row 8"),
    "ons-crime-by-quarter": ("numbers_are_numbers", "row 5"),
    "opiate-crack-prevalence": ("interval_holds_the_value", "row 6"),
    "police-uk-outcomes": ("area_is_known", "row 2"),
    "police-uk-street": ("period_is_read", "row 2"),
    "population-by-age": ("period_is_read", "row 3"),
    "prison-population": ("area_is_known", "row 6"),
    "recorded-crime": ("numbers_are_numbers", "row 3"),
    "stop-and-search": ("file_name_says_when", "the whole file"),
}


@pytest.fixture
def sample(definitions):
    def make(name: str, kind: str = "good") -> Screening:
        path = LAYOUTS / kind / f"{name}.csv"
        return screen(ReceivedFile(path.name, path.read_bytes()), definitions, TODAY)

    return make


def test_every_sample_is_known_here():
    assert {path.stem for path in (LAYOUTS / "bad").iterdir()} == set(BAD)
    assert len(list((LAYOUTS / "good").iterdir())) == len(BAD)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_stops_its_measure_and_says_the_fault_and_its_place(name, sample):
    screening = sample(name, "bad")

    assert not set(screening.taken) & {one for fault in screening.errors for one in fault.indicators}
    assert screening.verdict in (Verdict.REFUSED, Verdict.PARTLY)
    assert {(fault.check, fault.where) for fault in screening.errors} == {BAD[name]}
    assert all(fault.mend for fault in screening.errors)


@pytest.mark.parametrize("written", [xlsx, ods], ids=["xlsx", "ods"])
@pytest.mark.parametrize("path", sorted((LAYOUTS / "good").iterdir()), ids=lambda path: path.stem)
def test_a_workbook_with_the_same_rows_gives_the_same_figures(path, written, definitions):
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))

    from_csv = screen(ReceivedFile(path.name, path.read_bytes()), definitions, TODAY)
    from_sheet = screen(ReceivedFile(path.name, written(Sheet("Table 1", rows))), definitions, TODAY)

    assert not from_csv.figures.empty
    assert from_sheet.figures.equals(from_csv.figures)
    assert from_sheet.verdict is from_csv.verdict
    assert {finding.sheet for finding in from_sheet.findings if finding.rows} <= {"Table 1"}


def test_recorded_drug_offences_are_summed_by_force_and_financial_quarter(sample, figure):
    screening = sample("recorded-crime")

    of = {"indicator": "drug-offences-recorded", "area": KENT}
    spring = {**of, "period_start": "2023-04-01", "period_kind": "quarter"}
    assert figure(screening, **spring)["numerator"] == 41 + 1020 + 230
    assert figure(screening, **spring, breakdown="offence=possession")["numerator"] == 1020 + 230
    summer = {**of, "period_start": "2023-07-01"}
    assert figure(screening, **summer)["numerator"] == 12 - 3
    assert figure(screening, **summer, breakdown="offence=trafficking")["numerator"] == -3
    assert screening.verdict is Verdict.WARNINGS  # a correction is to be confirmed
    assert screening.taken == {"drug-offences-recorded": 6}
    assert [one.measure for one in screening.left_out] == ["Theft offences"]


def test_outcomes_of_offences_and_outcomes_in_the_quarter_are_two_measures(sample, figure):
    screening = sample("crime-outcomes")

    of = {"area": KENT, "period_start": "2023-07-01"}
    assert figure(screening, indicator="possession-outcomes", **of)["numerator"] == 50 + 20 + 90 + 40
    assert figure(screening, indicator="possession-outcomes-in-period", **of)["numerator"] == 61 + 22 + 80 + 35
    for name, count in (("charged", 50), ("caution", 20), ("community-resolution", 90), ("outcome-22", 40)):
        share = figure(screening, indicator=f"possession-{name}", **of)
        assert (share["numerator"], share["denominator"]) == (count, 200)  # a case still open is no outcome


def test_the_quarterly_table_gives_england_and_wales_and_no_changes(sample, figure):
    screening = sample("ons-crime-by-quarter")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"drug-offences-recorded": 9}  # three rows, three quarters
    of = {"indicator": "drug-offences-recorded", "area": "K04000001", "period_kind": "quarter"}
    assert figure(screening, period_start="2023-04-01", **of)["numerator"] == 40100
    assert figure(screening, period_start="2024-01-01", **of)["state"] == "not available"
    traded = figure(screening, period_start="2024-01-01", breakdown="offence=trafficking", **of)
    assert traded["numerator"] == 9300


def test_the_monthly_report_gives_rolling_years_and_years_to_date(sample, figure):
    screening = sample("ndtms-monthly")

    leeds = {"area": "E08000035"}
    opiate = figure(screening, indicator="adults-in-treatment-opiate", period_start="2024-07-01", **leeds)
    assert (opiate["numerator"], opiate["period_kind"], opiate["note"]) == (1020, "rolling year", "provisional")
    alcohol = figure(screening, indicator="adults-in-treatment-alcohol", period_start="2024-07-01", **leeds)
    assert alcohol["state"] == "not available"  # "-No data available" is neither a zero nor a number
    new = figure(screening, indicator="new-presentations", period_start="2025-04-01", **leeds)
    assert (new["numerator"], new["period_months"], new["period_kind"]) == (210, 2, "year to date")
    assert screening.taken["new-presentations"] == 3
    told = {one.measure: one.reason for one in screening.left_out}
    assert told["jul24 - jun25"] == "its months do not fit this measure"
    assert told["Opiate"] == "there is no indicator of ours for it"


def test_a_monthly_report_of_young_people_is_never_taken_for_adults(screened):
    text = (LAYOUTS / "good" / "ndtms-monthly.csv").read_text("utf-8").replace("Opioids", "All")

    young = screened(text.replace("Community adult", "Community young people"))
    unsaid = screened(text.replace("Community adult treatment performance reports", "A report"))

    assert set(young.taken) == {"young-people-in-treatment"}
    assert unsaid.verdict is Verdict.REFUSED
    assert "adults or young people" in unsaid.left_out[0].reason


@pytest.mark.parametrize("name", ["Leeds (discontinued)", "Leeds (pre April 2023)"])
def test_the_zeros_of_an_area_that_has_ended_are_not_taken(name, screened):
    text = (LAYOUTS / "good" / "ndtms-monthly.csv").read_text("utf-8").replace(": Leeds", f": {name}")

    assert screened(text).verdict is Verdict.REFUSED
    assert screened(text.replace(name, "Leeds (from April 2026)")).verdict is Verdict.ACCEPTED


def test_estimates_keep_their_limits_or_have_none(sample, figure):
    screening = sample("alcohol-dependence")

    of = {"indicator": "alcohol-dependence-estimate"}
    barnet = figure(screening, area="E09000003", period_start="2017-04-01", **of)
    assert tuple(barnet[["lower", "value", "upper"]]) == (2204, 2810, 3905)
    pair = figure(screening, area="E06000052", period_start="2014-01-01", **of)
    assert pair["value"] == 5120
    assert pair[["numerator", "lower", "upper"]].isna().all()


def test_events_are_counted_by_force_and_month(sample, figure):
    street, outcomes, stops = sample("police-uk-street"), sample("police-uk-outcomes"), sample(STOPS)

    assert figure(street, indicator="street-drug-crimes", area=KENT, period_start="2025-01-01")["numerator"] == 2
    assert figure(street, indicator="street-drug-crimes", area=KENT, period_start="2025-02-01")["numerator"] == 0
    warned = figure(outcomes, indicator="drugs-possession-warnings", area=KENT, period_start="2025-01-01")
    assert warned["numerator"] == 2
    # 23:30 UTC on 31 March is 1 April here; 23:30 UTC on 30 April is 1 May.
    assert figure(stops, indicator="drug-searches", area=KENT, period_start="2025-04-01")["numerator"] == 2


STREET = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,Crime type,Last outcome category\n"


def _street(*rows: tuple[str, str, str]) -> str:
    lines = (f"{one},{when},Kent Police,Kent Police,,,No Location,{kind},\n" for one, when, kind in rows)
    return STREET + "".join(lines)


def test_a_crime_that_stands_in_several_rows_is_counted_once(screened, figure):
    rows = [("a1", "2025-01", "Drugs")] * 13 + [("a2", "2025-01", "Drugs"), ("a1", "2025-02", "Drugs")]
    screening = screened(
        _street(*rows, ("", "2025-01", "Drugs"), ("", "2025-01", "Drugs"), ("a2", "2025-01", "Robbery"))
    )

    # In January a1, a2 and two crimes without an id, in February a1.
    for month, count in (("2025-01-01", 4), ("2025-02-01", 1)):
        assert figure(screening, indicator="street-drug-crimes", area=KENT, period_start=month)["numerator"] == count
    told = [finding for finding in screening.findings if "Crime ID" in finding.message]
    assert [finding.message for finding in told] == [
        "12 row(s) repeat the Crime ID of another row of their month and force. Each crime is counted once."
    ]
    assert told[0].rows == tuple(range(3, 15))


STOP_HEADINGS = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,"
    "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome\n"
)
STOP = "Person search,2025-05-{:02}T11:20:00+00:00,{},{},Male,18-24,Not stated,White,the Act,Controlled drugs,Nothing\n"


@pytest.mark.parametrize("operation", ["False,", "True,Operation Invented"])
@pytest.mark.parametrize("last", ["\n", ""])
def test_searches_without_coordinates_at_the_end_are_no_notes(screened, figure, operation, last):
    placed = [STOP.format(day, "False,", "51.3,0.5") for day in range(1, 4)]
    without = [STOP.format(day, operation, ",") for day in range(4, 9)]
    file = (STOP_HEADINGS + "".join([*placed, *without])).rstrip("\n") + last
    screening = screened(file, name="2025-05-kent-stop-and-search.csv")

    assert figure(screening, indicator="drug-searches", area=KENT, period_start="2025-05-01")["numerator"] == 8
    assert {finding.check for finding in screening.findings} == {"rows_are_counted"}


@pytest.mark.parametrize("trailer", ["Note: the 8 searches, of 2025, are counted by day\n", "\nSource: Kent Police\n"])
def test_notes_below_searches_are_notes_all_the_same(screened, figure, trailer):
    file = STOP_HEADINGS + "".join(STOP.format(day, "False,", ",") for day in range(1, 9)) + trailer
    screening = screened(file, name="2025-05-kent-stop-and-search.csv")

    assert figure(screening, indicator="drug-searches", area=KENT, period_start="2025-05-01")["numerator"] == 8
    assert {finding.check for finding in screening.findings} == {"rows_are_counted", "footnotes_are_set_apart"}


@pytest.mark.parametrize("name", ["police-uk-street", "police-uk-outcomes", STOPS])
def test_nothing_of_a_single_event_is_held(name, sample):
    screening = sample(name)

    content = (LAYOUTS / "good" / f"{name}.csv").read_bytes()
    assert screening.original is None
    assert screening.file.content == b""
    assert (screening.file.size, len(screening.file.checksum)) == (len(content), 64)
    assert "Invented Street" not in repr(screening) + screening.figures.to_csv()


# Estimates of opiate and crack use


def test_estimates_of_people_and_of_the_rate_come_with_their_limits(sample, figure):
    screening = sample("opiate-crack-prevalence")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"ocu-prevalence-rate": 5, "ocu-prevalence-estimate": 5}
    of = {"period_start": "2022-04-01", "period_kind": "financial year"}  # "2022 to 2023" is one financial year
    barnet = figure(screening, indicator="ocu-prevalence-rate", area="E09000003", **of)
    assert tuple(barnet[["lower", "value", "upper"]]) == (4.7, 6.2, 8.9)
    people = figure(screening, indicator="ocu-prevalence-estimate", area="E09000003", **of)
    assert tuple(people[["lower", "value", "upper"]]) == (1205, 1610, 2290)
    england = figure(screening, indicator="ocu-prevalence-estimate", area="E92000001", **of)
    assert tuple(england[["lower", "value", "upper"]]) == (300020, 310010, 320030)
    assert figure(screening, indicator="ocu-prevalence-rate", area="E06000017", **of)["state"] == "hidden"


def _estimates(**instead: str) -> str:
    text = (LAYOUTS / "good" / "opiate-crack-prevalence.csv").read_text("utf-8")
    for old, new in instead.items():
        text = text.replace({"group": "opiates and/or crack cocaine", "year": "2022 to 2023"}[old], new)
    return text


@pytest.mark.parametrize("group", ["opiates", "crack cocaine", "both opiates and crack"])
def test_people_who_use_one_of_the_two_are_never_taken_for_people_who_use_either(group, screened):
    screening = screened(_estimates(group=group))

    assert screening.verdict is Verdict.REFUSED
    assert {finding.check for finding in screening.errors} == {"file_gives_figures"}
    assert [one.reason for one in screening.left_out] == ["there is no indicator of ours for it"]


def test_a_column_of_one_of_the_two_is_never_taken_for_either(screened, figure):
    screening = screened(
        "Table 3: by drug 2019 to 2020,,,,,,\n"
        'Area name,"Opiate rate per 1,000","Opiate rate per 1,000: lower","Opiate rate per 1,000: upper",'
        '"OCU rate per 1,000","OCU rate per 1,000: lower","OCU rate per 1,000: upper"\n'
        "Barnsley,9.8,7.2,13.1,11.1,8.5,14.4\n"
    )

    rate = figure(screening, indicator="ocu-prevalence-rate", area="E08000016")
    assert tuple(rate[["lower", "value", "upper"]]) == (8.5, 11.1, 14.4)
    assert screening.taken == {"ocu-prevalence-rate": 1}


def test_estimates_without_a_year_take_it_from_the_name_of_the_file_or_are_refused(screened, figure):
    named = screened(_estimates(year=""), "ocu-estimates-2019-to-2020.csv")
    unnamed = screened(_estimates(year=""), "ocu-estimates.csv")

    assert set(named.figures["period_start"]) == {"2019-04-01"}
    assert [finding.check for finding in unnamed.errors] == ["file_name_says_when"]


# Offender management


def test_requirements_are_told_apart_by_type_region_and_quarter(sample, figure):
    screening = sample("offender-management")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"drr-commencements": 4, "atr-commencements": 2, "mhtr-commencements": 2}
    spring, summer = ({"period_start": f"2024-0{month}-01", "period_kind": "quarter"} for month in (4, 7))
    drug = {"indicator": "drr-commencements"}
    assert figure(screening, area="K04000001", **drug, **spring)["numerator"] == 2110
    assert figure(screening, area="K04000001", **drug, **summer)["numerator"] == 2240
    assert figure(screening, area="N51", **drug, **spring)["numerator"] == 310
    assert figure(screening, area="N51", **drug, **summer)["state"] == "not available"
    assert figure(screening, area="N51", indicator="atr-commencements", **summer)["numerator"] == 131
    assert figure(screening, area="N51", indicator="mhtr-commencements", **spring)["numerator"] == 95
    told = {one.measure: one.rows for one in screening.left_out}
    assert told == {
        "Alcohol abstinence and monitoring": 1,
        "Community orders": 1,
        "Not placed in a region": 1,
        "2024": 7,
    }


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Table 4.9: Caseload by requirement type", "on a day"),
        ("Table 4.9: an invented table", "does not say that it counts requirements begun"),
    ],
)
def test_requirements_are_taken_only_from_a_table_that_says_they_began(title, reason, screened):
    text = (LAYOUTS / "good" / "offender-management.csv").read_text("utf-8")

    screening = screened(title + text[text.index(",,,,,") :])

    assert screening.verdict is Verdict.REFUSED
    assert reason in screening.left_out[0].reason


RECALLS = """Table 5.2: Licence recalls by probation region (an invented table),,
Probation region,Oct-Dec 2023,Jan-Mar 2024
England and Wales,"7,010","7,450"
"Kent, Surrey & Sussex",512,-
"""


def test_recalls_are_taken_by_region(screened, figure):
    screening = screened(RECALLS)

    assert screening.taken == {"licence-recalls": 4}
    of = {"indicator": "licence-recalls", "period_kind": "quarter"}
    assert figure(screening, area="K04000001", period_start="2024-01-01", **of)["numerator"] == 7450
    assert figure(screening, area="N57", period_start="2023-10-01", **of)["numerator"] == 512
    assert figure(screening, area="N57", period_start="2024-01-01", **of)["state"] == "not applicable"


def test_receptions_and_releases_are_known_and_none_of_ours(screened):
    screening = screened("Period,First receptions,Recall admissions\nApr-Jun 2018,10010,5040\n")

    assert screening.verdict is Verdict.REFUSED
    assert [one.measure for one in screening.left_out] == ["first receptions", "recall admissions"]
    assert [finding.check for finding in screening.errors] == ["file_gives_figures"]


# The prison population bulletin


def test_each_prison_is_counted_on_the_day_of_the_report(sample, figure):
    screening = sample("prison-population")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"prison-population": 3}
    of = {"indicator": "prison-population", "period_start": "2025-06-30", "period_kind": "snapshot"}
    assert figure(screening, area="ACI", **of)["numerator"] == 1102
    assert figure(screening, area="LEI", **of)["numerator"] == 1040
    assert figure(screening, area="GNI", **of)["state"] == "not available"  # its row is partly filled
    told = {one.measure: one.rows for one in screening.left_out}
    assert (told["Totals"], told["Immigration removal centres"], told["Several prisons in one row"]) == (2, 1, 2)


def test_a_bulletin_without_its_day_is_refused(screened):
    text = (LAYOUTS / "good" / "prison-population.csv").read_text("utf-8").replace("Report Date:", "Issued")

    screening = screened(text)

    assert [finding.check for finding in screening.errors] == ["period_is_read"]
    assert "Report Date" in screening.errors[0].message


# Populations


def test_residents_of_nomis_come_by_sex_and_by_the_ages_that_measures_are_taken_over(sample, figure):
    screening = sample("nomis-population")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"resident-population": 4}
    of = {"indicator": "resident-population", "period_start": "2022-06-30", "period_kind": "snapshot"}
    leeds = {"area": "E08000035", **of}
    assert figure(screening, **leeds)["numerator"] == 820110
    assert figure(screening, **leeds, sex="male")["numerator"] == 402040
    assert figure(screening, **leeds, age="15-64")["numerator"] == 540330
    women = figure(screening, area="E92000001", sex="female", age="15-64", **of)
    assert women["numerator"] == 18405060
    assert {one.measure: one.rows for one in screening.left_out} == {
        "Percentages and other measures": 1,
        "Other ages": 1,
    }


def test_single_years_of_age_add_up_to_the_ages_of_our_measures(sample, figure):
    screening = sample("population-by-age")

    of = {"indicator": "resident-population", "area": "E08000035"}
    new, old = ({"period_start": f"{year}-06-30", **of} for year in (2023, 1999))
    # Ages 0 to 84 are written 1,000 to 1,084; then 585 to 589 and 1,200 of 90 and over.
    working = sum(range(1015, 1065))
    assert figure(screening, age="15-64", **new)["numerator"] == working == 51975
    assert figure(screening, **new)["numerator"] == 85 * 1042 + 5 * 587 + 1200
    assert figure(screening, age="18+", **new)["numerator"] == 85 * 1042 + 5 * 587 + 1200 - 18 * 1008.5
    assert figure(screening, age="16-59", **new)["numerator"] == 44 * 1037.5
    # Before 2001 the column of 85 has everybody over it, and "-" stands after it.
    assert figure(screening, **old)["numerator"] == 85 * 1042 + 950


def test_single_years_of_nomis_add_up_where_all_of_them_are_there(screened, figure):
    heading, *_ = (LAYOUTS / "good" / "nomis-population.csv").read_text("utf-8").splitlines()
    named = [*(f"Age {age}" for age in range(90)), "Aged 90+"]
    row = '"2022","2022","2022","1","Leeds","E08000035","0","Total","0","{}","20100","Value",{},"A","",0,{}'

    def extract(ages: list[str]) -> str:
        return "\n".join([heading, *(row.format(name, 10, len(ages)) for name in ages)]) + "\n"

    whole, part = screened(extract(named)), screened(extract(named[:65]))

    of = {"indicator": "resident-population", "area": "E08000035", "period_start": "2022-06-30"}
    assert figure(whole, **of)["numerator"] == 910
    assert figure(whole, age="18+", **of)["numerator"] == 730
    assert figure(part, age="15-64", **of)["numerator"] == 500
    assert part.taken == {"resident-population": 2}  # with nobody over 64 there is no 18+, and no total


def test_projections_are_known_and_never_taken_for_estimates(screened):
    screening = screened('CODE\tAREA\tAGE GROUP\t2018\t2043\nE08000035\tLeeds\tAll ages\t"789,000"\t"870,900"\n')

    assert screening.verdict is Verdict.REFUSED
    assert [one.measure for one in screening.left_out] == ["Population projections"]


def test_claimants_of_nomis_are_never_taken_for_residents(screened):
    text = (LAYOUTS / "good" / "nomis-population.csv").read_text("utf-8")

    claimants = text.replace('"MEASURES_NAME"', '"MEASURE_NAME"').replace('"Value"', '"Claimant count"')

    assert screened(claimants).verdict is Verdict.REFUSED


# The open tidy layout


def test_the_tidy_layout_gives_each_level_period_and_requirement(sample, figure):
    screening = sample("justice-tidy")

    assert screening.verdict is Verdict.ACCEPTED
    assert screening.taken == {"drr-commencements": 2, "atr-commencements": 1, "mhtr-commencements": 1}
    drug = {"indicator": "drr-commencements"}
    year = figure(screening, area="K04000001", period_start="2024-01-01", period_kind="calendar year", **drug)
    assert year["numerator"] == 9120
    quarter = figure(screening, area="N51", period_start="2024-01-01", period_kind="quarter", **drug)
    assert quarter["numerator"] == 310
    women = {"indicator": "atr-commencements", "sex": "female", "area": "N51"}
    assert figure(screening, period_start="2024-01-01", **women)["numerator"] == 55
    hidden = figure(screening, indicator="mhtr-commencements", area="N57", period_start="2024-04-01")
    assert (hidden["state"], hidden["period_kind"]) == ("hidden", "financial year")


def test_the_tidy_layout_leaves_out_a_split_that_is_none_of_ours(screened, figure):
    screening = screened(
        "time_period,time_identifier,geographic_level,country_code,country_name,offence_group,recalls,cases\n"
        "2024,March,National,K04000001,England and Wales,Total,2410,9\n"
        "2024,March,National,K04000001,England and Wales,Theft,310,9\n"
        "202425,Financial year Q1,National,K04000001,England and Wales,Total,7020,9\n"
    )

    of = {"indicator": "licence-recalls", "area": "K04000001"}
    assert figure(screening, period_start="2024-03-01", period_kind="month", **of)["numerator"] == 2410
    assert figure(screening, period_start="2024-04-01", period_kind="quarter", **of)["numerator"] == 7020
    assert {one.measure: one.rows for one in screening.left_out} == {"offence_group": 1, "cases": 3}


def test_the_tidy_layout_may_have_columns_without_a_heading(screened):
    path = LAYOUTS / "good" / "justice-tidy.csv"
    widened = "\n".join(f"{line},," for line in path.read_text("utf-8").splitlines())

    assert screened(widened).taken == screened(path.read_bytes()).taken


def test_a_search_whose_time_cannot_be_read_is_not_left_uncounted(screened):
    path = LAYOUTS / "good" / f"{STOPS}.csv"
    spoilt = path.read_text("utf-8").replace("2025-03-31T23:30:00+00:00", '2025-03-31T23:30:00+00:00"')

    screening = screened(spoilt, path.name)

    assert screening.verdict is Verdict.REFUSED
    assert [(one.check, one.rows, one.found) for one in screening.errors] == [("period_is_read", (2,), "")]
