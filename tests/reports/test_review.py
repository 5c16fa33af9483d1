"""What is looked at before publishing: the largest changes in order and in words, and what a file leaves out."""

import pandas as pd
import pytest

from dashboard.domain.figures import KEY
from dashboard.domain.shown_figures import figure_keys
from dashboard.reports.hiding import hidden_by_measure
from dashboard.reports.review import LARGEST, Gone, gone_in_words, largest_changes
from dashboard.stats.jumps import largest_jumps
from dashboard.stats.suppression.companions import Protection
from tests.figures import BARNET, ENFIELD, figure, figures


def quarter(start: str, count: float, area: str = BARNET, **columns: object) -> dict[str, object]:
    new = {"indicator": "new-presentations", "period_start": start, "period_months": 3, "period_kind": "quarter"}
    return figure(**{**new, "area": area, "numerator": count, **columns})


def largest(sent, shown, definitions):
    return largest_changes(largest_jumps(sent, shown, definitions.catalogue, LARGEST), definitions)


SCORES = (("2025-04-01", 40.0), ("2025-07-01", 61.0))
HIDDEN = {"state": "hidden here", "numerator": float("nan")}


def test_a_new_period_is_set_beside_the_one_before_it(definitions):
    shown = figures(quarter("2025-01-01", 90.0), quarter("2025-04-01", 100.0))
    (moved,) = largest(figures(quarter("2025-07-01", 400.0)), shown, definitions)

    assert (moved.title, moved.where) == ("New presentations", "Barnet")
    assert moved.said == "400 people, July to September 2025"
    assert moved.before == "Before: 100 people, April to June 2025"
    assert moved.size == "The figure rose to at least 2.9 times what it was, allowing for chance."
    assert moved.series.rows == (
        ("July to September 2025", "", "400 people"),
        ("April to June 2025", "100 people", ""),
        ("January to March 2025", "90 people", ""),
    )
    assert moved.picture.words == (
        "New presentations, Barnet, over time. In this file, July to September 2025: 400 people. "
        "Shown now, January to March 2025: 90 people; April to June 2025: 100 people."
    )


def test_a_figure_put_right_is_set_beside_what_stands(definitions):
    shown = figures(quarter("2025-01-01", 90.0), quarter("2025-04-01", 400.0))
    (moved,) = largest(figures(quarter("2025-04-01", 100.0)), shown, definitions)

    assert moved.before == "Now: 400 people"
    assert (
        moved.size == "The figure fell to at most 34% of what it was, allowing for chance."
    )  # 121.6 of 361.8 is 33.6%


def test_what_chance_could_explain_comes_last_and_says_so(definitions):
    shown = figures(quarter("2025-04-01", 1.0), quarter("2025-04-01", 400.0, ENFIELD))
    sent = figures(quarter("2025-07-01", 3.0), quarter("2025-07-01", 600.0, ENFIELD))

    first, last = largest(sent, shown, definitions)

    assert (first.where, last.where) == ("Enfield", "Barnet")
    assert last.size == "Chance alone could explain the difference."


def test_what_did_not_change_and_what_is_wholly_new_are_no_changes(definitions):
    shown = figures(quarter("2025-04-01", 100.0))
    sent = figures(quarter("2025-07-01", 100.0), quarter("2025-07-01", 70.0, ENFIELD))

    assert largest(sent, shown, definitions) == ()
    assert largest(sent, figures(), definitions) == ()
    assert largest(figures(), shown, definitions) == ()


def test_a_hidden_figure_is_nothing_to_compare_with_and_tells_nothing(definitions):
    shown = figures(quarter("2025-01-01", 90.0), quarter("2025-04-01", **{"count": 0.0, **HIDDEN}))
    (moved,) = largest(figures(quarter("2025-07-01", 400.0)), shown, definitions)

    assert moved.before == "Before: 90 people, January to March 2025"
    assert moved.series.column("Now") == ("", "Hidden to protect people", "90 people")
    only = figures(quarter("2025-04-01", **{"count": 0.0, **HIDDEN}))
    assert largest(figures(quarter("2025-07-01", 400.0)), only, definitions) == ()


def test_a_series_stands_among_them_once(definitions):
    shown = figures(quarter("2025-04-01", 100.0))
    sent = figures(quarter("2025-07-01", 400.0), quarter("2025-10-01", 900.0))

    (moved,) = largest(sent, shown, definitions)

    assert moved.said == "900 people, October to December 2025"
    assert "July to September 2025: 400 people; October to December 2025: 900 people" in moved.picture.words


def test_the_number_beside_a_drawing_has_no_unit(definitions):
    score = {"indicator": "coc-self-assessment-score", "numerator": float("nan")}
    shown, sent = (figures(quarter(day, **{"count": 0.0, **score}, value=value)) for day, value in SCORES)
    (moved,) = largest(sent, shown, definitions)

    assert moved.said == "61% of maximum, July to September 2025"
    assert [label.text for label in moved.picture.labels] == ["61%"]


def test_figures_on_two_sides_of_a_break_are_not_compared(definitions):
    one = next(one for one in definitions.catalogue if one.breaks and one.kind == "count")
    day = pd.Timestamp(one.breaks[0].date)
    before, after = ((day + pd.DateOffset(months=n)).date().isoformat() for n in (-3, 0))

    sent, shown = (figures(quarter(day, count, indicator=one.id)) for day, count in ((after, 400.0), (before, 100.0)))

    assert largest(sent, shown, definitions) == ()


def test_there_are_ten_at_most(definitions):
    areas = [area.code for area in definitions.areas if area.kind == "authority"][: LARGEST + 3]
    shown = figures(*(quarter("2025-04-01", 100.0, area) for area in areas))
    sent = figures(*(quarter("2025-07-01", 200.0 + at, area) for at, area in enumerate(areas)))

    moved = largest(sent, shown, definitions)

    assert [one.said.split()[0] for one in moved] == [str(200 + at) for at in range(LARGEST + 2, 2, -1)]


def test_what_is_left_out_is_told_by_name(definitions):
    gone = figures(figure(area=ENFIELD), figure(sex="male"), figure(breakdown="drug=heroin"))
    table = gone_in_words(map(Gone, figure_keys(gone), [True, False, False]), definitions)

    assert table.rows == (("Adults in treatment", "April 2023 to March 2024", "Enfield", "Drug: heroin; Male"),)


@pytest.mark.parametrize("roles", [[], ["open"]])
def test_where_nothing_is_hidden_the_table_is_empty(definitions, roles):
    decided = pd.DataFrame([{**figure(), "role": role} for role in roles], columns=[*KEY, "role"])

    assert len(hidden_by_measure(Protection(decided, 0), definitions.catalogue)) == 0


def test_what_is_hidden_is_counted_by_measure_and_by_whom_it_protects(definitions):
    roles = [("adults-in-treatment", role) for role in ("small", "small", "companion", "open")]
    roles.append(("new-presentations", "companion"))
    decided = pd.DataFrame([{**figure(indicator=name), "role": role} for name, role in roles], columns=[*KEY, "role"])

    table = hidden_by_measure(Protection(decided, 0), definitions.catalogue)

    assert table.rows == (("Adults in treatment", 2, 1), ("New presentations", 0, 1))
