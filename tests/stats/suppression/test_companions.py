"""What is hidden beside small counts: worked by hand on small tables, and by solving on tables by chance."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.definitions import read_definitions
from dashboard.domain.figures import KEY, HidingRole
from dashboard.domain.indicators import Catalogue
from dashboard.stats.suppression.cells import Release
from dashboard.stats.suppression.companions import Protection, protect, together
from dashboard.stats.suppression.keys import Key
from tests.figures import figure, figures
from tests.stats.suppression.enumeration import solved

TESTS, CARE, ELIGIBLE = "dtoa-tests", "coc-engaged-21-days", "coc-eligible-releases"
CUMBERLAND, WESTMORLAND, CUMBRIA, LEEDS = "E06000063", "E06000064", "cdp-cumbria", "E08000035"
CLEVELAND, ALL_CLEVELAND = ("E06000001", "E06000002", "E06000003", "E06000004"), "cdp-cleveland"
HIDDEN_THERE = {"numerator": math.nan, "state": "hidden"}

DEFINITIONS = read_definitions()
Rows = Sequence[dict[str, object]]


def of(area: str, count: float = math.nan, **columns: object) -> dict[str, object]:
    return figure(**{"indicator": TESTS, "area": area, "numerator": float(count), **columns})


def cumbria(one: float, other: float, **columns: object) -> list[dict[str, object]]:
    """Its two members and their sum."""
    return [of(CUMBERLAND, one, **columns), of(WESTMORLAND, other, **columns), of(CUMBRIA, one + other, **columns)]


def cleveland(*counts: float) -> list[dict[str, object]]:
    members = [of(area, count) for area, count in zip(CLEVELAND, counts, strict=True)]
    return [*members, of(ALL_CLEVELAND, sum(counts))]


def key(row: dict[str, object]) -> Key:
    return Key(*(row[name] for name in KEY))


def keys(rows: Rows) -> frozenset[Key]:
    return frozenset(map(key, rows))


@pytest.fixture
def decide(definitions):
    """Decide over (rows, those hidden then) of earlier releases, and the rows of now."""

    def release(rows: Rows, hidden: Rows) -> Release:
        return Release(figures(*rows), keys(hidden), definitions)

    def make(
        now: Rows, *earlier: tuple[Rows, Rows], held: Rows = (), forget: bool = False, by: str = "area"
    ) -> dict[str, str]:
        made = protect([release(*one) for one in earlier], release(now, held), forget=forget)
        make.exposed = made.exposed
        return dict(zip(made.decisions[by], made.decisions["role"], strict=True))

    return make


# One release.


def test_of_two_members_the_other_is_hidden_too(decide):
    assert decide(cumbria(3, 20)) == {CUMBERLAND: "small", WESTMORLAND: "companion"}


def test_nothing_small_hides_nothing(decide):
    assert decide(cumbria(13, 20)) == {}


def test_without_their_sum_the_other_member_may_be_shown(decide):
    assert decide(cumbria(3, 20)[:2]) == {CUMBERLAND: "small"}


def test_a_figure_that_does_not_add_up_gives_nothing_away(decide):
    # A supplied total of 30 is not 3 + 20, and so tells nobody about the 3.
    assert decide([of(CUMBERLAND, 3), of(WESTMORLAND, 20), of(CUMBRIA, 30)]) == {CUMBERLAND: "small"}


def test_the_smallest_number_that_gives_room_is_the_companion(decide):
    made = decide(cleveland(3, 40, 9, 25))

    assert made == {CLEVELAND[0]: "small", CLEVELAND[2]: "companion"}


def test_one_and_one_need_a_third_for_they_are_the_least_that_two_can_be(decide):
    # Hidden ones count somebody: two that make 2 together are 1 and 1.
    assert decide(cleveland(1, 1, 20, 30)) == dict.fromkeys(CLEVELAND[:2], "small") | {CLEVELAND[2]: "companion"}


def test_one_and_two_need_a_third_for_two_values_are_too_few(decide):
    assert decide(cleveland(1, 2, 20, 30)) == dict.fromkeys(CLEVELAND[:2], "small") | {CLEVELAND[2]: "companion"}


def test_four_and_four_protect_each_other(decide):
    # 1 and 7, 2 and 6, up to 7 and 1: nobody is told that both are small.
    assert decide(cumbria(4, 4)) == {CUMBERLAND: "small", WESTMORLAND: "small"}


def test_where_there_is_nobody_else_the_total_is_hidden(decide):
    assert decide(cumbria(1, 1)) == {CUMBERLAND: "small", WESTMORLAND: "small", CUMBRIA: "small"}


def test_nought_is_shown_and_protects_nothing(decide):
    assert decide(cleveland(3, 0, 0, 20)) == {CLEVELAND[0]: "small", CLEVELAND[3]: "companion"}
    assert decide(cumbria(7, 0)) == {}
    assert decide([*cumbria(3, 0), of(LEEDS, 50)]) == {CUMBERLAND: "small", CUMBRIA: "small"}


def test_the_rest_of_a_share_is_as_small_as_the_share(decide):
    rows = [of(CUMBERLAND, 28, indicator=CARE, denominator=31.0), of(WESTMORLAND, 12, indicator=CARE, denominator=20.0)]
    total = of(CUMBRIA, 40, indicator=CARE, denominator=51.0)

    assert decide([*rows, total]) == {CUMBERLAND: "small", WESTMORLAND: "companion"}


def test_a_share_of_nobody_is_shown_however_many_the_others_are(decide):
    rows = [of(CUMBERLAND, 28, indicator=CARE, denominator=31.0), of(WESTMORLAND, 0, indicator=CARE, denominator=20.0)]
    total = of(CUMBRIA, 28, indicator=CARE, denominator=51.0)

    assert decide([*rows, total]) == {CUMBERLAND: "small", CUMBRIA: "companion"}


def test_a_number_of_another_measure_or_time_is_no_companion(decide):
    others = [*cumbria(10, 20, indicator=ELIGIBLE), *cumbria(10, 20, period_start="2022-04-01")]

    assert set(decide([*cumbria(3, 20), *others]).values()) == {"small", "companion"}
    assert decide(others) == {}


def test_a_measure_that_hides_nothing_or_is_rounded_has_no_companions(decide):
    assert decide(cumbria(3, 20, indicator="new-presentations")) == {}
    assert decide(cumbria(3, 20, indicator="drug-seizures")) == {}


def test_a_block_of_two_circles_and_one_figure_between_them(decide):
    """Two hidden in each row and column of areas by quarters, and the one between the two blocks is known.

    The counter-example of test_bounds, with counts of one to four where it has letters: everything else
    is small already, so that x is found only by looking at all sums together.
    """
    quarters = ("2023-04-01", "2023-07-01", "2023-10-01", "2024-01-01")
    grid = [[3, 3, 2, 20], [3, 3, 21, 22], [23, 24, 3, 3], [25, 26, 3, 3]]
    time = {"period_months": 3, "period_kind": "quarter"}
    rows = [
        of(area, grid[y][x], period_start=start, **time)
        for y, area in enumerate(CLEVELAND)
        for x, start in enumerate(quarters)
    ]
    years = [of(area, sum(grid[y])) for y, area in enumerate(CLEVELAND)]
    totals = [
        of(ALL_CLEVELAND, sum(line[x] for line in grid), period_start=start, **time) for x, start in enumerate(quarters)
    ]
    everything = [*rows, *years, *totals, of(ALL_CLEVELAND, sum(map(sum, grid)))]

    assert "companion" in decide(everything).values()
    assert decide.exposed == 0


# What was shown before.


def test_what_was_shown_before_is_known_and_protects_nothing(decide):
    before = [of(WESTMORLAND, 20)]

    assert decide(cumbria(3, 20), (before, [])) == {CUMBERLAND: "small", CUMBRIA: "companion"}
    assert decide.exposed == 0


def test_where_everything_else_was_shown_before_it_is_told_that_one_is_exposed(decide):
    before = [of(WESTMORLAND, 20), of(CUMBRIA, 23)]

    assert decide(cumbria(3, 20), (before, [])) == {CUMBERLAND: "small"}
    assert decide.exposed == 1


def test_a_correction_of_which_all_else_was_shown_ends_and_all_that_comes_out_is_told():
    # Sexes by drugs; of each sex one drug is corrected to a small count, the totals with it, and those were known.
    rows = world([[3, 20, 30], [21, 4, 31], [22, 32, 2]])
    small = {(0, 0), (1, 1), (2, 2)}
    before = [row for cell, row in rows.items() if cell not in small]
    before += [rows[cell] | {"numerator": 50.0} for cell in small]

    made = protect([Release(figures(*before), frozenset(), DEFINITIONS)], now_of(rows))

    assert hidden_of(made, rows) == small
    assert made.exposed == 3
    assert set(made.decisions["role"]) == {"small"}


def test_in_a_correction_two_that_make_up_for_each_other_are_not_exposed():
    # Two by two of them were never shown: they rise and fall together, and the fifth alone comes out.
    rows = world([[3, 4, 30], [4, 3, 31], [22, 32, 2]])
    small = {(0, 0), (0, 1), (1, 0), (1, 1), (2, 2)}
    before = [row for cell, row in rows.items() if cell not in small]

    made = protect([Release(figures(*before), frozenset(), DEFINITIONS)], now_of(rows))

    assert hidden_of(made, rows) == small
    assert made.exposed == 1


def test_a_small_figure_that_was_shown_before_is_not_hidden_in_vain(decide):
    assert decide(cumbria(3, 20), (cumbria(3, 20), [])) == {}
    assert decide.exposed == 0


def test_a_shown_figure_revised_to_a_small_one_is_hidden_with_a_total(decide):
    # 20 was shown and stands; the total of 23 was not.
    assert decide(cumbria(3, 20), (cumbria(10, 20), [])) == {CUMBERLAND: "small", CUMBRIA: "companion"}


def test_what_is_held_stays_held_when_it_is_no_longer_small(decide):
    hidden = cumbria(3, 20)[:2]

    # 12 now; had it been shown with its new total, 23 + 9 = 32, the other would be 20, and 3 the old one.
    assert decide(cumbria(12, 20), (cumbria(3, 20), hidden), held=hidden) == {}


def test_what_is_held_protects_with_its_new_number_too(decide):
    before, now = cleveland(3, 40, 9, 25), cleveland(3, 40, 30, 25)
    hidden = [before[0], before[2]]

    assert decide(now, (before, hidden), held=hidden) == {}


def test_what_is_held_is_not_decided_again(decide):
    hidden = cumbria(3, 20)[:2]

    assert decide(cumbria(3, 20), (cumbria(3, 20), hidden), held=hidden) == {}


def test_a_number_shown_before_opens_again_when_it_comes_back(decide):
    shown, small = cumbria(10, 20), cumbria(3, 20)
    hidden = [small[0], small[2]]

    made = decide(shown, (shown, []), (small, hidden), held=hidden)

    assert made == {CUMBERLAND: "open", CUMBRIA: "open"}


def test_another_number_of_a_held_figure_stays_hidden(decide):
    shown, small = cumbria(10, 20), cumbria(3, 20)
    hidden = [small[0], small[2]]

    assert decide(cumbria(11, 20), (shown, []), (small, hidden), held=hidden) == {}


def test_forgetting_hides_what_was_shown_and_only_what_has_to_be(decide):
    rows = [*cumbria(3, 20), of(LEEDS, 50)]

    made = decide(rows, (rows, []), forget=True)

    assert made == {CUMBERLAND: "small", WESTMORLAND: "companion"}


def test_forgetting_goes_by_the_new_rules(decide, definitions):
    stricter = definitions.catalogue.called(TESTS).model_copy(update={"hide_below": 10})
    changed = Catalogue({**definitions.catalogue.indicators, TESTS: stricter})
    rows = figures(*cumbria(7, 20))
    before = Release(rows, frozenset(), definitions)
    now = Release(rows, frozenset(), type(definitions)("", "", changed, definitions.areas, ()))

    made = protect([before], now, forget=True)

    assert dict(zip(made.decisions["area"], made.decisions["role"], strict=True)) == {
        CUMBERLAND: "small",
        WESTMORLAND: "companion",
    }


# What the source hid.


def test_what_the_source_hid_is_protected_where_it_could_be_worked_back(decide):
    # 23 less 20 is 3: hiding the 20 protects what the source would not say.
    made = decide([of(CUMBERLAND, **HIDDEN_THERE), of(WESTMORLAND, 20), of(CUMBRIA, 23)])

    assert made == {WESTMORLAND: "companion"}


def test_what_the_source_hid_and_nobody_can_work_back_needs_nothing(decide):
    assert decide([of(CUMBERLAND, **HIDDEN_THERE), of(WESTMORLAND, 20)]) == {}
    assert decide([*[of(area, **HIDDEN_THERE) for area in CLEVELAND[:2]], *cleveland(1, 1, 20, 30)[2:]]) == {}


def test_what_the_source_hid_protects_a_small_one_beside_it(decide):
    rows = [of(CLEVELAND[0], **HIDDEN_THERE), *cleveland(9, 3, 20, 30)[1:]]

    assert decide(rows) == {CLEVELAND[1]: "small"}


def test_two_that_the_source_hid_do_not_protect_a_third_where_their_sum_is_known(decide):
    # Spring and summer are hidden at source. The year to September has them with two quarters that are shown:
    # 38 - 15 - 16 = 7 together. The financial year has them too: 30 - 7 - 20 leaves 3 for autumn.
    quarter = {"period_months": 3, "period_kind": "quarter"}
    rows = [
        of(LEEDS, 15, period_start="2022-10-01", **quarter),
        of(LEEDS, 16, period_start="2023-01-01", **quarter),
        of(LEEDS, **HIDDEN_THERE, period_start="2023-04-01", **quarter),
        of(LEEDS, **HIDDEN_THERE, period_start="2023-07-01", **quarter),
        of(LEEDS, 3, period_start="2023-10-01", **quarter),
        of(LEEDS, 20, period_start="2024-01-01", **quarter),
        of(LEEDS, 38, period_start="2022-10-01", period_months=12, period_kind="rolling year"),
        of(LEEDS, 30, period_start="2023-04-01"),
    ]

    assert "companion" in decide(rows, by="period_start").values()
    # In another place two that are hidden at source cannot make up what is left of a wrong total: less than nobody.
    elsewhere = [*[of(area, **HIDDEN_THERE) for area in CLEVELAND[:2]], *cleveland(1, 1, 20, 30)[2:4]]
    wrong = [*elsewhere, of(ALL_CLEVELAND, 40)]
    assert decide([*rows, *wrong], by="period_start") == decide(rows, by="period_start")


def test_a_region_of_a_force_and_the_authorities_outside_it_gives_a_small_one_away(decide):
    # Durham and Darlington did not send by themselves, but their force did: 28 + 10 * 30 + 3 = 331.
    durham = DEFINITIONS.areas.at("E23000008")
    others = [code for code in DEFINITIONS.areas.at("E12000001").members if code not in durham.members]
    rows = [of(others[0], 3), *(of(code, 30) for code in others[1:]), of(durham.code, 28)]

    made = decide([*rows, of("E12000001", sum(row["numerator"] for row in rows))])

    assert sorted(made.values()) == ["companion", "small"]


def cautions(conditional: float, simple: float, all_of_them: float) -> list[dict[str, object]]:
    """Two groups of outcomes, and the measure that the catalogue ties them to."""
    kinds = {"conditional": conditional, "simple": simple}
    return [
        of(LEEDS, all_of_them, indicator="possession-caution", denominator=90.0),
        *(
            of(LEEDS, count, indicator="possession-outcomes", breakdown=f"outcome={kind}-caution")
            for kind, count in kinds.items()
        ),
    ]


def test_a_tie_of_two_measures_gives_a_small_one_away(decide):
    made = decide(cautions(4, 20, 24), by="breakdown")

    assert made == {"outcome=conditional-caution": "small", "outcome=simple-caution": "companion"}


def test_a_tie_that_the_figures_break_by_one_leaves_three_values_and_no_more(decide):
    # 25 less 20, give or take one: 4, 5 or 6.
    assert decide(cautions(4, 20, 25), by="breakdown") == {"outcome=conditional-caution": "small"}
    # Beside 43 less 28 and 12, give or take one, which is 2, 3 or 4, it is 4.
    others = {"community-resolution": 28, "outcome-22": 12}
    diversion = [
        of(LEEDS, 43, indicator="possession-diverted", denominator=90.0),
        *(of(LEEDS, n, indicator="possession-outcomes", breakdown=f"outcome={name}") for name, n in others.items()),
    ]
    assert "companion" in decide([*cautions(4, 20, 25), *diversion], by="breakdown").values()


def test_a_district_is_not_its_county(decide):
    # The men of the county were not sent: they are 100 - 43 = 57, and not the 12 of any one district. The source
    # hid those of the first: 57 - 12 - 13 - 14 - 15 = 3.
    county = "E10000003"
    districts = ("E22000013", "E22000014", "E22000015", "E22000016", "E22000018")
    men = [of(code, count, sex="male") for code, count in zip(districts[1:], (12, 13, 14, 15), strict=True)]
    first = of(districts[0], **HIDDEN_THERE, sex="male")
    elsewhere = of(LEEDS, 30, sex="male")

    made = decide([of(county, 100), of(county, 43, sex="female"), first, *men, elsewhere])

    assert set(made.values()) == {"companion"}


# Tables by chance.


Cell = tuple[int, int]
Grid = dict[Cell, dict[str, object]]
SEXES = ("male", "female", "other", "unknown")


def world(counts: Sequence[Sequence[int]]) -> Grid:
    """Deaths in Leeds by sex and drug, with all their sums: a table of which nothing else is known."""
    table = [[*row, sum(row)] for row in counts]
    table.append([sum(row[x] for row in table) for x in range(len(table[0]))])
    sexes, drugs = (*SEXES[: len(counts)], "persons"), (*(f"drug={name}" for name in "abcd"[: len(counts[0])]), "")
    return {
        (y, x): of(LEEDS, table[y][x], sex=sex, breakdown=drug, indicator="drug-poisoning-deaths")
        for y, sex in enumerate(sexes)
        for x, drug in enumerate(drugs)
    }


def now_of(rows: Grid) -> Release:
    return Release(figures(*rows.values()), frozenset(), DEFINITIONS)


def sums_of(rows: Grid) -> list[dict[Cell, int]]:
    """The cells of each row and each column, and the total at its end."""
    bottom, right = max(rows)
    across = [{(y, x): 1 if x < right else -1 for x in range(right + 1)} for y in range(bottom + 1)]
    return [*across, *({(y, x): 1 if y < bottom else -1 for y in range(bottom + 1)} for x in range(right + 1))]


NUMBERS = st.sampled_from([0, 1, 2, 3, 4, 6, 9, 15])
TABLES = st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=3, max_size=3)
CELLS = [(y, x) for y in range(4) for x in range(4)]


def hidden_of(made: Protection, rows: Grid) -> set[Cell]:
    decided = {Key(*row) for row in made.decisions[KEY].itertuples(index=False, name=None)}
    return {cell for cell, row in rows.items() if key(row) in decided}


def needed(count: int) -> int:
    return 2 if 0 < count < 5 else 1


def narrow(rows: Grid, hidden: set[Cell]) -> set[Cell]:
    """The hidden cells that an outsider can place more narrowly than they may."""
    counts = {cell: int(rows[cell]["numerator"]) for cell in hidden}
    numbers = {cell: at for at, cell in enumerate(sorted(hidden))}
    sums = [{numbers[cell]: sign for cell, sign in one.items() if cell in numbers} for one in sums_of(rows)]
    found = solved(sums, {numbers[cell]: count for cell, count in counts.items()})
    return {cell for cell, at in numbers.items() if found[at] < needed(counts[cell])}


def is_as_safe_as_can_be(rows: Grid, before: set[Cell]) -> None:
    """Nothing is placed too narrowly but what is told to be exposed, and that only where all hidden would not do."""
    releases = [
        Release(figures(*(rows[cell] for cell in sorted(some))), frozenset(), DEFINITIONS) for some in (before, rows)
    ]
    made = protect(releases[:1], releases[1])
    hidden, people = hidden_of(made, rows), {cell for cell, row in rows.items() if row["numerator"]}
    small = {cell for cell in people if rows[cell]["numerator"] < 5}
    left = narrow(rows, hidden)

    assert hidden <= people - before
    assert small - before <= hidden
    assert len(left) <= made.exposed
    assert not left or left <= narrow(rows, people - before)
    for companion in [] if left else hidden - small:
        assert narrow(rows, hidden - {companion}), "no companion is needless"


@settings(deadline=None, max_examples=60)
@given(TABLES)
def test_a_table_by_chance_is_safe(counts):
    is_as_safe_as_can_be(world(counts), set())


@settings(deadline=None, max_examples=30)
@given(TABLES, st.sets(st.sampled_from([cell for cell in CELLS if 3 not in cell]), max_size=5))
def test_a_table_of_which_some_was_shown_before_is_as_safe_as_it_can_be(counts, before):
    is_as_safe_as_can_be(world(counts), before)


@pytest.mark.parametrize(
    "counts",
    [
        # By chance; each once left something open that one more companion would have hidden.
        [[0, 1, 0], [0, 3, 1], [1, 6, 3]],
        [[9, 15, 0, 15], [0, 2, 2, 1], [4, 15, 15, 2], [1, 15, 6, 1]],
        [[15, 1, 2, 4], [3, 6, 9, 6], [1, 6, 15, 0], [1, 2, 2, 4]],
        [[9, 4, 1, 9], [1, 6, 0, 15], [4, 9, 15, 15], [6, 15, 3, 0]],
    ],
)
def test_a_table_that_was_once_unsafe_is_safe(counts):
    is_as_safe_as_can_be(world(counts), set())


@settings(deadline=None, max_examples=15)
@given(TABLES, st.permutations(CELLS))
def test_the_order_of_rows_makes_no_difference(counts, order):
    rows = world(counts)

    def decided(cells):
        return protect([], Release(figures(*(rows[cell] for cell in cells)), frozenset(), DEFINITIONS))

    straight, shuffled = decided(CELLS), decided(order)
    assert straight.decisions.to_dict("records") == shuffled.decisions.to_dict("records")
    assert straight.exposed == shuffled.exposed


def test_decisions_on_unrelated_figures_are_joined(definitions):
    one = protect([], Release(figures(*cumbria(3, 20)), frozenset(), definitions))
    other = protect([], Release(figures(*cleveland(1, 1, 20, 30)), frozenset(), definitions))

    both = together([one, other])

    assert both.count(HidingRole.SMALL) == 3
    assert both.count(HidingRole.COMPANION) == 2
    assert both.exposed == 0
    assert together([]).decisions.empty
    assert list(together([]).decisions) == [*KEY, "role"]
