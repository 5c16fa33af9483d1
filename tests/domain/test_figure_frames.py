"""Frames of figures: what may travel between layers, how numbers and breakdowns are written."""

import math
from datetime import date

import pandera.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.domain.breakdowns import BREAKDOWN_KEYS, breakdown_pairs, breakdown_text
from dashboard.domain.figures import FIGURE, State, make_period, number_text, period_of
from dashboard.domain.frames import FIGURES, as_figures, no_figures
from dashboard.domain.periods import financial_year
from tests.figures import figure, figures


def test_figures_pass_as_they_are():
    frame = FIGURES.validate(figures(figure(), figure(area="E09000010", state="hidden", numerator=math.nan)))

    assert list(frame) == FIGURE


@pytest.mark.parametrize("column", ["numerator", "value", "lower", "upper"])
@pytest.mark.parametrize("state", [state for state in State if not state.has_numbers])
def test_a_figure_without_a_number_may_not_carry_one(state, column):
    empty = figure(state=state.value, numerator=math.nan)

    with pytest.raises(pandera.errors.SchemaError, match="a figure without a number still carries one"):
        FIGURES.validate(figures(empty | {column: 3.0}))


def test_the_whole_of_a_hidden_part_may_be_known():
    hidden = figure(state="hidden", numerator=math.nan, denominator=31.0)

    assert len(FIGURES.validate(figures(hidden))) == 1


@pytest.mark.parametrize(
    "wrong", [{"sex": "men"}, {"state": "secret"}, {"state": "hidden"}, {"area": None}, {"numerator": "3"}]
)
def test_what_is_right_passes_unseen_and_what_is_wrong_is_told(wrong):
    right = figures(figure()).astype({name: FIGURES.columns[name].dtype.type for name in FIGURE})

    assert as_figures(right) is right
    if wrong == {"numerator": "3"}:
        assert as_figures(figures(figure(**wrong)))["numerator"].tolist() == [3.0]
    else:
        with pytest.raises(pandera.errors.SchemaError):
            as_figures(figures(figure(**wrong)))


@pytest.mark.parametrize("wrong", [{"sex": "men"}, {"state": "secret"}, {"period_kind": "fortnight"}])
def test_words_outside_the_lists_are_refused(wrong):
    with pytest.raises(pandera.errors.SchemaError):
        FIGURES.validate(figures(figure(**wrong)))


def test_no_figures_is_a_frame_of_figures():
    assert FIGURES.validate(no_figures()).empty


def test_every_state_without_a_number_that_a_file_may_bring_has_a_mark():
    ours = (State.WITHDRAWN, State.PROTECTED)
    marks = [state.mark for state in State if not state.has_numbers and state not in ours]

    assert all(marks)
    assert len(set(marks)) == len(marks)


def test_every_state_is_said_in_words_that_blame_nobody():
    assert all(state.words for state in State if state is not State.VALUE)
    assert not any(word in state.words for state in State for word in ("fail", "suppress", "refuse"))


def test_a_period_comes_back_from_the_columns_that_keep_it():
    row = next(figures(figure()).itertuples(index=False))

    assert period_of(row) == financial_year(2023) == make_period("2023-04-01", 12, "financial year")
    assert period_of(row).start == date(2023, 4, 1)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1465.0, "1465"), (0.0, "0"), (-3.0, "-3"), (8.729981445940217, "8.729981445940217"), (math.nan, "")],
)
def test_numbers_are_written_in_full(number, text):
    assert number_text(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_exactly(number):
    assert float(number_text(number)) == number


def test_pairs_are_written_in_order_of_their_keys():
    assert breakdown_text({"prison": "LPI", "drug": "heroin"}) == "drug=heroin; prison=LPI"


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", {}),
        ("drug=heroin", {"drug": "heroin"}),
        (" Prison = lpi ;drug= Crack Cocaine; ", {"prison": "LPI", "drug": "crack cocaine"}),
    ],
)
def test_pairs_are_read(text, pairs):
    assert breakdown_pairs(text) == pairs


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("heroin", "“heroin” is not a pair such as drug=heroin"),
        ("drug=", "“drug=” is not a pair"),
        ("colour=blue", "“colour” is not one of deprivation, drug"),
        ("drug=heroin; Drug=crack", "“Drug” stands twice"),
    ],
)
def test_what_is_not_pairs_says_why(text, says):
    with pytest.raises(ValueError, match=says):
        breakdown_pairs(text)


VALUES = st.text("abcdefghijklmnopqrstuvwxyz0123456789 -", min_size=1, max_size=12).filter(
    lambda text: text == text.strip()
)


@given(st.dictionaries(st.sampled_from([key for key in BREAKDOWN_KEYS if key != "prison"]), VALUES))
def test_pairs_read_back(pairs):
    assert breakdown_pairs(breakdown_text(pairs)) == pairs
