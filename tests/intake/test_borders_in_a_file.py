"""Where checks of one file begin to ask: for every threshold a number just below it, one at it, one above it."""

import pytest

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
