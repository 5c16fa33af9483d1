"""One cell of text: a number, a state, or a fault."""

import pandas as pd
import pytest

from dashboard.domain.figures import State
from dashboard.intake.cells import Cell, added, read_cell


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("1465", 1465),
        ("1,465", 1465),
        ("-3", -3),
        ("−3", -3),  # the typographic minus
        ("–3", -3),  # an en dash, as tables made in a word processor have it
        ("1\u00a0465", 1465),  # spaces that do not break a line
        ("1\u2009465\u202f000", 1465000),
        ("1,465 [note 3]", 1465),
        ("+3", 3),
        (".5", 0.5),
        ("8.7299814459402167", 8.7299814459402167),
        ("1e3", 1000),
        ("£1,250.50", 1250.5),
    ],
)
def test_a_number_is_read_to_its_last_digit(text, number):
    assert read_cell(text) == Cell(number=number)


@pytest.mark.parametrize("text", ["1,234.5%", "1,234.5 %"])
def test_a_percentage_may_have_thousands_and_says_that_it_is_one(text):
    assert read_cell(text) == Cell(number=1234.5, percent=True)


@pytest.mark.parametrize(
    "text", ["1,46", "14,65", ",465", "1,465,2", "1.465,2", "1 465", "12a", "twelve", "1/2", "e1", "£", "%", "."]
)
def test_what_only_looks_like_a_number_is_none(text):
    assert read_cell(text) == Cell(fault="not a number")


@pytest.mark.parametrize("text", ["inf", "nan.", "infinity"])
def test_words_for_what_has_no_end_are_no_numbers(text):
    assert read_cell(text) == Cell(fault="not a number")


# 10 to the power of 308 is the last that a computer keeps, and of -324 the first that it keeps apart from 0.
@pytest.mark.parametrize(
    "text", ["1e999", "1,000e400", "1e308", "-1e308", "1e15", "1000000000000000", "1e-400", "-2.5e-10", "0.0000000004"]
)
def test_a_number_that_would_be_kept_as_another_is_none(text):
    assert read_cell(text) == Cell(fault="out of reach")


@pytest.mark.parametrize(("text", "number"), [("999999999999999", 999999999999999), ("0.000000001", 1e-9), ("0e9", 0)])
def test_up_to_there_it_is_one(text, number):
    assert read_cell(text) == Cell(number=number)


@pytest.mark.parametrize("text", ["-0", "−0", "–0.0", "-0%", "-0e5"])
def test_a_minus_before_0_is_a_fault(text):
    assert read_cell(text) == Cell(fault="minus zero")


@pytest.mark.parametrize("text", ["=A1+B1", "= 5", "@SUM(A1)", '=HYPERLINK("x")'])
def test_a_formula_is_told_apart(text):
    assert read_cell(text) == Cell(fault="formula")


def test_an_empty_cell_says_nothing_at_all():
    assert read_cell("") == read_cell("  ") == Cell()


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("*", State.HIDDEN),
        ("< 5", State.HIDDEN),
        ("1 to 4", State.HIDDEN),
        ("–", State.NOT_APPLICABLE),
        ("N/A", State.NOT_AVAILABLE),
        ("Null", State.NOT_COLLECTED),
    ],
)
def test_a_mark_is_a_state_in_any_case_and_spacing(text, state):
    assert read_cell(text) == Cell(state=state)


def test_flags_are_kept_beside_a_number_or_a_mark():
    assert read_cell("1,465 [p]") == Cell(number=1465, flags=("provisional",))
    assert read_cell("12[e] [r]") == Cell(number=12, flags=("estimated", "revised"))
    assert read_cell("[c] [r]") == Cell(state=State.HIDDEN, flags=("revised",))
    assert read_cell("1465 [rounded]") == Cell(number=1465, rounded=True)


def test_a_flag_we_do_not_know_is_a_fault_and_not_dropped():
    assert read_cell("12 [q]").fault == "not a number"
    assert read_cell("[p]").fault == "not a number"


def test_a_sum_of_texts_stands_for_the_part_that_is_no_number():
    first, second = pd.Series(["1,465", "5", "NULL", "-"]), pd.Series(["10", "[c]", "3", ""])

    assert list(added(first, second)) == ["1475", "[c]", "NULL", "-"]
    assert list(added(first[:1], second[:1], sign=-1)) == ["1455"]


@pytest.mark.parametrize("text", ["1,465 [r]", "1,465 (r)", "1,465 (R)", "1465r", "1465 r"])
def test_a_revised_number_is_kept_and_says_so_however_it_is_marked(text):
    assert read_cell(text) == Cell(number=1465, flags=("revised",))


@pytest.mark.parametrize("text", ["12a", "12 (q)", "12 (rp)", "r12", "1\u00a046", "12–3"])
def test_a_letter_that_is_no_flag_makes_it_no_number(text):
    assert read_cell(text).fault == "not a number"
