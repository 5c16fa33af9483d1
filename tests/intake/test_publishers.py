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
    "ndtms-monthly": ("numbers_are_numbers", "row 5"),
    "ons-crime-by-quarter": ("numbers_are_numbers", "row 5"),
    "police-uk-outcomes": ("area_is_known", "row 2"),
    "police-uk-street": ("period_is_read", "row 2"),
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


@pytest.mark.parametrize("name", ["police-uk-street", "police-uk-outcomes", STOPS])
def test_nothing_of_a_single_event_is_held(name, sample):
    screening = sample(name)

    content = (LAYOUTS / "good" / f"{name}.csv").read_bytes()
    assert screening.original is None
    assert screening.file.content == b""
    assert (screening.file.size, len(screening.file.checksum)) == (len(content), 64)
    assert "Invented Street" not in repr(screening) + screening.figures.to_csv()
