"""The table of layers in the README holds, with no exception."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENTRY = {"__main__", "app", "commands", "settings"}
PURE = "streamlit sqlmodel sqlalchemy"
LAYERS = {  # layer: what it may import of ours, and which libraries never
    "domain": ("domain", f"{PURE} altair"),
    "stats": ("domain stats", f"{PURE} altair"),
    "intake": ("domain intake", f"{PURE} altair"),
    "charts": ("domain charts", PURE),
    "store": ("domain store", "streamlit altair"),
    "reports": ("domain stats charts reports", PURE),
    "exports": ("domain reports exports", PURE),
    "journeys": ("domain stats intake charts store reports exports journeys", "streamlit sqlalchemy"),
    "ui": ("domain journeys reports.report charts.style store.database ui", "sqlalchemy altair"),
    "pages": ("domain journeys ui", "sqlmodel sqlalchemy altair pandas"),
    "demo": ("domain journeys store.database demo", "streamlit sqlmodel sqlalchemy altair pandas"),
    "entry": ("domain journeys store.database ui demo settings commands", "sqlmodel sqlalchemy pandas"),
}
FILES = sorted([*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("pages/*.py")])


def _layer(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "pages" if parts[0] == "pages" else "entry" if parts[1] in ENTRY else parts[1]


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != "__init__"], ids=lambda path: path.stem)
def test_a_module_imports_only_what_its_layer_may(path):
    ours, never = LAYERS[_layer(path)]
    for name in _imports(path):
        assert name.split(".")[0] not in never.split()
        if name.startswith("dashboard."):
            assert f"{name.removeprefix('dashboard.')}.".startswith(tuple(f"{one}." for one in ours.split())), name


@pytest.mark.parametrize("path", sorted(ROOT.glob("dashboard/journeys/[a-z]*.py")), ids=lambda path: path.stem)
def test_each_journey_asks_for_the_right_first(path):
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            first = node.body[1] if ast.get_docstring(node) else node.body[0]
            assert ast.unparse(first).startswith("require("), f"{path.stem}.{node.name}"
