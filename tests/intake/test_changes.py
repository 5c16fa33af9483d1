"""What publishing a file would do to the figures that stand."""

import pandas as pd
import pytest

from dashboard.intake.changes import changes


@pytest.fixture
def figures(template):
    """Return figures of adults in treatment from (area, count) pairs."""

    def make(*pairs: tuple[str, str], period: str = "2024/25") -> pd.DataFrame:
        return template(*(f"adults-in-treatment,{area},{period},,,,{count},,,,," for area, count in pairs)).figures

    return make


def _change_of(made, area: str) -> str:
    return made.rows.set_index("area").loc[area, "change"]


LEEDS, YORK, HULL, DERBY = "E08000035", "E06000014", "E06000010", "E06000015"


def test_figures_are_new_changed_or_unchanged(figures):
    made = changes(figures((LEEDS, "2040"), (YORK, "610"), (HULL, "900")), figures((LEEDS, "2040"), (YORK, "611")))

    assert [_change_of(made, area) for area in (LEEDS, YORK, HULL)] == ["unchanged", "changed", "new"]
    assert made.by_indicator().to_dict("records") == [
        {"indicator": "adults-in-treatment", "new": 1, "changed": 1, "unchanged": 1, "gone": 0}
    ]
    assert made.rows.set_index("area").loc[YORK, "numerator_before"] == 611


def test_a_mark_in_place_of_a_number_is_a_change(figures):
    made = changes(figures((LEEDS, "[c]"), (YORK, "[x]")), figures((LEEDS, "2040"), (YORK, "[x]")))

    assert _change_of(made, LEEDS) == "changed"
    assert _change_of(made, YORK) == "unchanged"


def test_another_note_is_a_change(figures, template):
    noted = template("adults-in-treatment,Leeds,2024/25,,,,2040,,,,,recounted").figures

    assert _change_of(changes(noted, figures((LEEDS, "2040"))), LEEDS) == "changed"


def test_the_same_file_again_is_nothing_new(figures):
    sent = figures((LEEDS, "2040"), (YORK, "[c]"))

    assert set(changes(sent, sent).rows["change"]) == {"unchanged"}


def test_another_period_is_another_figure(figures):
    made = changes(figures((LEEDS, "2040"), period="2023/24"), figures((LEEDS, "2040")))

    assert _change_of(made, LEEDS) == "new"
    assert made.gone.empty


def test_a_file_that_holds_most_areas_names_the_one_it_leaves_out(figures):
    standing = figures((LEEDS, "2040"), (YORK, "610"), (HULL, "900"))

    made = changes(figures((LEEDS, "2040"), (YORK, "610")), standing)

    assert made.gone[["indicator", "area", "whole_area"]].values.tolist() == [["adults-in-treatment", HULL, True]]
    assert made.by_indicator()["gone"].tolist() == [1]


def test_a_file_of_one_area_misses_nobody(figures):
    standing = figures((LEEDS, "2040"), (YORK, "610"), (HULL, "900"), (DERBY, "800"))

    assert changes(figures((LEEDS, "2041")), standing).gone.empty


def test_a_group_of_an_area_that_is_in_the_file_is_gone_where_it_is_left_out(template):
    line = "adults-in-treatment,Leeds,2024/25,{},,,{},,,,,"
    standing = template(line.format("", "2040"), line.format("male", "1400"), line.format("female", "640")).figures

    gone = changes(template(line.format("", "2041")).figures, standing).gone

    assert sorted(gone["sex"]) == ["female", "male"]
    assert not gone["whole_area"].any()


def test_figures_of_a_period_that_is_not_in_the_file_are_not_gone(figures):
    standing = pd.concat([figures((LEEDS, "2040"), (YORK, "610")), figures((HULL, "900"), period="2023/24")])

    assert changes(figures((LEEDS, "2041"), (YORK, "611")), standing).gone.empty


def test_everything_is_new_where_nothing_stands(figures, template):
    nothing = template().figures

    made = changes(figures((LEEDS, "2040"), (YORK, "610")), nothing)

    assert set(made.rows["change"]) == {"new"}


def test_nothing_is_changed_by_a_file_without_figures(figures, template):
    made = changes(template().figures, figures((LEEDS, "2040")))

    assert made.rows.empty
    assert made.gone.empty
    assert made.by_indicator().empty
