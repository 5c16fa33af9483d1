"""The table of layers in the README holds, with no exception."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENTRY = ("dashboard.__main__", "dashboard.app", "dashboard.commands", "dashboard.settings", "dashboard.demo")
OURS = {  # layer: the layers (or modules) of ours that it may import
    "domain": {"domain"},
    "stats": {"domain", "stats"},
    "intake": {"domain", "intake"},
    "charts": {"domain", "charts"},
    "store": {"domain", "store"},
    "reports": {"domain", "stats", "charts", "reports"},
    "exports": {"domain", "reports", "exports"},
    "journeys": {"domain", "stats", "intake", "charts", "store", "reports", "exports", "journeys"},
    "ui": {"domain", "journeys", "reports.report", "charts.style", "store.database", "ui"},
    "pages": {"domain", "journeys", "ui"},
    "entry": {"domain", "journeys", "store.database", "ui", "entry"},
}
NEVER = {
    "domain": {"streamlit", "sqlmodel", "sqlalchemy", "altair"},
    "stats": {"streamlit", "sqlmodel", "sqlalchemy", "altair"},
    "intake": {"streamlit", "sqlmodel", "sqlalchemy", "altair"},
    "charts": {"streamlit", "sqlmodel", "sqlalchemy"},
    "store": {"streamlit", "altair"},
    "reports": {"streamlit", "sqlmodel", "sqlalchemy"},
    "exports": {"streamlit", "sqlmodel", "sqlalchemy"},
    "journeys": {"streamlit", "sqlalchemy"},
    "ui": {"sqlalchemy", "altair"},
    "pages": {"sqlmodel", "sqlalchemy", "altair", "pandas"},
    "entry": {"sqlmodel", "sqlalchemy", "pandas"},
}


def _modules() -> list[tuple[str, Path]]:
    files = [*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("pages/*.py")]
    return sorted((".".join(path.relative_to(ROOT).with_suffix("").parts), path) for path in files)


def _layer(module: str) -> str:
    parts = module.split(".")
    return "pages" if parts[0] == "pages" else "entry" if module in ENTRY else parts[1]


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("module", "path"), [m for m in _modules() if not m[0].endswith("__init__")])
def test_a_module_imports_only_what_its_layer_may(module, path):
    layer = _layer(module)
    for name in _imports(path):
        assert name.split(".")[0] not in NEVER[layer], f"{module} imports {name}"
        if name.startswith("dashboard."):
            inside = name.removeprefix("dashboard.")
            entry = any(f"dashboard.{inside}".startswith(one) for one in ENTRY)
            allowed = {"entry"} <= OURS[layer] if entry else any(inside.startswith(one) for one in OURS[layer])
            assert allowed, f"{module} imports {name}"


@pytest.mark.parametrize("path", sorted(ROOT.glob("dashboard/journeys/[a-z]*.py")), ids=lambda path: path.stem)
def test_each_journey_asks_for_the_right_first(path):
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            first = node.body[1] if isinstance(node.body[0], ast.Expr) and ast.get_docstring(node) else node.body[0]
            assert ast.unparse(first).startswith("require("), f"{path.stem}.{node.name}"


@pytest.mark.parametrize("path", sorted(ROOT.glob("pages/*.py")), ids=lambda path: path.stem)
def test_a_page_is_a_short_script_without_functions(path):
    text = path.read_text("utf-8")
    assert 10 <= len(text.splitlines()) <= 50
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
