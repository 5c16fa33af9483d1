"""Layouts of which no real file may be kept: files invented in the manner of each publisher."""

import pandas as pd
import pytest

from dashboard.domain.findings import Severity, Verdict
from dashboard.intake.formats import FORMATS
from tests.intake.conftest import HEADINGS

# ONS deaths by local authority

DEATHS = (
    "code,name,2020,2019,2018\r\n"
    'K04000001,"ENGLAND AND WALES","4,561",4393,4359\r\n'
    "E92000001,ENGLAND,4312,4115,4042\r\n"
    "E12000006,EAST,386,370,360\r\n"
    "E10000020,Norfolk,61,72,55\r\n"
    "E07000146,King’s Lynn and West Norfolk,9,11,7\r\n"
    "E06000031,Peterborough,14,12,:\r\n"
    "E11000002,Greater Manchester,250,240,230\r\n"
    "E08000003,Manchester,70,61,58\r\n"
    "E13000001,Inner London,200,190,180\r\n"
    "E09000001,City of London,3,-,1\r\n"
    "W92000004,WALES,224,258,208\r\n"
    "W06000001,Isle of Anglesey / Ynys Môn,4,6,5\r\n"
)


def test_deaths_by_authority_take_upper_tier_areas_and_say_what_is_left_out(screened, figure):
    screening = screened(DEATHS.encode("cp1252"))

    assert screening.verdict is Verdict.ACCEPTED
    taken = {"K04000001", "E92000001", "E12000006", "E10000020", "E06000031", "E08000003", "E09000001"}
    assert set(screening.figures["area"]) == taken
    left_out = {finding.message: finding.rows for finding in screening.findings}
    assert sorted(left_out.values()) == [(6,), (8,), (10,), (12, 13)]
    assert any("district councils" in message for message in left_out)


def test_deaths_by_authority_put_each_number_under_its_own_year(screened, figure):
    screening = screened(DEATHS.encode("cp1252"))

    of = {"indicator": "drug-poisoning-deaths", "period_kind": "calendar year"}
    assert figure(screening, area="K04000001", period_start="2020-01-01", **of)["numerator"] == 4561
    assert figure(screening, area="E10000020", period_start="2020-01-01", **of)["numerator"] == 61
    assert figure(screening, area="E10000020", period_start="2018-01-01", **of)["numerator"] == 55
    assert figure(screening, area="E06000031", period_start="2018-01-01", **of)["state"] == "not available"
    assert figure(screening, area="E09000001", period_start="2019-01-01", **of)["state"] == "not applicable"


def test_deaths_of_an_area_without_a_code_are_known_by_its_name(screened):
    screening = screened("code,name,2020,2019\nE08000003,Manchester,70,61\n,Non-residents,25,30\n")

    assert screening.verdict is Verdict.ACCEPTED
    assert len(screening.figures) == 2
    assert "people who live outside the country" in screening.findings[0].message


# NDTMS ViewIt, England

ENGLAND = (
    "ReportingPeriod_Data,Area_Data,DrugGroup_Data,Gender_Data,AgeGroup_Data,Num_InTreatment_AllInTx,"
    "Eth_White_AllInTx,Eth_Mixed_AllInTx,Eth_Asian_AllInTx,Eth_Black_AllInTx,Eth_Other_AllInTx\n"
)


def test_the_england_export_is_read_in_both_spellings(screened, figure):
    screening = screened(
        ENGLAND
        + "2020/21,England,opiates,Total,Total,140000,1,1,1,1,1\n"
        + "2020/21,England,non-opiates only,M,18-29,7001,1,1,1,1,1\n"
        + "2020/21,England,alcohol & non-opiates,F,50+,6002,1,1,1,1,1\n"
        + "2021/22,England,OPIATES,TOTAL,TOTAL,140003,1,1,1,1,1\n"
        + "2021/22,England,ALCOHOL ONLY,TOTAL,TOTAL,80004,1,1,1,1,1\n"
        + "2021/22,England,TOTAL,TOTAL,TOTAL,289005,1,1,1,1,1\n"
    )

    assert screening.verdict is Verdict.ACCEPTED
    old, new = ({"area": "E92000001", "period_start": f"{year}-04-01"} for year in (2020, 2021))
    opiate = "adults-in-treatment-opiate"
    assert figure(screening, indicator=opiate, **old)["numerator"] == 140000
    assert figure(screening, indicator=opiate, **new)["numerator"] == 140003
    young_men = {"sex": "male", "age": "18-29", "indicator": "adults-in-treatment-non-opiate"}
    assert figure(screening, **old, **young_men)["numerator"] == 7001
    older_women = {"sex": "female", "age": "50+", "indicator": "adults-in-treatment-non-opiate-alcohol"}
    assert figure(screening, **old, **older_women)["numerator"] == 6002
    everybody = figure(screening, indicator="adults-in-treatment", **new)
    assert (everybody["numerator"], everybody["state"]) == (289005, "value")  # England is not rounded
    assert len(screening.left_out) == 5


def test_a_drug_group_that_nobody_has_heard_of_stops_nothing_else(screened):
    screening = screened(
        ENGLAND + "2021/22,England,TOTAL,Total,Total,289005,1,1,1,1,1\n2021/22,England,khat,Total,Total,5,1,1,1,1,1\n"
    )

    assert screening.verdict is Verdict.PARTLY
    assert screening.taken == {"adults-in-treatment": 1}
    assert [finding.check for finding in screening.errors] == ["indicator_is_known"]


LOCAL = (
    "ReportingPeriod,Area,sex,age_group,drug_group,intreatment_allintx,newpresentation_newtx,"
    "referralsource_criminal_justice_newtx,referralsource_missing_newtx,exits_successfulcompletion_allintx,"
    "scnr_intreatment_allintx,scnr_scrn_allintx\n"
)


def test_people_whose_referral_source_is_missing_are_in_neither_part_of_the_share(screened, figure):
    screening = screened(LOCAL + "2019/20,Barnet,Total,Total,Total,900,500,60,20,150,880,160\n")

    share = figure(screening, indicator="new-presentations-cj-share")
    assert (share["numerator"], share["denominator"]) == (60, 480)


def test_a_share_that_rounding_puts_above_its_whole_is_not_available(screened, figure):
    # 3 of 5 people, written 5 of 10 less 5.
    screening = screened(LOCAL + "2019/20,Barnet,F,50+,Total,20,10,10,5,5,20,5\n")

    share = figure(screening, indicator="new-presentations-cj-share", sex="female", age="50+")
    assert share["state"] == "not available"
    assert "rounding_leaves_a_share" in {finding.check for finding in screening.findings}
    assert not screening.stopped


@pytest.mark.parametrize(
    ("count", "is_stopped"), [(5, False), (6, False), (10, False), (11, True)], ids=["whole", "one", "five", "six"]
)
def test_a_part_more_than_five_above_its_whole_is_no_rounding(screened, count, is_stopped):
    # The whole is 10 less 5.
    screening = screened(LOCAL + f"2019/20,Barnet,F,50+,Total,20,10,{count},5,5,20,5\n")

    assert ("new-presentations-cj-share" in screening.stopped) is is_stopped
    assert ("rounding_leaves_a_share" in {one.check for one in screening.findings}) is (5 < count <= 10)


def test_a_completion_that_joins_two_groups_is_left_out_where_one_is_missing(screened):
    screening = screened(LOCAL + "2019/20,Barnet,Total,Total,Non-opiate only,90,50,6,0,15,85,20\n")

    assert "successful-completion-non-opiate" not in screening.taken
    reasons = {one.measure: one.reason for one in screening.left_out}
    assert "one of them is missing" in reasons["successful-completion-non-opiate"]


# Fingertips, export

WIDE = (
    "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,"
    "Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Lower CI 99.8 limit,Upper CI 99.8 limit,Count,"
    "Denominator,Value note,Recent Trend,Compared to England value or percentiles,"
    "Compared to Region value or percentiles,Time period Sortable,New data,Compared to goal"
)
NEWER = f"{WIDE},Time period range\n"


EXPORTED = {
    "number": "93517",
    "area": "E06000001,Hartlepool",
    "parent": "E92000001,England",
    "age": "15-64 yrs",
    "split": ",",
    "period": "2019/20",
    "numbers": "48.8,40.4,59.1",
    "counts": "575,1179",
    "note": "",
    "sortable": "20190000",
    "length": "1y",
}


def _exported(**said: str) -> str:
    """Return a row of an export; what is not said is as in ``EXPORTED``."""
    return (
        "{number},Invented name,{parent},{area},UA,Persons,{age},{split},{period},{numbers},,,{counts},{note},"
        "Cannot be calculated,Similar,Not compared,{sortable},,,{length}\n"
    ).format(**EXPORTED | said)


def test_a_ragged_export_gives_its_numbers_in_the_right_columns(screened, figure):
    """26 headings over 25 fields, and a line feed inside the name on every row."""
    rows = [
        f'90244,"2.15i - Successful completion\n - opiate users",E12000001,North East region,{area},UA,Persons,18+ yrs'
        f",,,2018,{numbers},{counts},,Cannot be calculated,Similar,Not compared,20180000,\n"
        for area, numbers, counts in (
            ("E06000001,Hartlepool", "5.5,4.1,7.4,3.5,8.5", "33,600"),
            ("E06000002,Middlesbrough", "4.0,3.1,5.2,2.7,5.9", "60,1500"),
        )
    ]
    assert WIDE.count(",") == 25
    assert {row.count(",") for row in rows} == {24}

    screening = screened(f"{WIDE}\n" + "".join(rows))

    assert screening.verdict is Verdict.ACCEPTED
    hartlepool = figure(screening, indicator="successful-completion-opiate", area="E06000001")
    assert tuple(hartlepool[["numerator", "denominator", "value", "lower", "upper"]]) == (33, 600, 5.5, 4.1, 7.4)
    middlesbrough = figure(screening, indicator="successful-completion-opiate", area="E06000002")
    assert tuple(middlesbrough[["numerator", "denominator", "value"]]) == (60, 1500, 4)
    short = next(finding for finding in screening.findings if finding.check == "rows_are_long_enough")
    assert short.rows == (2, 4)  # the line on which each begins
    assert short.severity is Severity.NOTICE


def test_one_short_row_in_an_export_is_an_error_and_not_a_number_in_another_column(screened):
    lost = _exported(area="E06000002,Middlesbrough").replace("48.8,40.4", "40.4")

    screening = screened(NEWER + _exported() + lost + _exported(area="E06000003,Redcar and Cleveland"))

    assert screening.verdict is Verdict.REFUSED
    assert [(finding.check, finding.rows) for finding in screening.errors] == [("rows_are_equally_long", (3,))]


@pytest.mark.parametrize(
    ("note", "state"),
    [
        ("Value for Cornwall & Isles of Scilly combined", "in neighbour"),
        ("Value suppressed for disclosure control due to small count", "hidden"),
        ("Value missing due to data quality issues", "not available"),
        ("", "not available"),
    ],
)
def test_an_empty_value_is_explained_by_its_note(screened, figure, note, state):
    empty = _exported(area="E06000053,Isles of Scilly", numbers=",,", counts=",", note=note)

    row = figure(screened(NEWER + _exported() + empty), indicator="unmet-need-ocu", area="E06000053")

    assert (row["state"], row["note"]) == (state, note)
    assert row[["numerator", "denominator", "value", "lower", "upper"]].isna().all()


def test_a_number_with_a_note_about_its_quality_stays(screened, figure):
    screening = screened(NEWER + _exported(note="There is a data quality issue with this value"))

    row = figure(screening, indicator="unmet-need-ocu")
    assert (row["value"], row["state"]) == (48.8, "value")
    assert "data quality" in row["note"]


def test_an_area_printed_for_two_parents_is_taken_once(screened):
    screening = screened(NEWER + _exported() + _exported(parent="E12000001,North East region"))

    assert screening.verdict is Verdict.ACCEPTED
    assert len(screening.figures) == 1
    repeated = next(finding for finding in screening.findings if finding.check == "rows_are_not_repeated")
    assert (repeated.severity, repeated.rows) == (Severity.NOTICE, (2, 3))


def test_an_area_printed_for_two_parents_with_two_numbers_each_is_an_error(screened):
    """Each number stands there twice, and still there are two."""
    both = [_exported(parent=parent) for parent in ("E92000001,England", "E12000001,North East region")]
    other = [row.replace("575,1179", "576,1179") for row in both]

    screening = screened(NEWER + "".join([*both, *other]))

    assert screening.verdict is Verdict.REFUSED
    assert [(finding.check, finding.rows) for finding in screening.errors] == [("figures_stand_once", (2, 3, 4, 5))]


def test_a_figure_under_its_former_and_its_present_code_is_one_figure(screened):
    old, new = (_exported(area=f"{code},Barnsley") for code in ("E08000016", "E08000038"))

    agreeing = screened(NEWER + old + new)
    assert list(agreeing.figures["area"]) == ["E08000016"]  # areas.csv keeps figures under the longer-lived code

    differing = screened(NEWER + old + new.replace("575,1179", "576,1179"))
    assert [finding.check for finding in differing.errors] == ["figures_stand_once"]


def test_former_authorities_that_became_one_stay_two(screened):
    rows = [_exported(area=area) for area in ("E06000028,Bournemouth", "E06000029,Poole")]

    screening = screened(NEWER + "".join(row.replace("2019", "2018").replace("/20", "/19") for row in rows))

    assert sorted(screening.figures["area"]) == ["E06000028", "E06000029"]
    assert screening.verdict is Verdict.ACCEPTED


def test_deprivation_deciles_are_breakdowns_of_england(screened, figure):
    kinds = [f"County & UA deprivation deciles in England (IMD2019 {part} geography)" for part in ("3/20", "4/21")]
    splits = [f"{kind},{decile} deprived decile (IMD2019)" for kind in kinds for decile in ("Most", "Least")]
    rows = [
        _exported(area="E92000001,England", parent=",", split=split, counts=f"{570 + at},1179")
        for at, split in enumerate(splits)
    ]

    screening = screened(NEWER + "".join(rows) + _exported(area="E92000001,England", parent=","))

    # The same decile by two geographies has two numbers, and both are right.
    assert screening.verdict is Verdict.ACCEPTED
    assert len(screening.figures) == 5
    assert figure(screening, indicator="unmet-need-ocu")["numerator"] == 575
    most = screening.figures[screening.figures["breakdown"].str.startswith("deprivation=most deprived decile")]
    assert sorted(most["numerator"]) == [570, 572]


def test_a_split_that_we_do_not_keep_is_left_out_and_said(screened):
    screening = screened(NEWER + _exported() + _exported(split="Length of time in treatment,2 to 4 years"))

    assert len(screening.figures) == 1
    assert [(one.measure, one.rows) for one in screening.left_out] == [("Split by Length of time in treatment", 1)]


def test_an_indicator_that_is_none_of_ours_is_left_out_and_said(screened):
    screening = screened(NEWER + _exported() + _exported(number="108"))

    assert screening.taken == {"unmet-need-ocu": 1}
    assert [one.measure for one in screening.left_out] == ["108 Invented name"]


def test_deaths_per_100_000_are_kept_per_million(screened, figure):
    deaths = _exported(
        number="92432",
        age="All ages",
        period="2018 - 20",
        numbers="4.53,4.1,5.07",
        counts="130,28700",
        sortable="20180000",
        length="3y",
    )

    row = figure(screened(NEWER + deaths), indicator="drug-misuse-deaths-rate")

    assert (row["value"], row["lower"], row["upper"]) == (45.3, 41, 50.7)
    assert (row["numerator"], row["denominator"]) == (130, 28700)  # people are people
    assert (row["period_start"], row["period_months"], row["period_kind"]) == ("2018-01-01", 36, "pooled years")


def test_a_label_and_its_sort_key_that_disagree_are_an_error(screened):
    screening = screened(NEWER + _exported(period="2018 - 20", length="1y", sortable="20180000"))

    assert [finding.check for finding in screening.errors] == ["period_columns_agree"]


def test_health_areas_in_an_export_are_left_out_and_said(screened):
    screening = screened(NEWER + _exported() + _exported(area="E54000050,An integrated care board"))

    assert len(screening.figures) == 1
    assert [finding.check for finding in screening.findings] == ["areas_are_ours"]


# Fingertips, next-generation upload

UPLOAD = (
    "area_code,date_from,date_to,period_type,sex,age_from_years_inclusive,age_to_years_inclusive,deprivation_decile,"
    "deprivation_category,count,value,denominator,lower_ci_95,upper_ci_95,lower_ci_99_8,upper_ci_99_8\n"
)


def test_an_upload_of_a_quarter_is_taken_for_the_indicator_that_is_named(screened, figure):
    screening = screened(
        UPLOAD
        + "E08000035,2024-04-01,2024-06-30,quarter,persons,18,,,,55,8.461538,650,6.5,10.9,6,12\n"
        + "E08000035,2024-04-01,2024-06-30,quarter,female,18,29,,,5,5,100,2.2,11.2,2,13\n"
        + "E92000001,2024-04-01,2024-06-30,quarter,persons,18,,3,imd,50,10,500,7.7,12.9,7,14\n",
        indicator="new-presentations-cj-share",
    )

    assert screening.verdict is Verdict.ACCEPTED
    quarter = {"period_start": "2024-04-01", "period_months": 3, "period_kind": "quarter"}
    of = {"indicator": "new-presentations-cj-share", **quarter}
    leeds = figure(screening, area="E08000035", **of)
    assert tuple(leeds[["numerator", "denominator", "value", "lower", "upper"]]) == (55, 650, 8.461538, 6.5, 10.9)
    assert figure(screening, area="E08000035", sex="female", age="18-29", **of)["numerator"] == 5
    assert figure(screening, area="E92000001", breakdown="deprivation=decile 3", **of)["numerator"] == 50


@pytest.mark.parametrize("days", ["2024-04-02,2024-07-01", "2024-04-01,2024-07-31", "2024-04-01,", "April,June"])
def test_an_upload_whose_days_make_no_quarter_is_refused(screened, days):
    row = f"E08000035,{days},quarter,persons,18,,,,55,,650,,,,\n"

    screening = screened(UPLOAD + row, indicator="new-presentations-cj-share")

    assert [finding.check for finding in screening.errors] == ["period_is_read"]
    assert screening.figures.empty


# Our template

MARKS = {
    "[c]": ("hidden", None),
    "[low]": ("low", None),
    "[x]": ("not available", None),
    "[z]": ("not applicable", None),
    "[not collected]": ("not collected", None),
    "[in neighbour]": ("in neighbour", None),
    "0": ("value", 0),
    "1465 [rounded]": ("rounded", 1465),
}


@pytest.mark.parametrize(("mark", "expected"), MARKS.items())
def test_every_mark_of_our_template_is_a_state(template, figure, mark, expected):
    row = figure(template(f"adults-in-treatment,Leeds,2024/25,,,,{mark},,,,,"), indicator="adults-in-treatment")

    number = None if pd.isna(row["numerator"]) else row["numerator"]
    assert (row["state"], number) == expected


def test_an_empty_cell_in_our_template_is_an_error(template):
    screening = template("adults-in-treatment,Leeds,2024/25,,,,,,,,,", "new-presentations,Leeds,2024/25,,,,12,,,,,")

    assert screening.verdict is Verdict.PARTLY
    assert [(finding.check, finding.rows) for finding in screening.errors] == [("rows_hold_a_figure", (2,))]


def test_a_denominator_alone_is_no_figure(template):
    screening = template("new-presentations-cj-share,Leeds,2024/25,,,,,650,,,,")

    assert [finding.check for finding in screening.errors] == ["rows_hold_a_figure"]


def test_rows_of_the_template_that_were_left_blank_are_not_sent(template):
    screening = template("adults-in-treatment,,,persons,,,,,,,,", "new-presentations,Leeds,2024/25,,,,12,,,,,")

    assert screening.verdict is Verdict.ACCEPTED
    assert [(finding.check, finding.rows) for finding in screening.findings] == [("template_rows_are_filled", (2,))]


def test_columns_may_stand_in_any_order_and_ours_is_told_from_others(screened, figure):
    screening = screened(
        "Value, Period ,AREA,colour,indicator,count,Denominator\n"
        "8.5,2024/25,Leeds,red,new-presentations-cj-share,55,650\n"
    )

    row = figure(screening, indicator="new-presentations-cj-share")
    assert (row["numerator"], row["denominator"], row["value"]) == (55, 650, 8.5)
    assert [finding.found for finding in screening.warnings] == ["colour"]


def test_a_layout_without_a_column_it_needs_is_not_taken_in_part(screened):
    screening = screened(NEWER.replace(",Denominator,", ",Denom,") + _exported())

    assert screening.verdict is Verdict.REFUSED
    finding = screening.errors[0]
    assert (finding.check, finding.expected) == ("columns_are_complete", "denominator")


# Layouts whose file name carries their time


@pytest.mark.parametrize("name", ["Seizures17-18.csv", "seizures_2017_18.csv", "seizures-2017-2018 (1).csv"])
def test_seizures_take_their_year_from_the_name_of_the_file(screened, figure, name):
    screening = screened("Police Force,All drugs,Cocaine,Total Class A\n Cleveland ,1853,219,430\n", name)

    row = figure(screening, indicator="drug-seizures", breakdown="drug=cocaine", period_start="2017-04-01")
    assert (row["numerator"], row["area"]) == (219, "E23000013")


@pytest.mark.parametrize("name", ["seizures.csv", "Seizures17-19.csv", "seizures 2017.csv"])
def test_seizures_without_a_year_in_the_name_are_refused(screened, name):
    screening = screened("Police Force,All drugs,Cocaine,Total Class A\nCleveland,1853,219,430\n", name)

    assert [finding.check for finding in screening.errors] == ["file_name_says_when"]


PROSECUTIONS = (
    ",Number of Drugs Offences Convictions,Percentage of Drugs Offences Convictions,"
    "Number of Drugs Offences Unsuccessful,Percentage of Drugs Offences Unsuccessful\n"
)


@pytest.mark.parametrize("nothing", ["0,-,0,-", "0,0,0,0", "0,0.0%,0,0.0%"])
def test_no_prosecutions_at_all_are_no_share(screened, figure, nothing):
    screening = screened(f"{PROSECUTIONS}Dorset,{nothing}\n", "principal_offence_category_Aug_2015.csv")

    row = figure(screening, indicator="drug-prosecutions-convicted", period_start="2015-08-01")
    assert (row["numerator"], row["denominator"]) == (0, 0)


def test_a_month_without_a_year_in_the_name_is_asked_for(screened):
    screening = screened(f"{PROSECUTIONS}Dorset,47,100.0%,0,0.0%\n", "principal_offence_category_aug.csv")

    assert [finding.check for finding in screening.errors] == ["file_name_says_when"]


# Publications

NOT_PUBLISHED = {"template", "fingertips-upload"}  # our own; and what a supplier sends to be published


def test_every_layout_but_our_own_and_that_of_an_upload_is_a_publication():
    assert {layout.name for layout in FORMATS if not layout.is_publication} == NOT_PUBLISHED


def test_a_file_is_a_publication_if_all_its_tables_are(screened):
    assert screened(DEATHS.encode("cp1252")).is_publication
    assert not screened(HEADINGS + "adults-in-treatment,Barnet,2023/24,,,,100,,,,,\n").is_publication
    assert not screened("a,b\n1,2\n").is_publication
