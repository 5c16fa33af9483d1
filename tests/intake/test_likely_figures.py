"""What the checks on likely figures say, in numbers worked by hand from the sample files."""

from pathlib import Path

import pytest

from dashboard.assembly.plausibility import beside
from dashboard.domain.areas import AreaKind
from dashboard.domain.coded import coded_frame
from dashboard.intake.checks.plausible import (
    changes_are_like_those_of_other_areas,
    figures_are_within_their_limits,
    months_are_like_the_others,
)
from dashboard.intake.files import ReceivedFile
from dashboard.intake.screen import screen
from tests.conftest import TODAY
from tests.figures import figure, figures

SAMPLES = Path(__file__).parents[1] / "samples" / "published"


@pytest.fixture
def found(definitions):
    def made(check, kind: str = "bad"):
        path = f"{check.told.name}.csv"
        before, sent = (
            screen(ReceivedFile(path, (SAMPLES / one / path).read_bytes()), definitions, TODAY).figures
            for one in ("before", kind)
        )
        return list(check(beside(*map(coded_frame, (sent, before, before)), definitions)))

    return made


def test_a_figure_outside_its_limits_is_told_with_them(found):
    (finding,) = found(figures_are_within_their_limits)

    # The mean is 101.9; chance alone, 3 x 10.1, is more than 2.66 x the mean range of 9.2; times 4.31 / 3 and 1.035.
    assert finding.found == "188 searches for Kent"
    assert finding.expected == "between 57 and 147 searches, by its own earlier figures"


def test_a_change_unlike_those_of_other_areas_is_told_with_its_ratio_and_its_rank(found):
    (finding,) = found(changes_are_like_those_of_other_areas)

    # In order: 0.96, 0.97, 0.98, 0.99, 1.00, 1.01, 1.02, 1.03, 1.05, 1.06, 1.08, 3.00; a quarter of the way is 0.99.
    assert finding.found == "1,173 for York, 3.0 times what it was: the largest of 12 changes"
    assert finding.expected == "0.99 to 1.05 times, as in half of the areas"


def test_a_month_of_half_the_others_or_twice_is_told(found):
    (finding,) = found(months_are_like_the_others)

    # The others have 187 to 212; half of 187 is 93.5.
    assert finding.found == "77 for Kent"
    assert finding.message == (
        "1 month(s) have half of the smallest of the other months of their series, or twice the largest."
    )


@pytest.mark.parametrize(("count", "told"), [(94, 0), (93, 1), (423, 0), (424, 1), (1060, 0)])  # five times is a jump
def test_a_month_is_far_from_half_the_smallest_and_twice_the_largest_on(definitions, count, told):
    months = ("2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01")
    rows = figures(
        *(
            figure(
                indicator="street-drug-crimes",
                area="E23000032",
                period_start=start,
                period_months=1,
                period_kind="month",
                numerator=float(number),
            )
            for start, number in zip(months, (212, 187, 204, count), strict=True)
        )
    )

    sent, before = coded_frame(rows[3:]), coded_frame(rows[:3])
    assert len(list(months_are_like_the_others(beside(sent, before, before, definitions)))) == told


# By chance alone the logarithm of a ratio varies by the root of 1/25 + 1/75 = 0.231, and of 1/25 + 1/60 = 0.238: four
# times that are 0.924 and 0.952, where 75 of 25 is 1.099 and 60 of 25 is 0.875.
@pytest.mark.parametrize(
    ("before", "after", "areas", "told"),
    [
        pytest.param(100, 300, 9, 0, id="among nine"),
        pytest.param(100, 300, 10, 1, id="among ten"),
        pytest.param(100, 300, 11, 1, id="among eleven"),
        pytest.param(400, 799, 10, 0, id="less than twice"),
        pytest.param(400, 800, 10, 1, id="twice"),
        pytest.param(800, 400, 10, 1, id="half"),
        pytest.param(25, 60, 10, 0, id="within four times chance"),
        pytest.param(25, 75, 10, 1, id="beyond four times chance"),
        pytest.param(100, 499, 10, 1, id="less than five times"),
        pytest.param(100, 500, 10, 0, id="five times, which is a jump"),
    ],
)
def test_a_change_unlike_those_of_ten_areas_that_stay_as_they_were(definitions, before, after, areas, told):
    codes = [area.code for area in definitions.areas.of_kind(AreaKind.AUTHORITY) if area.ended is None][:areas]

    def year(start: str, first: int):
        counts = (first, *[100] * (areas - 1))
        rows = (
            figure(area=code, period_start=start, numerator=float(count))
            for code, count in zip(codes, counts, strict=True)
        )
        return coded_frame(figures(*rows))

    earlier = year("2022-04-01", before)
    found = changes_are_like_those_of_other_areas(beside(year("2023-04-01", after), earlier, earlier, definitions))
    assert len(list(found)) == told
