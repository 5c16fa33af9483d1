"""A page is a short script: it asks, opens, shows."""

import ast

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("path", sorted(ROOT.glob("pages/*.py")), ids=lambda path: path.stem)
def test_a_page_is_a_short_script_without_functions(path):
    text = path.read_text("utf-8")

    assert 5 <= len(text.splitlines()) <= 50
    assert not [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
