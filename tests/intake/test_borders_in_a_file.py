"""Where checks of one file begin to ask: for every threshold a number just below it, one at it, one above it."""

import pytest

from dashboard.domain.areas import AreaKind

ADULTS, RATE = "adults-in-treatment", "drug-poisoning-admissions"


def checks(screening) -> set[str]:
    return {finding.check for finding in screening.findings}


# A count that is rounded to 5 may be 2.5 people off, and so may the other.
@pytest.mark.parametrize(
    ("everybody", "men", "is_asked"),
    [
        ("100", "99", False),
        ("100", "100", False),
        ("100", "101", True),
        ("100 [rounded]", "105 [rounded]", False),
        ("100 [rounded]", "110 [rounded]", True),
        ("100", "105 [rounded]", False),
        ("99", "105 [rounded]", True),
    ],
)
def test_a_group_above_everybody(template, everybody, men, is_asked):
    screening = template(
        f"{ADULTS},Leeds,2023/24,persons,,,{everybody},,,,,", f"{ADULTS},Leeds,2023/24,male,,,{men},,,,,"
    )

    assert ("group_is_within_everybody" in checks(screening)) is is_asked


# The Isles of Scilly have some 2,000 residents, Kent 1.6 million, England and Wales 62 million.
@pytest.mark.parametrize(
    ("area", "residents", "is_asked"),
    [
        ("Leeds", 999, True),
        ("Leeds", 1_000, False),
        ("Leeds", 99_999, False),
        ("Leeds", 100_000, True),  # what the rate is per
        ("Leeds", 100_001, False),
        ("Leeds", 2_000_000, False),
        ("Leeds", 2_000_001, True),
        ("England", 70_000_000, False),
        ("England", 70_000_001, True),
    ],
)
def test_a_rate_over_too_few_or_too_many_residents(template, area, residents, is_asked):
    screening = template(f"{RATE},{area},2023/24,,,,10,{residents},,,,")

    assert ("rates_are_over_a_population" in checks(screening)) is is_asked


@pytest.mark.parametrize(
    ("row", "is_refused"),
    [
        (f"{ADULTS},England,2023/24,,,,1000000000,,,,,", False),
        (f"{ADULTS},England,2023/24,,,,1000000010,,,,,", True),
        ("public-health-grant,Leeds,2023/24,,,,,,1000000000000,,,", False),
        ("public-health-grant,Leeds,2023/24,,,,,,1000000000010,,,", True),
    ],
)
def test_a_number_larger_than_a_country_could_give(template, row, is_refused):
    assert ("numbers_fit_the_country" in checks(template(row))) is is_refused


AREAS = ("Leeds", "Bradford", "Wakefield", "Kirklees", "Calderdale", "Barnsley")


def _counts(*cells: object, indicator: str = ADULTS) -> list[str]:
    """Rows of one measure with a count for each of so many areas."""
    return [f"{indicator},{area},2023/24,,,,{cell},,,,," for area, cell in zip(AREAS, cells, strict=False)]


@pytest.mark.parametrize(
    ("cells", "is_asked"), [((0, 0), False), ((0, 0, 0), True), ((0, 0, 0, 0), True), ((0, 0, 0, 1), False)]
)
def test_a_measure_of_which_there_is_nobody_anywhere(template, cells, is_asked):
    assert ("zeros_are_not_blanks" in checks(template(*_counts(*cells)))) is is_asked


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [(("[x]",) * 2, False), (("[x]",) * 3, True), (("[x]",) * 4, True), (("[x]",) * 3 + (12,), False)],
)
def test_a_measure_of_marks_alone(template, cells, is_asked):
    assert ("measures_hold_numbers" in checks(template(*_counts(*cells)))) is is_asked


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [
        ((12,) * 4, False),
        ((12,) * 5, True),
        ((12,) * 6, True),
        ((9,) * 5, False),
        ((10,) * 5, True),
        ((11,) * 5, True),
        ((12,) * 5 + (13,), False),
    ],
)
def test_one_number_in_all_areas(template, cells, is_asked):
    assert ("numbers_are_not_all_alike" in checks(template(*_counts(*cells)))) is is_asked


@pytest.mark.parametrize(("many", "is_asked"), [(4, False), (5, True), (6, True)])
def test_the_same_numbers_under_two_measures(template, many, is_asked):
    numbers = [100 + 10 * at for at in range(many)]
    screening = template(*_counts(*numbers), *_counts(*numbers, indicator="new-presentations"))

    assert ("measures_are_not_alike" in checks(screening)) is is_asked


@pytest.mark.parametrize(
    ("small", "others", "is_asked"),
    [("1", "10.1", True), ("0.9", "10.1", True), ("1.1", "10.1", False), ("0.9", "10", False), ("0.9", "9.9", False)],
)
def test_percentages_and_fractions(template, small, others, is_asked):
    rows = [
        f"unmet-need-ocu,{area},2019/20,,,,,,{value},,," for area, value in zip(AREAS, (small, others), strict=False)
    ]
    assert ("percentages_are_on_one_scale" in checks(template(*rows))) is is_asked


@pytest.mark.parametrize(("many", "is_asked"), [(2, False), (3, True), (4, True)])
def test_limits_without_room(template, many, is_asked):
    rows = [
        f"unmet-need-ocu,{area},2019/20,,,,,,{50 + at},{50 + at},{50 + at}," for at, area in enumerate(AREAS[:many])
    ]
    assert ("limits_leave_room" in checks(template(*rows))) is is_asked


# One of three numbers is rounded, which allows for three times 2.5 people.
@pytest.mark.parametrize(
    ("men", "everybody", "is_asked"),
    [
        ("60", 99, True),
        ("60", 100, False),
        ("60", 101, True),
        ("60 [rounded]", 92, True),
        ("60 [rounded]", 93, False),
        ("60 [rounded]", 107, False),
        ("60 [rounded]", 108, True),
    ],
)
def test_men_and_women_who_are_not_everybody(template, men, everybody, is_asked):
    groups = {"persons": everybody, "male": men, "female": "40"}
    rows = [f"{ADULTS},Leeds,2023/24,{sex},,,{count},,,,," for sex, count in groups.items()]

    assert ("sexes_add_up" in checks(template(*rows))) is is_asked


@pytest.mark.parametrize(
    ("quarters", "is_asked"),
    [
        ((10, 15, 20, 30), True),
        ((10, 15, 20, 31), True),
        ((10, 15, 20, 29), False),
        ((9, 15, 20, 30), False),
        ((11, 15, 20, 34), True),
        ((10, 15, 15, 30), False),
        ((10, 10, 20, 30), False),
    ],
)
def test_quarters_that_run_on(template, quarters, is_asked):
    counts = {"Leeds": quarters, "Bradford": (20, 40, 60, 80)}
    rows = [
        f"new-presentations,{area},2023/24 Q{at},,,,{count},,,,,"
        for area, numbers in counts.items()
        for at, count in enumerate(numbers, 1)
    ]

    assert ("quarters_are_not_running_totals" in checks(template(*rows))) is is_asked


# There are 39 territorial forces in England, of which four fifths are 31.2.
@pytest.mark.parametrize(("many", "is_asked"), [(31, False), (32, True), (38, True), (39, False)])
def test_areas_that_are_missing_from_nearly_all(template, definitions, many, is_asked):
    forces = [area.code for area in definitions.areas.of_kind(AreaKind.POLICE_FORCE)][:many]
    screening = template(*(f"dtoa-tests,{code},2023/24 Q1,,,,{100 + at},,,,," for at, code in enumerate(forces)))

    assert ("areas_are_all_there" in checks(screening)) is is_asked


@pytest.mark.parametrize(("missing", "more"), [(1, ""), (5, ""), (6, " and 1 more"), (7, " and 2 more")])
def test_the_first_five_of_the_missing_are_named(template, definitions, missing, more):
    forces = definitions.areas.of_kind(AreaKind.POLICE_FORCE)
    rows = (f"dtoa-tests,{area.code},2023/24 Q1,,,,{100 + at},,,,," for at, area in enumerate(forces[missing:]))

    (found,) = (one for one in template(*rows).findings if one.check == "areas_are_all_there")
    names = ", ".join(area.name for area in forces[: min(missing, 5)])
    assert found.message == f"{39 - missing} of 39 areas are in the file. Missing: {names}{more}."
