"""Values stay values until they are shown: reports take records, and take no words apart that they put together."""

import ast
from pathlib import Path

import pytest

from dashboard.domain import flags

REPORTS = sorted((Path(__file__).parents[1] / "dashboard" / "reports").glob("*.py"))
FRAMES = {"pandas", "polars", "pyarrow"}
ROWS = {"iterrows", "itertuples", "iloc", "loc"}
TAKING_APART = {"split", "rsplit", "splitlines", "partition", "rpartition", "removeprefix", "removesuffix"}
GRAMMAR = {"words.py"}  # writes numbers without needless digits, and reads the catalogue's own sentences and age groups
FLAGS = {flags.PROVISIONAL, flags.BREAK_IN_SERIES, flags.COUNTED_TWICE}


def _nodes(path):
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_no_frame_comes_into_a_report(path):
    for node in _nodes(path):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        assert not {name.split(".")[0] for name in (*names, module)} & FRAMES
        assert not (isinstance(node, ast.Attribute) and node.attr in ROWS), ast.unparse(node)


@pytest.mark.parametrize("path", [one for one in REPORTS if one.name not in GRAMMAR], ids=lambda path: path.stem)
def test_no_report_takes_its_words_apart_again(path):
    for node in _nodes(path):
        assert not (isinstance(node, ast.Attribute) and node.attr in TAKING_APART), ast.unparse(node)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_no_report_looks_for_a_flag_in_a_text(path):
    for node in _nodes(path):
        looks = isinstance(node, ast.Compare) and any(isinstance(op, ast.In | ast.NotIn) for op in node.ops)
        found = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)} if looks else set()
        assert not found & FLAGS, ast.unparse(node)
        if looks:  # a word is never looked for within another text
            assert not (isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)), ast.unparse(node)
