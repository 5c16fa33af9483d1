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
    "assembly": ("domain stats intake store reports assembly", "streamlit sqlalchemy altair"),
    "journeys": ("domain stats intake charts store reports exports assembly journeys", "streamlit sqlalchemy"),
    "ui": (
        "domain journeys reports.report reports.tables charts.style charts.caption store.database ui",
        "sqlalchemy altair",
    ),
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
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "a relative import hides where it leads to"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != "__init__"], ids=lambda path: path.stem)
def test_a_module_imports_only_what_its_layer_may(path):
    ours, never = LAYERS[_layer(path)]
    for name in _imports(path):
        assert name.split(".")[0] not in never.split()
        if name.startswith("dashboard."):
            assert f"{name.removeprefix('dashboard.')}.".startswith(tuple(f"{one}." for one in ours.split())), name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_imported_by_a_name_made_while_running(path):
    names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
    assert "__import__" not in names
    assert not {name.split(".")[0] for name in _imports(path)} & {"importlib", "pkgutil", "runpy", "imp"}


def _public_callables(body, within=""):
    """Every function, coroutine, method, property and lambda that another module can call by its name."""
    for node in body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Lambda):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield f"{within}{', '.join(map(ast.unparse, targets))}", node.value
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if isinstance(node, ast.ClassDef):
                yield from _public_callables(node.body, f"{within}{node.name}.")
            else:
                yield f"{within}{node.name}", node


def _asks_first(function):
    if isinstance(function, ast.Lambda):
        return False
    first = function.body[1] if ast.get_docstring(function) else function.body[0]
    return ast.unparse(first).startswith("require(")


@pytest.mark.parametrize("path", sorted(ROOT.glob("dashboard/journeys/*.py")), ids=lambda path: path.stem)
def test_each_journey_asks_for_the_right_first(path):
    for name, function in _public_callables(ast.parse(path.read_text("utf-8")).body):
        assert _asks_first(function), f"{path.stem}.{name}"


@pytest.mark.parametrize(
    "code",
    [
        "def f(user):\n    return 1",
        "async def f(user):\n    return 1",
        "f = lambda user: 1",
        "class C:\n    def f(self, user):\n        return 1",
        "class C:\n    @property\n    def f(self):\n        return 1",
        "class C:\n    async def f(self, user):\n        return 1",
        "def f(user):\n    'Ask late.'\n    x = 1\n    require(user, x)",
    ],
)
def test_a_journey_that_does_not_ask_is_found(code):
    assert not all(_asks_first(function) for _, function in _public_callables(ast.parse(code).body))


@pytest.mark.parametrize("code", ["from ..store import figures", "from . import view"])
def test_a_relative_import_is_found(code, tmp_path):
    (tmp_path / "module.py").write_text(code, "utf-8")
    with pytest.raises(AssertionError, match="relative"):
        list(_imports(tmp_path / "module.py"))
