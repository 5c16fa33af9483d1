"""A large file in a real browser: each step of its screening is told, and Cancel stops it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.benchmarks.large_files import write_template


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.csv"
    write_template(path, 200_000)
    return path


def test_a_large_file_tells_its_steps_and_cancel_leaves_nothing_behind(dashboard, large):
    page = dashboard.open("upload")
    page.locator("input[type=file]").set_input_files(large)
    step = page.get_by_role("status").filter(has_text="…")
    expect(step).to_contain_text("Checking the figures")
    dashboard.photograph("upload-progress")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Cancelled. Nothing of the file was kept, and no figure was changed.")).to_be_visible()
    expect(page.get_by_text("large.csv")).to_have_count(0)
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)

    page = dashboard.open("submissions")
    expect(page.get_by_role("row").filter(has_text="national_figures.csv")).to_be_visible()
    expect(page.get_by_text("large.csv")).to_have_count(0)
