"""Files that are wrong: a finding that says what, where and how to mend it; no figure; no exception."""

from time import process_time

import pytest

from dashboard.domain.findings import Severity, Verdict
from tests.intake.conftest import HEADINGS

SECONDS = 20  # far more than any of these takes, far less than working through 10 MB cell by cell in the wrong way
SHARE = "new-presentations-cj-share"


def _only_error(screening):
    assert screening.verdict is Verdict.REFUSED
    assert screening.figures.empty
    assert len(screening.errors) == 1, screening.errors
    return screening.errors[0]


# Bytes that are no table


@pytest.mark.parametrize(
    ("content", "check"),
    [
        (b"", "file_is_not_empty"),
        (b" \r\n\r\n\t ", "file_is_not_empty"),
        (b"\xef\xbb\xbf", "file_is_not_empty"),
        (b"\xff\xfe", "headings_are_found"),
        (HEADINGS.encode(), "file_has_rows"),
        (HEADINGS.encode() + b"\n,,,\n\n", "file_has_rows"),
        (b"PK\x03\x04\x14\x00\x06\x00", "workbook_opens"),
        (b"%PDF-1.7\n1,2,3\n", "file_is_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file_is_text"),
        (b"indicator,area\x00,period,count\nx,y,z,1\n", "file_is_text"),
        (b"a,b,c\x81\x8d\n\xff,2,3\n", "file_is_text"),
        (b"just some words and no table at all", "headings_are_found"),
        (b"indicator/area/period/count\nadults-in-treatment/Leeds/2024-25/3\n", "headings_are_found"),
        (b"1,2,3\n4,5,6\n", "headings_are_found"),
    ],
)
def test_what_is_no_table_is_refused_for_what_it_is(screened, content, check):
    finding = _only_error(screened(content))

    assert finding.check == check
    assert finding.mend
    assert not finding.found


MEGABYTES = 10_000_000


@pytest.mark.parametrize(
    ("content", "check"),
    [
        (b"a" * MEGABYTES, "cells_have_an_end"),
        (b"ab," * (MEGABYTES // 3), "rows_are_not_endless"),
        (b'ab,"cd,' + b"ab," * (MEGABYTES // 3), "cells_have_an_end"),
        (HEADINGS.encode() + b'"' + b"Leeds,2024/25,12\n" * (MEGABYTES // 17), "cells_have_an_end"),
        (HEADINGS.encode() + b"x," * (MEGABYTES // 2), "rows_are_not_endless"),
        (b'"' * MEGABYTES, "cells_have_an_end"),
        (b"\n" * MEGABYTES + b"a", "file_is_not_too_large"),
    ],
    ids=[
        "one cell",
        "commas",
        "commas and a quotation mark",
        "an open cell",
        "a row",
        "quotation marks",
        "empty lines",
    ],
)
def test_ten_megabytes_of_nonsense_are_refused_soon(screened, content, check):
    began = process_time()

    finding = _only_error(screened(content))

    assert finding.check == check
    assert process_time() - began < SECONDS


@pytest.mark.parametrize("indicator", ["new-presentations", "measure {at}"])
def test_a_hundred_thousand_different_faults_are_told_soon_and_briefly(screened, indicator):
    row = f"{indicator},place {{at}},term {{at}},band {{at}},{{at}} or so\n"
    content = "indicator,area,period,age,count\n" + "".join(row.format(at=at) for at in range(100_000))
    began = process_time()

    screening = screened(content)

    assert process_time() - began < SECONDS
    assert screening.figures.empty
    assert 20 < len(screening.findings) < 150
    assert max(len(finding.rows) for finding in screening.findings) == 100_000 - 20  # the others, told together


def test_a_cell_that_is_opened_near_the_end_swallows_nothing(template):
    screening = template(
        "adults-in-treatment,Leeds,2024/25,,,,2040,,,,,",
        'adults-in-treatment,"York,2024/25,,,,610,,,,,',
        "adults-in-treatment,Derby,2024/25,,,,800,,,,,",
    )

    finding = _only_error(screening)
    assert (finding.check, finding.rows) == ("cells_have_an_end", (3,))


def test_a_cell_that_is_closed_a_row_later_swallows_nothing(screened):
    """Each row is as long as its headings, and York is gone."""
    screening = screened(
        "indicator,remark,area,period,count\n"
        'new-presentations,"short,York,2024/25,610\n'
        'new-presentations,"long,Derby,2024/25,800\n'
        "new-presentations,none,Leeds,2024/25,900\n"
    )

    finding = _only_error(screening)
    assert (finding.check, finding.rows) == ("cells_have_an_end", (2,))


# Headings and rows that do not fit


def test_the_wrong_delimiter_in_the_rows_is_no_table(screened):
    screening = screened("indicator,area,period,count\nadults-in-treatment;Leeds;2024/25;3\n")

    assert screening.figures.empty
    assert screening.errors


@pytest.mark.parametrize("headings", ["indicator,area,period,count,Count", "indicator,area,area [note 2],period,count"])
def test_headings_that_stand_twice_are_named(screened, headings):
    finding = _only_error(screened(f"{headings}\nadults-in-treatment,Leeds,Leeds,2024/25,3\n"))

    assert finding.check == "headings_are_different"
    assert finding.found in ("count", "area")


def test_a_row_that_is_too_long_is_told_with_its_line(template):
    screening = template(
        "adults-in-treatment,Leeds,2024/25,,,,2040,,,,,",
        "",
        "adults-in-treatment,Bristol, City of,2024/25,,,,2040,,,,,",
        "adults-in-treatment,York,2024/25,,,,1,465,,,,,",
    )

    finding = _only_error(screening)
    assert (finding.check, finding.rows) == ("rows_fit_the_headings", (4, 5))


def test_a_number_cut_at_its_comma_is_seen_even_where_every_row_is_as_long(screened):
    """The heading is missing a column's name, so nothing is too long; the count of 1 has a denominator of 465."""
    screening = screened("indicator,area,period,count,denominator\nadults-in-treatment,York,2024/25,1,465\n")

    assert [(one.check, one.severity) for one in screening.findings] == [
        ("counts_have_no_denominator", Severity.WARNING)
    ]


def test_a_short_row_in_the_middle_is_told_with_its_line(template):
    lines = [f"adults-in-treatment,{area},2024/25,,,,{count},,,,," for area, count in
             (("Leeds", 1), ("York", 2), ("Derby", 3), ("Hartlepool", 4))]  # fmt: skip
    lines[1] = lines[1].replace(",,,,2", ",,,2")

    finding = _only_error(template(*lines))

    assert (finding.check, finding.rows) == ("rows_are_equally_long", (3,))


def test_a_row_that_stands_twice_must_be_ticked(template):
    row = "adults-in-treatment,Leeds,2024/25,,,,2040,,,,,"

    screening = template(row, row)

    assert screening.verdict is Verdict.WARNINGS
    assert [(one.check, one.rows) for one in screening.warnings] == [("rows_are_not_repeated", (2, 3))]
    assert len(screening.figures) == 1


def test_a_figure_with_two_numbers_is_neither(template):
    rows = [
        f"adults-in-treatment,{area},2024/25,,,,{count},,,,," for area in ("Leeds", "E08000035") for count in (1, 2)
    ]

    finding = _only_error(template(*rows))

    assert (finding.check, finding.rows) == ("figures_stand_once", (2, 3, 4, 5))


# Words that are not known


@pytest.mark.parametrize(
    ("row", "check", "mend"),
    [
        ("adults-in-treatment,Leads,2024/25,,,,12,,,,,", "area_is_known", "Leeds"),
        ("adults-in-treatment,E08000099,2024/25,,,,12,,,,,", "area_is_known", "E08000099"),
        ("adults-in-treatment,,2024/25,,,,12,,,,,", "area_is_known", "Write a code"),
        ("adult-in-treatment,Leeds,2024/25,,,,12,,,,,", "indicator_is_known", "adults-in-treatment"),
        ("adults-in-treatment,Leeds,soon,,,,12,,,,,", "period_is_read", "2024/25 Q1"),
        ("adults-in-treatment,Leeds,,,,,12,,,,,", "period_is_read", "2024/25 Q1"),
        ("adults-in-treatment,Leeds,2024/26,,,,12,,,,,", "period_is_read", "one year on"),
        ("adults-in-treatment,Leeds,0000,,,,12,,,,,", "period_is_read", "2024/25 Q1"),
        ("adults-in-treatment,Leeds,2022-03-01/0m,,,,12,,,,,", "period_is_read", ""),
        ("new-presentations,Leeds,2011-12,,,,12,,,,,", "period_is_read", "December 2011 or the financial year 2011/12"),
        ("new-presentations,Leeds,Q1 2019,,,,12,,,,,", "period_is_read", "January to March 2019 or April to June 2019"),
        ("new-presentations,Leeds,01/06/2024,,,,12,,,,,", "period_is_read", "it could be that day"),
        ("adults-in-treatment,Leeds,2024/25,boys,,,12,,,,,", "sex_is_known", "persons, male or female"),
        ("adults-in-treatment,Leeds,2024/25,,persons,,12,,,,,", "age_is_a_band", "18-29"),
        ("adults-in-treatment,Leeds,2024/25,,1465,,12,,,,,", "age_is_a_band", "18-29"),
        ("drug-seizures,Essex,2024/25,,,colour=red,12,,,,,", "breakdown_is_pairs", "not one of"),
        ("drug-seizures,Essex,2024/25,,,12,1465,,,,,", "breakdown_is_pairs", "drug=heroin"),
    ],
)
def test_what_is_not_known_is_told_with_what_may_be_meant(template, row, check, mend):
    finding = _only_error(template(row))

    assert finding.check == check
    assert mend in finding.mend
    assert finding.rows == (2,)
    assert finding.expected


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("adults-in-treatment,Leads,2024/25,,,,12,,,,,", "Leads"),
        ("adults-in-treatment,,2024/25,,,,12,,,,,", "an empty cell"),
        ("adults-in-treatment,Leeds,soon,,,,12,,,,,", "soon"),
        ("adults-in-treatment,Leeds,,,,,12,,,,,", "an empty cell"),
    ],
)
def test_what_stands_in_the_cell_is_quoted_and_an_empty_one_called_so(template, row, found):
    assert _only_error(template(row)).found == found


def test_a_name_of_two_areas_lists_both(template):
    finding = _only_error(template("adults-in-treatment,West Midlands,2024/25,,,,12,,,,,"))

    assert finding.check == "area_is_one"
    assert "E12000005" in finding.mend
    assert "cdp-west-midlands" in finding.mend


def test_all_faults_of_a_file_come_at_once_and_good_measures_go_on(template):
    screening = template(
        "adults-in-treatment,Leads,2024/25,,,,12,,,,,",
        "adults-in-treatment,Leeds,soon,,,,twelve,,,,,",
        "adults-in-treatmint,Leeds,2024/25,,,,12,,,,,",
        f"{SHARE},Leeds,2024/25,,,,650,55,,,,",
        "new-presentations,Leeds,2024/25,,,,650,,,,,",
    )

    assert screening.verdict is Verdict.PARTLY
    assert screening.taken == {"new-presentations": 1}
    found = {(finding.check, finding.rows) for finding in screening.errors}
    assert found >= {
        ("area_is_known", (2,)),
        ("period_is_read", (3,)),
        ("indicator_is_known", (4,)),
        ("part_is_within_whole", (5,)),
    }


def test_an_id_that_is_not_known_is_quoted_as_found_and_never_kept(template):
    screening = template("Imaginary Person,Leeds,2024/25,,,,,,,,,a note")

    assert screening.verdict is Verdict.REFUSED
    for finding in screening.findings:
        kept = finding.without_cells()
        assert "imaginary" not in repr(kept).lower()
    assert "imaginary person" in {finding.found for finding in screening.findings}
    assert "imaginary" not in repr(screening.stopped)


# Numbers that cannot be


@pytest.mark.parametrize(
    ("numbers", "check"),
    [
        ("twelve,650,,,", "numbers_are_numbers"),
        ("55 or so,650,,,", "numbers_are_numbers"),
        ("1.465.2,65000,,,", "numbers_are_numbers"),
        ('"14,65",65000,,,', "decimals_are_points"),
        ("=G3/H3,650,,,", "cells_hold_values"),
        ("55,@SUM(H3),,,", "cells_hold_values"),
        ("55%,650,,,", "counts_are_not_percentages"),
        ("55,100%,,,", "counts_are_not_percentages"),
        ("1e308,650,,,", "numbers_are_numbers"),
        ("1e-400,650,,,", "numbers_are_numbers"),
        ("55,1e-400,,,", "numbers_are_numbers"),
        ("-0,650,,,", "numbers_are_numbers"),
        (",,-0,,", "numbers_are_numbers"),
        ("5000000000,7000000000,,,", "numbers_fit_the_country"),
        ("-5,650,,,", "counts_are_not_negative"),
        ("0,-650,,,", "counts_are_not_negative"),
        ("650,55,,,", "part_is_within_whole"),
        (",,101,,", "percentages_are_between_0_and_100"),
        (",,-0.1,,", "percentages_are_between_0_and_100"),
        (",,-1,,", "percentages_are_between_0_and_100"),
        (",,40,30,2399", "percentages_are_between_0_and_100"),
        ("55,650,8.4,,", "value_agrees_with_count"),
        ("55,650,0.0846,,", "value_agrees_with_count"),
        (",,8.5,9,10", "interval_holds_the_value"),
        (",,8.5,7,8", "interval_holds_the_value"),
        (",,8.5,7,", "interval_holds_the_value"),
        ("55,,,,", "counts_have_their_denominator"),
    ],
)
def test_numbers_that_cannot_be_are_refused(template, numbers, check):
    finding = _only_error(template(f"{SHARE},Leeds,2024/25,,,,{numbers},"))

    assert finding.check == check
    assert finding.rows == (2,)
    assert finding.mend


def test_limits_a_little_beyond_nobody_and_everybody_are_to_be_ticked(template):
    screening = template(f"{SHARE},Leeds,2024/25,,,,,,40,-3,103,")

    assert screening.errors == ()
    assert [finding.found for finding in screening.warnings] == ["-3", "103"]


@pytest.mark.parametrize("cell", ["1e-400", "-0"])
def test_what_is_wrong_with_a_number_is_said(template, cell):
    finding = _only_error(template(f"adults-in-treatment,Leeds,2024/25,,,,{cell},,,,,"))

    said = {
        "1e-400": "A number is too large to be kept to its last digit, or too near to 0 to be anything.",
        "-0": "A minus stands before 0.",
    }
    assert (finding.found, finding.column, finding.message) == (cell, "count", said[cell])


# A measure of crime may be corrected downwards; the people it is over cannot be.
def test_a_population_below_zero_is_no_correction(template):
    finding = _only_error(template("recorded-crime-rate,E22000107,2019/20,,,,900,-100,,,,"))

    assert (finding.check, finding.column, finding.found) == ("counts_are_not_negative", "denominator", "-100")
    assert finding.message == "A denominator is below zero in 1 row(s)."


def test_a_limit_below_zero_is_to_be_ticked_where_nothing_is_corrected(template):
    warned = template("drug-misuse-deaths-rate,Leeds,2022 to 2024,,,,,,3.1,-0.4,6.6,")
    corrected = template("recorded-crime-rate,E22000107,2019/20,,,,,,-1.5,-2.4,-0.6,")

    assert [(finding.check, finding.found) for finding in warned.warnings] == [("limits_are_not_negative", "-0.4")]
    assert {finding.check for finding in corrected.warnings} == {"counts_are_not_negative"}


def test_money_may_come_to_more_than_people_do(template):
    assert template("public-health-grant,E92000001,2025/26,,,,4404000000,,,,,").verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\x1b", "\x08", "\x9b"])
@pytest.mark.parametrize("place", ["note", "breakdown"])
def test_no_text_holds_what_nobody_sees(template, mark, place):
    note, breakdown = (f"a{mark}b", "") if place == "note" else ("", f"drug=a{mark}b")
    finding = _only_error(template(f"drug-seizures,Kent,2019/20,,,{breakdown},5,,,,,{note}"))

    assert (finding.check, finding.column) == ("words_are_seen", place)


def test_letters_of_every_language_and_lines_are_seen(template):
    screening = template('new-presentations,Leeds,2019/20,,,,65,,,,,"Łódź, Αθήνα, 東京\nfamily 👩\u200d👧"')

    assert screening.verdict is Verdict.ACCEPTED


def test_a_formula_in_the_note_is_refused_as_well(template):
    finding = _only_error(template("adults-in-treatment,Leeds,2024/25,,,,12,,,,,=HYPERLINK(A1)"))

    assert finding.check == "cells_hold_values"


# 55 of 650 is 8.461538… per cent, worked out by hand.
@pytest.mark.parametrize("value", ["8", "8.5", "8.46", "8.462", "8.4615385", "8.461538461538462", "8.5%"])
def test_a_value_within_the_rounding_it_was_written_with_agrees(template, value):
    assert template(f"{SHARE},Leeds,2024/25,,,,55,650,{value},,,").verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("value", ["9", "8.6", "8.4", "8.47", "8.4616"])
def test_a_value_beyond_the_rounding_it_was_written_with_does_not(template, value):
    finding = _only_error(template(f"{SHARE},Leeds,2024/25,,,,55,650,{value},,,"))

    assert finding.check == "value_agrees_with_count"
    assert "8.4615" in finding.found


def test_the_value_of_a_modelled_source_need_not_be_what_the_count_gives(template):
    assert template("unmet-need-ocu,Leeds,2019/20,,,,2100,4000,51.9,45.1,60.2,").verdict is Verdict.ACCEPTED


def test_a_rate_may_have_more_events_than_people_and_nothing_over_nobody_is_no_rate(template):
    assert template("recorded-crime-rate,E22000107,2019/20,,,,9000,1200,,,,").verdict is Verdict.ACCEPTED
    assert _only_error(template("recorded-crime-rate,E22000107,2019/20,,,,900,0,,,,")).check == (
        "counts_have_their_denominator"
    )


def test_a_negative_count_of_recorded_crime_is_a_correction_to_be_confirmed(template):
    screening = template("drug-offences-recorded,E23000010,2024/25 Q1,,,,-3,,,,,")

    assert screening.verdict is Verdict.WARNINGS
    assert [one.check for one in screening.warnings] == ["counts_are_not_negative"]
    assert list(screening.figures["numerator"]) == [-3]


# Time


@pytest.mark.parametrize("period", ["2026/27", "12 months to Nov 2026", "2099/00"])
def test_a_period_that_has_not_ended_has_no_figures(template, period):
    """Today is 21 November 2026."""
    finding = _only_error(template(f"adults-in-treatment,Leeds,{period},,,,12,,,,,"))

    assert finding.check == "period_has_ended"
    assert "21 November 2026" in finding.expected


def test_a_period_that_ended_last_month_has(template):
    assert template("adults-in-treatment,Leeds,12 months to Oct 2026,,,,12,,,,,").verdict is Verdict.ACCEPTED


def test_a_plan_is_known_before_its_period_has_ended(template):
    assert template("treatment-recovery-grant,Leeds,2027/28,,,,1000,,,,,").verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("name", ["council_2025-26_Q1.csv", "Q1 2025-26.csv", "council Q1_2025_26 final.csv"])
def test_last_quarters_file_is_not_this_quarters(template, name):
    finding = _only_error(template("new-presentations,Leeds,2024/25 Q4,,,,120,,,,,", name=name))

    assert finding.check == "file_name_agrees_with_periods"
    assert finding.expected == "April to June 2025"
    assert finding.found == "January to March 2025"


@pytest.mark.parametrize("name", ["council_2024-25_Q4.csv", "council.csv", "2024-25.csv", "Q9_2024-25.csv"])
def test_a_file_of_the_quarter_it_is_named_for_is_taken(template, name):
    screening = template("new-presentations,Leeds,2024/25 Q4,,,,120,,,,,", name=name)

    assert screening.verdict is Verdict.ACCEPTED


# People

NHS_NUMBERS = ("9990000018", "999 000 0026", "999-000-0034")  # of the range that is kept for tests
PRISON_NUMBERS = ("A1234BC", "a4321cb", "Z9999ZZ")
BIRTHS = ("01/02/1980", "1975-12-31", "3.4.1999")


def _with_column(heading: str, cells: tuple[str, ...]) -> str:
    rows = "".join(f"{cell},adults-in-treatment,Leeds,20{10 + at}/{11 + at},1\n" for at, cell in enumerate(cells))
    return f"{heading},indicator,area,period,count\n{rows}"


def is_about_people(screening) -> bool:
    return "no_column_is_about_a_person" in {finding.check for finding in screening.findings}


@pytest.mark.parametrize(
    "heading",
    [
        "Name",
        "Forename",
        "SURNAME",
        "Client name",
        "Patient's surname",
        "Service user",
        "Client ID",
        "Prisoner no.",
        "DOB",
        "D.O.B.",
        "Date of Birth (dd/mm/yyyy)",
        "date_of_birth",
        "DateOfBirth",
        "NHS Number",
        "nhs_no",
        "NHSNumber",
        "NOMIS ID",
        "NOMS no",
        "PNC ID",
        "Postcode",
        "Email",
    ],
)
def test_a_heading_about_a_person_is_refused(screened, heading):
    screening = screened(_with_column(heading, ("Imaginary", "Inventa", "Figmenta")))

    assert is_about_people(screening)
    finding = _only_error(screening)
    assert finding.check == "no_column_is_about_a_person"
    for cell in ("Imaginary", "Inventa", "Figmenta"):
        assert cell not in repr(finding)


@pytest.mark.parametrize("cells", [NHS_NUMBERS, PRISON_NUMBERS, BIRTHS], ids=["NHS", "prison", "birth"])
@pytest.mark.parametrize("heading", ["ref", ""])
def test_what_a_column_holds_tells_as_well_as_its_heading(screened, cells, heading):
    screening = screened(_with_column(heading, cells))

    assert is_about_people(screening)
    kept = repr(_only_error(screening).without_cells())
    assert not any(cell in kept for cell in cells)


@pytest.mark.parametrize("cells", [NHS_NUMBERS, PRISON_NUMBERS], ids=["NHS", "prison"])
def test_numbers_of_people_are_seen_in_a_column_of_ours_and_among_other_words(screened, cells):
    screening = screened(_with_column("note", (*cells, "moved", "moved", "left", "left", "back")))

    assert is_about_people(screening)
    assert screening.figures.empty


# Three cells are enough, and of fewer more than half of the cells that are filled.
@pytest.mark.parametrize(
    ("numbers", "words", "is_refused"),
    [(3, 7, True), (2, 7, False), (2, 2, False), (2, 1, True), (1, 1, False), (1, 0, True)],
)
def test_so_many_prison_numbers_are_about_people(screened, numbers, words, is_refused):
    cells = tuple(f"A{1000 + at}BC" for at in range(numbers)) + ("moved",) * words

    assert is_about_people(screened(_with_column("note", cells))) is is_refused


@pytest.mark.parametrize(("days", "words", "is_refused"), [(5, 4, True), (5, 5, False), (4, 5, False)])
def test_dates_of_birth_are_more_than_half_of_the_cells(screened, days, words, is_refused):
    cells = tuple(f"{10 + at}/02/1980" for at in range(days)) + tuple(f"word {at}" for at in range(words))

    assert is_about_people(screened(_with_column("ref", cells))) is is_refused


def test_a_file_about_people_is_refused_whatever_else_it_is(screened):
    unknown = screened("Forename,DOB,Offence,Date\nImaginary,01/02/1980,Possession,2024\n")

    assert is_about_people(unknown)
    assert {finding.check for finding in unknown.findings} == {"no_column_is_about_a_person"}
    kept = repr([finding.without_cells() for finding in unknown.findings])
    assert "Imaginary" not in kept
    assert "1980" not in kept


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("provider", ("An Invented Service", "Another Invented Service", "A Third")),
        ("area name", ("Leeds", "Leeds", "Leeds")),
        ("number of clients", ("12", "13", "14")),
        ("nhs", ("12", "13", "14")),
        ("extracted on", ("01/06/2024", "01/06/2024", "01/06/2024")),
        ("reference", ("1234567890", "2345678901", "3456789012")),
        ("quarter ending", ("30/06/2024", "30/09/2024", "31/12/2024")),
    ],
)
def test_other_columns_are_not_taken_for_people(screened, heading, cells):
    screening = screened(_with_column(heading, cells))

    assert not is_about_people(screening)
    assert any(finding.found == heading for finding in screening.findings if finding.check == "columns_are_read")


def test_a_column_of_the_template_that_is_misnamed_is_told_and_its_right_name_suggested(screened):
    screening = screened("indicator,area,period,value,lower_ci,wombat\nunmet-need-ocu,Leeds,2019/20,52,40,x\n")

    (warning,) = (finding for finding in screening.findings if finding.check == "columns_are_read")
    assert warning.found == "lower_ci, wombat"
    assert warning.mend.startswith("Should a heading be lower_ci_95?")


def test_a_breakdown_longer_than_the_store_keeps_is_refused(screened):
    screening = screened(f"indicator,area,period,breakdown,count\ndrug-seizures,Kent,2019/20,drug={'x' * 400},5\n")

    assert [finding.check for finding in screening.errors] == ["breakdown_is_pairs"]


def test_letters_that_no_text_has_are_refused_in_every_encoding(screened):
    screening = screened(
        "indicator,area,period,count,note\nnew-presentations,Leeds,2019/20,65,a\x00b\n".encode("utf-16")
    )

    assert [finding.check for finding in screening.errors] == ["file_is_text"]


# What a sender is asked about


def _warned(screening) -> list[tuple[str, str]]:
    assert screening.errors == ()
    return [(finding.check, finding.found) for finding in screening.warnings]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (("0.45", "45", "0.5"), "0.45, 0.5"),
        (("1", "45"), "1"),
        (("0.45", "45%"), "0.45"),
        (("0.45", "45", "5"), None),  # where one has five in a hundred, another may have less than one
        (("45", "44"), None),
        (("0.45%", "45"), None),
    ],
)
def test_a_fraction_beside_percentages_is_asked_row_by_row(template, values, found):
    areas = ("Leeds", "Bradford", "Wakefield")
    rows = [f"{SHARE},{area},2024/25,,,,,,{value},,," for area, value in zip(areas, values, strict=False)]

    assert _warned(template(*rows)) == ([("percentages_are_on_one_scale", found)] if found else [])


def test_a_fraction_beside_a_share_that_counts_give_is_asked(template):
    screening = template(f"{SHARE},Leeds,2024/25,,,,,,0.45,,,", f"{SHARE},Bradford,2024/25,,,,45,100,,,,")

    assert _warned(screening) == [("percentages_are_on_one_scale", "0.45")]


def test_a_share_with_its_count_and_no_denominator_is_asked(template):
    assert _warned(template(f"{SHARE},Leeds,2024/25,,,,55,,8.5,,,")) == [
        ("shares_have_their_denominator", "55 and 8.5%")
    ]


@pytest.mark.parametrize(
    ("area", "population", "asked"),
    [
        ("Isles of Scilly", 2_100, False),
        ("Leeds", 999, True),
        ("Leeds", 1_000, False),
        ("Leeds", 812_000, False),
        ("Leeds", 2_000_001, True),
        ("England", 57_000_000, False),
        ("England", 80_000_000, True),
        ("Leeds", 100_000, True),  # what the rate is per
    ],
)
def test_a_rate_over_what_is_no_population_is_asked(template, area, population, asked):
    screening = template(f"drug-poisoning-admissions,{area},2024/25,,,,40,{population},,,,")

    assert [check for check, _ in _warned(screening)] == ["rates_are_over_a_population"] * asked


def test_pooled_years_are_over_the_residents_of_each(template):
    assert _warned(template("drug-misuse-deaths-rate,Leeds,2022 to 2024,,,,140,2400000,,,,")) == []


@pytest.mark.parametrize("measure", ["dtoa-tests", "drug-searches"])
def test_the_figure_of_a_force_under_the_code_of_a_council_is_asked(template, measure):
    screening = template(f"{measure},E08000032,2025/26 Q1,,,,110,,,,,")

    assert _warned(screening) == [("areas_are_those_of_the_measure", "Bradford")]
    assert screening.warnings[0].expected == "West Yorkshire (E23000010)"


@pytest.mark.parametrize("period", ["2006/07 Q1", "2016/17 Q1", "Apr to Jun 1926"])
def test_a_year_ten_or_twenty_years_off_is_asked_in_a_first_file(template, period):
    checks = [check for check, _ in _warned(template(f"new-presentations,Leeds,{period},,,,640,,,,,"))]

    assert checks == ["years_are_near"]


def test_a_series_that_goes_on_since_then_is_not_asked(template):
    years = [f"{year}/{(year + 1) % 100:02}" for year in range(2005, 2026, 5)]

    assert _warned(template(*(f"adults-in-treatment,Leeds,{year},,,,640,,,,," for year in years))) == []


def test_one_year_far_from_the_others_is_asked_by_its_name(template):
    years = ("2005/06", "2023/24", "2024/25")
    rows = [f"adults-in-treatment,Leeds,{year},,,,640,,,,," for year in years]

    assert _warned(template(*rows)) == [("years_are_near", "April 2005 to March 2006")]
    assert template(*rows).warnings[0].rows == (2,)


@pytest.mark.parametrize("label", ["Anabolic0steroids", "Anabolic-steroids", "anabolic steroids", "ANABOLIC STEROIDS"])
def test_labels_that_drift_are_one_series(screened, label):
    headings = f"Police force,Heroin,Total class A,{label}\n"
    screening = screened(f"{headings}Kent,65,70,5\nEssex,35,40,6\n", name="Seizures11-12.csv")

    assert set(screening.figures["breakdown"]) == {"drug=heroin", "drug=total class a", "drug=anabolic-steroids"}
    assert screening.warnings == ()


def test_a_label_that_nobody_knows_is_asked_in_the_first_file(screened):
    screening = screened("Police force,Herion,Total class A\nKent,65,70\nEssex,35,40\n", name="Seizures11-12.csv")

    assert _warned(screening) == [("groups_are_known", "drug=herion")]
    (warning,) = screening.warnings
    assert warning.message == "1 group(s) are none of those we know."
    assert warning.mend == "Is it heroin? Correct the name; tick this if it is a new group."
    assert "drug=herion" in set(screening.figures["breakdown"])
