"""Figures of measures of every kind worked out at once are what each measure, or each row, is by itself."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from dashboard.domain.comparators import Comparator, group_of
from dashboard.domain.figures import KEY, period_of
from dashboard.domain.shown_figures import shown_figures
from dashboard.stats.comparisons import Counted, changed
from dashboard.stats.verdicts import chart_of, trend_of
from dashboard.stats.xmr import limits_of
from tests.figures import BARNET, ENFIELD, of_every_kind
from tests.in_frames import beside, changing, compared, estimates, period_totals, rounded, totals, with_change, without

LEEDS = "E08000035"
SEEDS = range(3)


def by_itself(work: Callable[[pd.DataFrame], pd.DataFrame], rows: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([work(part) for _, part in rows.groupby("indicator")])


@pytest.fixture(params=SEEDS)
def supplied(request) -> pd.DataFrame:
    return of_every_kind(request.param)


@pytest.fixture
def judged(supplied, definitions) -> pd.DataFrame:
    return compared(estimates(supplied, definitions.catalogue), definitions.catalogue)


def test_estimates(supplied, definitions):
    made = estimates(supplied, definitions.catalogue)

    each = by_itself(lambda rows: estimates(rows, definitions.catalogue), supplied)
    pd.testing.assert_frame_equal(made, each.loc[supplied.index], check_exact=True)
    assert made["method"].nunique() == 4
    assert made[KEY].equals(supplied[KEY])


@pytest.mark.parametrize("work", [compared, changing, with_change])
def test_comparisons_and_changes(supplied, definitions, work):
    rows = estimates(supplied, definitions.catalogue)

    made = work(rows, definitions.catalogue)

    each = by_itself(lambda part: work(part, definitions.catalogue), rows)
    pd.testing.assert_frame_equal(made, each.loc[rows.index], check_exact=True)


def test_totals_of_areas_and_of_periods(supplied, definitions):
    rows = supplied.replace({"area": {BARNET: "E06000063", ENFIELD: "E06000064"}})  # the two authorities of Cumbria
    wider = [definitions.areas.at("cdp-cumbria")]

    def of_areas(part: pd.DataFrame) -> pd.DataFrame:
        return totals(part, wider, definitions.areas, definitions.catalogue)

    for work in (of_areas, lambda part: period_totals(part, definitions.catalogue)):
        made = work(rows)
        assert len(made) > 20
        each = by_itself(work, rows).sort_values(KEY, ignore_index=True)
        pd.testing.assert_frame_equal(made, each, check_exact=True)


def test_what_is_shown(supplied, definitions):
    hidden = supplied[KEY].iloc[::9]

    for work in (lambda part: rounded(part, definitions.catalogue), lambda part: without(part, hidden)):
        made = work(supplied)
        assert not made.equals(supplied)
        pd.testing.assert_frame_equal(made, by_itself(work, supplied).loc[supplied.index], check_exact=True)


def test_what_stands_beside(supplied, definitions):
    rows = estimates(supplied.replace({"area": {ENFIELD: LEEDS}}), definitions.catalogue)
    group = group_of(Comparator("areas", (LEEDS,)), definitions.areas.at(BARNET), definitions)

    def work(part: pd.DataFrame) -> pd.DataFrame:
        return beside(part, {BARNET: group}, definitions.areas, definitions.catalogue)

    made = work(rows)

    pd.testing.assert_frame_equal(made, by_itself(work, rows).loc[rows.index], check_exact=True)
    keyed = rows[rows["area"] == LEEDS].set_index([name for name in KEY if name != "area"])["value"]
    own = rows[rows["area"] == BARNET]
    expected = keyed.loc[pd.MultiIndex.from_frame(own[keyed.index.names])].to_numpy()
    np.testing.assert_array_equal(made.loc[own.index, "value"].to_numpy(), expected)


def test_the_trend_and_the_chart_of_a_series_are_those_of_its_own_page(judged, definitions):
    made = changing(judged, definitions.catalogue)

    series = ["indicator", "area", "period_kind"]
    spoken = made[made["trend"] != ""].set_index(series)
    for key, rows in with_change(judged, definitions.catalogue).assign(published="").groupby(series):
        indicator, kind = definitions.catalogue.called(key[0]), key[2]
        figures = tuple(shown_figures(rows, definitions.catalogue))
        yearly, charted = kind in ("financial year", "calendar year"), kind == "quarter"
        direction = trend_of(figures, indicator).direction if yearly else "cannot be calculated"
        variation = chart_of(figures, indicator).variation if charted else "cannot be said"
        assert (spoken.loc[key, "trend"], spoken.loc[key, "variation"]) == (direction, variation)
    assert spoken["variation"].nunique() > 1


def test_the_change_in_a_year_is_that_of_two_figures_by_themselves(judged, definitions):
    made = with_change(judged, definitions.catalogue)

    rows = {(row.indicator, row.area, period_of(row)): row for row in made.itertuples()}
    for (name, area, period), row in rows.items():
        before = rows.get((name, area, period.a_year_earlier()))
        assert row.in_a_year == _change(before, row, definitions.catalogue.called(name))
    assert {"cannot be said", "stayed about the same"} <= set(made["in_a_year"])


def _change(before, row, indicator) -> str:
    if before is None or {before.method, row.method} != {"Wilson"}:
        return "cannot be said"
    earlier, period, least = period_of(before), period_of(row), indicator.minimum_denominator or 0
    across = any(earlier.start < one.date <= period.end for one in indicator.breaks)
    if across or min(before.denominator, row.denominator) < least:
        return "cannot be said"
    pair = (Counted(before.numerator, before.denominator, earlier), Counted(row.numerator, row.denominator, period))
    return changed(*pair).verdict


def test_runs_of_points_have_the_limits_of_each_by_itself():
    chance = np.random.default_rng(5)
    values = chance.integers(0, 30, (60, 15)).astype(float)
    values[chance.random(values.shape) < 0.1] = np.nan
    counts = np.where(chance.random(values.shape) < 0.3, np.nan, values)

    together = limits_of(values, counts)

    for place in range(len(values)):
        alone = limits_of(values[[place]], counts[[place]])
        for all_of_them, its_own in zip(together, alone, strict=True):
            np.testing.assert_array_equal(all_of_them[place], its_own[0])
