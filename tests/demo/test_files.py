"""The files of the demonstration: one an agency and quarter, the same bytes each time, no figure without the mark."""

import os
import subprocess
import sys
from collections import Counter
from datetime import date

import pandas as pd
import pytest

from dashboard.demo.world import world
from dashboard.domain.access import LOCAL_USER
from dashboard.domain.agencies import Agency
from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import datasets
from dashboard.domain.figures import is_demonstration
from dashboard.domain.findings import Verdict
from dashboard.journeys import submit
from tests.conftest import ROOT, TODAY

SMALL_ENOUGH = 2_000_000  # bytes, of the files that lie beside the code


def test_there_is_a_file_for_each_agency_and_each_of_16_quarters(sent):
    of_quarters = Counter(file.name.partition("-")[0] for file in sent if file.name.count("-") == 3)

    assert of_quarters == {agency.value: 16 for agency in Agency}
    assert len({file.name for file in sent}) == len(sent)


def test_the_newest_quarter_is_the_one_written_in_the_datasets():
    here = world()

    assert here.quarters[here.newest].text == "Apr to Jun 2026"
    assert here.quarters[here.first].text == "Jul to Sep 2022"
    assert all(quarter.end < date(2026, 11, 21) for quarter in here.quarters)


def test_another_process_writes_the_same_bytes_which_lie_in_the_datasets(tmp_path):
    command = [sys.executable, "-m", "dashboard", "demo", "--files", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in (datasets() / "demo").glob("*.csv")}

    assert len(written) == len(Agency)
    assert written == kept, "run: python -m dashboard demo --files datasets/demo"
    assert sum(len(content) for content in kept.values()) < SMALL_ENOUGH


def test_the_newest_files_are_those_of_the_demonstration_itself(sent):
    contents = {file.name: file.content for file in sent}

    for path in (datasets() / "demo").glob("*.csv"):
        assert contents[path.name] == path.read_bytes(), path.name


def test_every_row_carries_the_mark(rows):
    assert all(is_demonstration(source) for source in rows["source"].unique())


@pytest.mark.parametrize("agency", list(Agency))
def test_an_analyst_may_try_the_newest_files_and_nothing_is_wrong_with_them(agency):
    path = datasets() / "demo" / f"{agency}-2026-27-Q1.csv"

    screening = submit.check(LOCAL_USER, path.name, path.read_bytes(), TODAY)

    assert screening.verdict in (Verdict.ACCEPTED, Verdict.WARNINGS)
    assert screening.errors == ()


def test_every_measure_of_the_catalogue_has_figures(rows, definitions):
    assert {one.id for one in definitions.catalogue} == set(rows["indicator"])


def test_every_authority_and_every_force_has_figures(rows, definitions):
    sent = set(rows["area"])

    for kind in (AreaKind.AUTHORITY, AreaKind.POLICE_FORCE):
        assert {area.code for area in definitions.areas.of_kind(kind) if not area.ended} <= sent


def test_every_file_passes_our_own_screening(sent):
    for file in sent[-10:]:
        screening = submit.check(LOCAL_USER, file.name, file.content, TODAY)

        assert screening.errors == ()
        assert len(screening.figures), file.name


def test_what_became_of_those_who_started_is_told_of_as_many_as_started(rows):
    key = ["area", "period", "sex", "age", "breakdown"]
    names = ("effective-treatment", "early-unplanned-exits")
    effective, exits = (rows[rows["indicator"] == name].set_index(key)["whole"] for name in names)
    both = pd.concat({"effective": effective, "exits": exits}, axis="columns").dropna()

    assert len(both) > 1_000
    assert (both["effective"] == both["exits"]).all()
