"""How possession cases were closed and for whom, by hand."""

import math

import pytest

from dashboard.reports.possession import closed_part, groups_part
from tests.figures import figure, figures
from tests.shown_figures import view_of

QUARTER = {"period_start": "2025-07-01", "period_months": 3, "period_kind": "quarter", "area": "E23000004"}
CLOSED = {"indicator": "possession-outcomes", **QUARTER}
DIVERTED = {"indicator": "possession-diverted", **QUARTER}
NAN = math.nan


@pytest.fixture
def hull(definitions):
    """Return a part of the page on diversion, of one force that is called Hull, from rows of its figures."""
    force = definitions.areas.at("E23000004")

    def compose(part, *rows):
        return part(view_of(figures(*(figure(**row) for row in rows)), force, definitions), force, "Hull")

    return compose


def closed(numbers, **columns):
    return [CLOSED | columns | {"breakdown": name and f"outcome={name}"} | number for name, number in numbers.items()]


def counted(count):
    return {"numerator": float(count)}


WAYS = {"": 200, "community-resolution": 80, "outcome-22": 20, "simple-caution": 6, "conditional-caution": 14}
WAYS |= {"charge": 50, "other": 30}


def test_cautions_old_and_new_count_together_and_shares_are_of_all_cases(hull):
    (table,) = hull(closed_part, *closed({name: counted(count) for name, count in WAYS.items()})).tables
    (row,) = table.rows

    assert dict(zip(table.headings, row, strict=True)) == {
        "Period": "July to September 2025",
        "Cases closed": "200",
        "Community resolution": "40%",
        "Outcome 22": "10%",
        "Caution, old or new": "10%",
        "Charge": "25%",
        "Other": "15%",
    }


def test_a_part_with_a_hidden_figure_is_not_known_and_is_not_drawn_as_nothing(hull):
    numbers = {name: counted(count) for name, count in WAYS.items()}
    numbers["simple-caution"] = {"numerator": NAN, "state": "hidden here"}
    earlier = {name: counted(count) for name, count in WAYS.items()}
    part = hull(closed_part, *closed(numbers), *closed(earlier, period_start="2025-04-01"))

    assert part.tables[0].column("Caution, old or new") == ("Not known", "10%")
    assert part.tables[0].column("Community resolution") == ("40%", "40%")
    assert "Jul to Sep 2025, Caution, old or new: not known" in part.chart.words


def test_an_outcome_that_came_alone_is_told_alone(hull):
    (table,) = hull(closed_part, *closed({"": counted(200), "charge": counted(50)})).tables

    assert table.column("Charge") == ("25%",)
    assert table.column("Outcome 22") == ("Not known",)


def test_without_outcomes_it_says_who_did_not_send_them(hull):
    part = hull(closed_part, *closed({"": counted(200)}))

    assert part.said == ("Unknown: not supplied by Police.",)
    assert part.chart is None


def groups(*rows):
    return [DIVERTED | {"numerator": 100.0, "denominator": 200.0}, *(DIVERTED | row for row in rows)]


def test_few_or_hidden_people_are_too_few_to_say_and_have_no_point(hull):
    part = hull(
        groups_part,
        *groups(
            {"sex": "male", "numerator": 96.0, "denominator": 192.0},
            {"sex": "female", "numerator": 5.0, "denominator": 8.0},
            {"age": "18-24", "numerator": NAN, "denominator": NAN, "state": "hidden here"},
            {"breakdown": "ethnicity=black", "numerator": 60.0, "denominator": 120.0},
        ),
    )

    (table,) = part.tables
    assert table.column("Group") == ("Men", "Women", "Aged 18 to 24", "Black (ethnic group)")
    assert table.column("Diverted") == ("96 of 192 (50%)", *["Too few people to say"] * 2, "60 of 120 (50%)")
    assert part.chart.figures["value"].isna().tolist() == [False, True, True, False]
    assert part.after == ("The likely range of each group takes in the figure for everybody (50%).",)


def test_a_group_whose_range_leaves_everybody_out_is_named(hull):
    part = hull(groups_part, *groups({"age": "18-24", "numerator": 20.0, "denominator": 100.0}))

    assert part.after[0].startswith(
        "Beside everybody (50%), by more than chance would explain: less often for people aged 18 to 24."
    )


def test_groups_are_named_within_a_sentence_as_people_would_say_them(hull):
    far = {"numerator": 180.0, "denominator": 200.0}
    part = hull(
        groups_part,
        *groups(
            {"sex": "male"} | far,
            {"sex": "female", "age": "18-24"} | far,
            {"age": "18-24"} | far,
            {"breakdown": "ethnicity=black"} | far,
        ),
    )

    assert part.tables[0].column("Group") == ("Men", "Women, 18 to 24", "Aged 18 to 24", "Black (ethnic group)")
    assert part.after[0].startswith(
        "Beside everybody (50%), by more than chance would explain: more often for men, Women, 18 to 24, "
        "people aged 18 to 24 and Black (ethnic group)."
    )


def test_shares_of_a_handful_of_cases_are_not_drawn_and_a_sentence_says_why(hull):
    ten = {"": 10, "community-resolution": 4, "charge": 6}  # 10 is the smallest group that is judged, by the catalogue
    nine = {"": 9, "community-resolution": 4, "charge": 5}

    def of(cases):
        rows = [{name: counted(count) for name, count in cases.items()}] * 2
        return hull(closed_part, *closed(rows[0]), *closed(rows[1], period_start="2025-04-01"))

    assert of(ten).chart is not None
    assert of(ten).said == ()
    assert of(nine).chart is None
    assert of(nine).said == (
        "In most periods fewer than 10 cases were closed, or their number cannot be shown: shares of so few "
        "jump by chance, so they are not drawn. What is known is in the table.",
    )
    assert len(of(nine).tables[0].rows) == 2


def test_a_share_that_is_not_known_in_the_newest_period_says_so_before_the_last_that_is(hull):
    numbers = {name: counted(count) for name, count in WAYS.items()}
    newest = numbers | {"charge": {"numerator": NAN, "state": "hidden here"}}
    bars = hull(closed_part, *closed(newest), *closed(numbers, period_start="2025-04-01")).chart.figures
    labels = [label for label in bars["label"] if label]

    # 50 of 200
    assert "Charge: not known in Jul to Sep 2025; 25% in Apr to Jun 2025" in labels
    assert bars.loc[bars["said"] == "not known", "top"].isna().all()


def test_groups_that_are_all_too_small_are_not_drawn(hull):
    rows = [{**DIVERTED, "sex": sex, "numerator": 3.0, "denominator": 9.0} for sex in ("male", "female")]
    part = hull(groups_part, *rows)

    assert part.chart is None
    assert part.said == (
        "In each of the 2 groups there are fewer than 10 people, or their number is hidden, July to September 2025.",
    )
