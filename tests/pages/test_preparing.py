"""While a first start is got ready every page says so, and the page that was asked for takes its place."""

import pytest

from dashboard.commands.first_start import ANOTHER_IS_HERE, FIRST_START
from dashboard.domain.progress import Step
from tests.screens import words

COMMAND = "python -m dashboard demo --database sqlite:///demonstration.db"


@pytest.fixture
def getting_ready(monkeypatch):
    monkeypatch.setattr(FIRST_START, "step", Step("Putting in its figures", 20_000, 203_397))
    return FIRST_START


@pytest.mark.parametrize("page", ["overview", "indicators", "definitions"])
def test_a_page_says_what_is_got_ready_and_how_far_it_is(app, getting_ready, page):
    shown = app(page)

    assert [title.value for title in shown.title] == ["Getting the demonstration ready"]
    assert "Putting in its figures … (20,000 of 203,397)" in words(shown)
    assert not shown.error


def test_a_page_says_what_is_in_the_way(app, getting_ready, monkeypatch):
    monkeypatch.setattr(getting_ready, "refusal", "The disk of the database takes nothing more.")

    (error,) = app().error
    assert error.value == "The disk of the database takes nothing more. It is tried again every few seconds."


def test_once_it_is_ready_the_page_itself_opens(app, getting_ready, national_figures, monkeypatch):
    shown = app()
    monkeypatch.setattr(getting_ready, "step", None)

    assert shown.run().title[0].value == "England"


def test_where_another_demonstration_is_here_a_page_says_how_to_have_that_of_this_version(
    app, national_figures, monkeypatch
):
    monkeypatch.setattr(FIRST_START, "offer", COMMAND)

    assert any(ANOTHER_IS_HERE.rstrip(":") in caption.value and COMMAND in caption.value for caption in app().caption)


def test_where_none_is_nothing_is_said_of_one(app, national_figures):
    assert ANOTHER_IS_HERE.rstrip(":") not in words(app())


def test_what_the_process_beside_tells_is_taken_in_until_it_ends_within_a_line(capsys):
    lines = ['["step", "Reading", 0, 0]\n', '["refusal", "No room."]\n', '["step", "Putting in", 1, 2]\n', '["rea']
    FIRST_START.begins()
    FIRST_START.hear(lines)

    assert FIRST_START.step == Step("Putting in", 1, 2)
    FIRST_START.hear(['["ready"]\n'])
    assert FIRST_START.step is None
    assert "No room. It is tried again every few seconds." in capsys.readouterr().err
