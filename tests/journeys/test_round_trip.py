"""Any figures, sent in our template and published, come back as they were: keys, states and numbers."""

import csv
import io
import math
import shutil
import tempfile
from collections import defaultdict

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.definitions import read_definitions
from dashboard.domain.figures import FIGURE, KEY, NUMBERS, State
from dashboard.domain.periods import financial_year, month, quarter, rolling_year, snapshot
from dashboard.journeys import editions, export, submit
from dashboard.store import figures as figures_store
from dashboard.store.database import Database
from tests.conftest import TODAY
from tests.figures import sent

DEFINITIONS = read_definitions()
INDICATORS = [one for one in DEFINITIONS.catalogue if one.kind in ("count", "proportion", "rate")]
# Areas that any indicator may be sent for, by code.
AREAS = ["E09000003", "E06000052", "E10000021", "E12000007", "E92000001", "cdp-cumbria"]
ROUNDING = [one.id for one in INDICATORS if one.round_to]
UNNUMBERED = [state for state in State if state.mark]
NOTHING = float("nan")

# No nearer to nothing than a number may be, but for nothing itself; two together are not above the most there may be.
counts = st.one_of(st.integers(0, 5 * 10**8).map(float), st.floats(1e-9, 1e6, allow_nan=False))
words = st.text(alphabet="abc xyzÀé’“,;\"'0-9", max_size=30).map(lambda text: " ".join(text.split()))
periods = st.one_of(
    st.integers(2000, 2024).map(financial_year),
    st.builds(month, st.integers(2000, 2025), st.integers(1, 12)),
    st.builds(quarter, st.integers(2000, 2025), st.sampled_from([1, 4, 7, 10])),
    st.builds(rolling_year, st.integers(2000, 2025), st.integers(1, 12)),
    st.dates(pd.Timestamp("2000-01-01").date(), pd.Timestamp("2025-12-31").date()).map(snapshot),
)


@st.composite
def numbered(draw, indicator):
    """Numbers that agree with one another, as a careful agency sends them."""
    blank = dict.fromkeys(NUMBERS, NOTHING) | {"state": draw(st.sampled_from([State.VALUE, State.ROUNDED])).value}
    count = draw(counts)
    if not indicator.divides:
        return blank | {"numerator": count}
    if draw(st.booleans()):
        whole = draw(counts.filter(bool)) if count else draw(counts)
        whole = count + whole if indicator.kind == "proportion" else whole
        return blank | {"numerator": count, "denominator": whole}
    value = draw(st.floats(1.5, indicator.per, allow_nan=False))
    low = draw(st.one_of(st.just(0.0), st.floats(1e-6, 1)))
    high = draw(st.floats(0, 1))
    return blank | {"value": value, "lower": value * low, "upper": value * (1 + high)}


@st.composite
def a_figure(draw):
    indicator = draw(st.sampled_from(INDICATORS))
    if draw(st.booleans()):
        numbers = draw(numbered(indicator))
    else:
        numbers = dict.fromkeys(NUMBERS, NOTHING) | {"state": draw(st.sampled_from(UNNUMBERED)).value}
    period = draw(periods)
    return numbers | {
        "indicator": indicator.id,
        "area": draw(st.sampled_from(AREAS)),
        "period_start": period.start.isoformat(),
        "period_months": period.months,
        "period_kind": period.kind.value,
        "sex": draw(st.sampled_from(["persons", "male", "female"])),
        "age": draw(st.sampled_from(["", "20-29", "65+"])),
        "breakdown": draw(st.sampled_from(["", "drug=heroin", "ethnicity=asian; prison=LPI"])),
        "note": draw(words),
        "source": "",
    }


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(a_figure(), min_size=1, max_size=15, unique_by=lambda row: tuple(row[name] for name in KEY)))
def test_figures_come_back_as_they_were_sent(empty_database, rows):
    original = pd.DataFrame(rows, columns=FIGURE).sort_values(KEY, ignore_index=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{shutil.copy(empty_database, folder)}")
        shown = submit.preview(database, LOCAL_USER, "figures.csv", sent(original), TODAY)
        assert shown.screening.errors == ()
        submit.publish(database, LOCAL_USER, shown, "a reason", shown.screening.warnings)
        editions.prepare(database, LOCAL_USER)
        with database.reading() as session:
            stored = figures_store.read(session, 1)[FIGURE]
            taken = export.take_figures(session, LOCAL_USER, export.Choice()).decode()
        database.close()

    pd.testing.assert_frame_equal(stored, original, check_dtype=False)
    _agree(list(csv.DictReader(io.StringIO(taken))), original)


def _agree(lines, original):
    """What the dashboard shows has every figure that was sent, with its own numbers."""
    by_key = defaultdict(list)
    for line in lines:
        by_key[_key(line)].append(line)
    for row in original.to_dict("records"):
        assert any(_same(line, row) for line in by_key[_key(row)]), (row, by_key[_key(row)])


def _key(row):
    return tuple(row[name] for name in ("indicator", "area", "period_start", "sex", "age", "breakdown"))


def _same(line, row):
    """A line may also be hidden, without a number, or be rounded where the source of its measure rounds."""
    if line["state"] == State.PROTECTED.value and State(row["state"]).has_numbers:
        return not any(line[name] for name in NUMBERS)
    if line["state"] == State.ROUNDED.value and row["state"] == State.VALUE.value and row["indicator"] in ROUNDING:
        counts = [name for name in ("numerator", "denominator") if line[name] and not math.isnan(row[name])]
        return all(abs(float(line[name]) - row[name]) <= 2.5 for name in counts)
    nobody = row["denominator"] == 0
    state = State.NOT_APPLICABLE.value if nobody else row["state"]
    given = [name for name in NUMBERS if not math.isnan(row[name]) and not (nobody and name != "denominator")]
    return line["state"] == state and all(line[name] and float(line[name]) == row[name] for name in given)
