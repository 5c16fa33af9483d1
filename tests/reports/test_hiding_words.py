"""What is hidden, in words: how many figures and why; which, for those alone who may know it."""

import pandas as pd
import pytest

from dashboard.domain.figures import KEY, HidingRole
from dashboard.domain.shown_figures import FigureKey, figure_keys
from dashboard.reports.hiding import TakenBack, hidden_anew, hiding_in_words
from dashboard.stats.suppression.companions import Protection
from tests.figures import figure


def told(small: int = 0, companions: int = 0, opened: int = 0, exposed: int = 0) -> str:
    roles = ["small"] * small + ["companion"] * companions + ["open"] * opened
    rows = [{**figure(area=f"area {at}"), "role": role} for at, role in enumerate(roles)]
    return hiding_in_words(Protection(pd.DataFrame(rows, columns=[*KEY, "role"]), exposed))


def test_where_nothing_is_hidden_nothing_is_said():
    assert told() == ""


def test_what_is_opened_again_is_not_hidden():
    assert told(opened=2) == ""


def test_one_small_figure():
    assert told(small=1) == (
        "To protect people, 1 figure more will be hidden: 1 because so few people are in them, or are left out of them."
    )


def test_small_figures_and_their_companions():
    assert told(small=3, companions=2, opened=1) == (
        "To protect people, 5 figures more will be hidden: "
        "3 because so few people are in them, or are left out of them, "
        "2 because a small number could be worked out from them."
    )


def test_companions_alone():
    assert told(companions=2) == (
        "To protect people, 2 figures more will be hidden: 2 because a small number could be worked out from them."
    )


def test_what_cannot_be_protected_any_more_is_said():
    assert told(exposed=1) == (
        "1 hidden figure can still be narrowed down by what was shown before; "
        "nothing that is hidden now can change that."
    )
    assert told(small=1, exposed=2).endswith(
        "left out of them. 2 hidden figures can still be narrowed down by what was shown before; "
        "nothing that is hidden now can change that."
    )


@pytest.mark.parametrize("many", [{"small": 4}, {"companions": 4}, {"exposed": 4}, {"small": 2, "exposed": 1}])
def test_no_area_measure_or_period_is_named(many):
    said = told(**many)

    assert "area 0" not in said
    assert "adults" not in said
    assert "2023" not in said


# The receipt of what was hidden anew.

LEEDS, CUMBERLAND, WESTMORLAND = "E08000035", "E06000063", "E06000064"


def key(area: str, **columns: object) -> FigureKey:
    usual = figure(indicator="coc-engaged-21-days", area=area) | columns
    return next(figure_keys(pd.DataFrame([{name: usual[name] for name in KEY}])))


def receipt(definitions, *taken_back: TakenBack, places: str = "everywhere"):
    return hidden_anew(7, taken_back, definitions, lambda area: places in ("everywhere", area))


def test_the_receipt_names_each_figure_and_what_a_companion_protects(definitions):
    small = TakenBack(key(CUMBERLAND), HidingRole.SMALL)
    companion = TakenBack(key(WESTMORLAND), HidingRole.COMPANION, [key(CUMBERLAND)])

    made = receipt(definitions, small, companion)

    assert made.words == (
        "Revision 7 hid 2 figures in every revision: 1 because so few people are in them, or are left out of them, "
        "1 because a small number could be worked out from them."
    )
    assert made.figures.column("Area") == ("Cumberland", "Westmorland and Furness")
    assert made.figures.column("Period") == ("April 2023 to March 2024",) * 2
    assert made.figures.column("Why") == (
        "So few people are in it, or are left out of it",
        "A small number could be worked out from it",
    )
    assert made.figures.column("Protects") == ("", "Cumberland")
    assert "Group" not in made.figures.headings


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"sex": "female"}, "Female"),
        ({"period_start": "2024-04-01"}, "April 2024 to March 2025"),
        ({"indicator": "coc-by-prison", "breakdown": "prison=LNI"}, "Continuity of care by prison, Prison: LNI"),
    ],
)
def test_a_small_figure_is_named_by_what_it_does_not_share_with_its_companion(definitions, columns, said):
    made = receipt(definitions, TakenBack(key(LEEDS), HidingRole.COMPANION, [key(LEEDS, **columns)]))

    assert made.figures.column("Protects") == (said,)


def test_what_is_of_places_that_a_reader_may_not_see_is_counted_and_not_named(definitions):
    protects = [key(CUMBERLAND), key(WESTMORLAND)]
    taken_back = [TakenBack(key(area), HidingRole.COMPANION, protects) for area in (LEEDS, CUMBERLAND)]

    made = receipt(definitions, *taken_back, places=CUMBERLAND)

    assert made.words.endswith("Of these 1 figure of other places cannot be named here.")
    assert made.figures.column("Area") == ("Cumberland",)
    assert made.figures.column("Protects") == ("The same figure as it was sent before; 1 small figure of other places",)
    assert "Westmorland" not in str(made)
