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
        {"indicator": "adults-in-treatment", "new": 1, "changed": 1, "unchanged": 1}
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
    assert made.missing == {}


def test_a_file_that_holds_most_areas_says_how_many_it_misses(figures):
    standing = figures((LEEDS, "2040"), (YORK, "610"), (HULL, "900"))

    assert changes(figures((LEEDS, "2040"), (YORK, "610")), standing).missing == {"adults-in-treatment": 1}


def test_a_file_of_one_area_misses_nobody(figures):
    standing = figures((LEEDS, "2040"), (YORK, "610"), (HULL, "900"), (DERBY, "800"))

    assert changes(figures((LEEDS, "2041")), standing).missing == {}


def test_everything_is_new_where_nothing_stands(figures, template):
    nothing = template().figures

    made = changes(figures((LEEDS, "2040"), (YORK, "610")), nothing)

    assert set(made.rows["change"]) == {"new"}


def test_nothing_is_changed_by_a_file_without_figures(figures, template):
    made = changes(template().figures, figures((LEEDS, "2040")))

    assert made.rows.empty
    assert made.missing == {}
    assert made.by_indicator().empty
