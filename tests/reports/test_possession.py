"""How possession cases were closed and for whom, by hand."""

import math

import pandas as pd
import pytest

from dashboard.reports.possession import closed_part, groups_part
from dashboard.stats.estimates import estimates
from tests.figures import figure, figures

QUARTER = {"period_start": "2025-07-01", "period_months": 3, "period_kind": "quarter", "area": "E23000004"}
CLOSED = {"indicator": "possession-outcomes", **QUARTER}
DIVERTED = {"indicator": "possession-diverted", **QUARTER}
NAN = math.nan


@pytest.fixture
def estimated(definitions):
    return lambda *rows: estimates(figures(*(figure(**row) for row in rows)), definitions.catalogue)


def closed(numbers, **columns):
    return [CLOSED | columns | {"breakdown": name and f"outcome={name}"} | number for name, number in numbers.items()]


def counted(count):
    return {"numerator": float(count)}


WAYS = {"": 200, "community-resolution": 80, "outcome-22": 20, "simple-caution": 6, "conditional-caution": 14}
WAYS |= {"charge": 50, "other": 30}


def test_cautions_old_and_new_count_together_and_shares_are_of_all_cases(estimated, definitions):
    part = closed_part(
        estimated(*closed({name: counted(count) for name, count in WAYS.items()})), definitions.catalogue, "Hull"
    )
    row = part.tables[0].frame.iloc[0].to_dict()

    assert row == {
        "Period": "July to September 2025",
        "Cases closed": "200",
        "Community resolution": "40%",
        "Outcome 22": "10%",
        "Caution, old or new": "10%",
        "Charge": "25%",
        "Other": "15%",
    }


def test_a_part_with_a_hidden_figure_is_not_known_and_is_not_drawn_as_nothing(estimated, definitions):
    numbers = {name: counted(count) for name, count in WAYS.items()}
    numbers["simple-caution"] = {"numerator": NAN, "state": "hidden here"}
    earlier = {name: counted(count) for name, count in WAYS.items()}
    rows = [*closed(numbers), *closed(earlier, period_start="2025-04-01")]
    part = closed_part(estimated(*rows), definitions.catalogue, "Hull")

    assert part.tables[0].frame["Caution, old or new"].tolist() == ["Not known", "10%"]
    assert part.tables[0].frame["Community resolution"].tolist() == ["40%", "40%"]
    assert "Jul to Sep 2025, Caution, old or new: not known" in part.chart.words


def test_an_outcome_that_came_alone_is_told_alone(estimated, definitions):
    part = closed_part(estimated(*closed({"": counted(200), "charge": counted(50)})), definitions.catalogue, "Hull")

    assert part.tables[0].frame["Charge"].tolist() == ["25%"]
    assert part.tables[0].frame["Outcome 22"].tolist() == ["Not known"]


def test_without_outcomes_it_says_who_did_not_send_them(estimated, definitions):
    part = closed_part(estimated(*closed({"": counted(200)})), definitions.catalogue, "Hull")

    assert part.said == ("Unknown: not supplied by Police.",)
    assert part.chart is None


def groups(*rows):
    return [DIVERTED | {"numerator": 100.0, "denominator": 200.0}, *(DIVERTED | row for row in rows)]


def test_few_or_hidden_people_are_too_few_to_say_and_have_no_point(estimated, definitions):
    part = groups_part(
        estimated(
            *groups(
                {"sex": "male", "numerator": 96.0, "denominator": 192.0},
                {"sex": "female", "numerator": 5.0, "denominator": 8.0},
                {"age": "18-24", "numerator": NAN, "denominator": NAN, "state": "hidden here"},
                {"breakdown": "ethnicity=black", "numerator": 60.0, "denominator": 120.0},
            )
        ),
        definitions.catalogue,
        "Hull",
    )

    table = part.tables[0].frame
    assert table["Group"].tolist() == ["Men", "Women", "Aged 18 to 24", "Black (ethnic group)"]
    assert table["Diverted"].tolist() == [
        "96 of 192 (50%)",
        *["Too few people to say"] * 2,
        "60 of 120 (50%)",
    ]
    assert pd.isna(part.chart.figures["value"]).tolist() == [False, True, True, False]
    assert part.after == ("The likely range of each group takes in the figure for everybody (50%).",)


def test_a_group_whose_range_leaves_everybody_out_is_named(estimated, definitions):
    part = groups_part(
        estimated(*groups({"age": "18-24", "numerator": 20.0, "denominator": 100.0})), definitions.catalogue, "Hull"
    )

    assert part.after[0].startswith(
        "Beside everybody (50%), by more than chance would explain: less often for people aged 18 to 24."
    )
