"""Texts from outside as Streamlit is given them; tests/browser looks at what a browser makes of them."""

import shutil

import pytest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.definitions import datasets
from dashboard.journeys import submit
from dashboard.ui.plain import plain
from tests.conftest import TODAY
from tests.figures import template

TITLE = "Adults :material/home: in [treatment](https://evil.example)"


@pytest.mark.parametrize(
    "text", ["Adults seen: A&E, 2024_25 (%)", "adults_in_treatment", "1:1 sessions", "Q1 2025 - all", "12.5% at most!"]
)
def test_a_heading_without_markup_is_heard_as_it_was_written(text):
    assert plain(text) == text


def test_a_measure_whose_title_looks_like_markup_has_it_in_no_heading(app, sqlite_database, tmp_path, monkeypatch):
    folder = tmp_path / "datasets"
    shutil.copytree(datasets(), folder)
    file = folder / "indicators" / "adults-in-treatment.toml"
    ours = 'title = "Adults in structured drug and alcohol treatment"'
    assert ours in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(ours, f'title = "{TITLE}"'), "utf-8")
    monkeypatch.setenv("DASHBOARD_DATASETS", str(folder))
    count = {"indicator": "adults-in-treatment", "area": "Hull", "period": "2023/24", "count": "900"}
    shown = submit.preview(sqlite_database, LOCAL_USER, "figures.csv", template([count]), TODAY)
    submit.publish(sqlite_database, LOCAL_USER, shown, "a reason", shown.screening.warnings)

    page = app("indicator", area="Hull", indicator="adults-in-treatment")
    texts = [element.value for element in (*page.title, *page.header, *page.subheader, *page.markdown)]

    assert plain(TITLE) in page.title[0].value
    assert not any("[treatment](" in text or ":material/" in text for text in texts), texts
