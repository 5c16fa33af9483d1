"""A page and its figures, saved before later revisions and changed definitions, come back byte for byte."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.errors import NotFound, Outdated
from dashboard.journeys import administer, submit
from tests.conftest import TODAY
from tests.figures import template
from tests.screens import elements

ROWS = [
    {"indicator": "coc-engaged-21-days", "area": "E06000063", "period": "2023/24", "count": "12", "denominator": "31"},
    {"indicator": "coc-engaged-21-days", "area": "E06000064", "period": "2023/24", "count": "8", "denominator": "20"},
]


def _page(as_at: int, page: str = "", **query: str) -> list[bytes]:
    """Return the bytes of everything that a page shows; the file behind its button is compared by itself."""
    app = AppTest.from_file("../../dashboard/app.py", default_timeout=30)
    app.query_params.update({"area": "cdp-cumbria", "as-at": str(as_at), **query})
    app.run()
    if page:
        app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    shown = [element for element in elements(app) if element.type != "download_button"]
    return [element.proto.SerializeToString() for element in shown]


def test_an_old_page_and_its_figures_come_back_byte_for_byte(desk, address, own_definitions, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", address)
    desk.publish(template(ROWS))
    pages = [_page(1), _page(1, "indicator", indicator="coc-engaged-21-days")]
    saved = desk.taken(), desk.taken(as_at=1)

    _change(
        own_definitions / "indicators" / "coc-engaged-21-days.toml",
        'short_title = "Continuity of care"',
        'short_title = "Renamed"',
    )
    _change(
        own_definitions / "reference" / "partnerships.csv", "cdp-cumbria,Cumbria,", "cdp-cumbria,Cumbria and Furness,"
    )
    assert administer.bring_up_to_date(desk.database, LOCAL_USER) == 2
    desk.publish(template([ROWS[0] | {"count": "13"}]))
    desk.publish(template([ROWS[1] | {"period": "2022/23"}]))

    assert [_page(1), _page(1, "indicator", indicator="coc-engaged-21-days")] == pages
    assert saved[0] == saved[1] == desk.taken(as_at=1)
    assert "Renamed" in str(desk.area("cdp-cumbria"))
    assert desk.area("cdp-cumbria").title == "Cumbria and Furness"
    assert "21 of 51" in str(desk.area("cdp-cumbria"))
    assert "20 of 51" in str(desk.area("cdp-cumbria", as_at=1))


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_changed_members_make_another_total_from_the_next_revision_on(sqlite_desk, own_definitions):
    sqlite_desk.publish(template(ROWS))
    table = own_definitions / "reference" / "partnerships.csv"
    kept = [line for line in table.read_text("utf-8").splitlines() if not line.startswith("cdp-lancashire,")]
    table.write_text("\n".join(kept), "utf-8")
    _change(table, "E06000063|E06000064", "E06000063|E06000064|E10000017")

    administer.bring_up_to_date(sqlite_desk.database, LOCAL_USER)

    assert "20 of 51" in str(sqlite_desk.area("cdp-cumbria", as_at=1))
    assert "Lancashire not supplied" in str(sqlite_desk.area("cdp-cumbria"))


def test_definitions_that_did_not_change_make_no_revision(sqlite_desk):
    administer.begin(sqlite_desk.database, LOCAL_USER, TODAY)

    assert administer.bring_up_to_date(sqlite_desk.database, LOCAL_USER) is None


def test_a_first_start_publishes_the_national_figures_once(sqlite_desk):
    for _ in range(2):
        administer.begin(sqlite_desk.database, LOCAL_USER, TODAY)

    assert len(sqlite_desk.history().revisions) == 1
    assert "329646" in sqlite_desk.taken(indicator="adults-in-treatment", period="2024/25")


def test_a_revision_that_is_not_there_is_told_kindly(sqlite_desk):
    with pytest.raises(NotFound, match=r"There is no revision 4\. The newest is 0"):
        sqlite_desk.area("cdp-cumbria", as_at=4)


def test_a_preview_made_under_other_definitions_is_refused_and_nothing_is_reverted(sqlite_desk, own_definitions):
    sqlite_desk.publish(template(ROWS))
    shown = sqlite_desk.preview(template([ROWS[0] | {"count": "13"}]))
    file = own_definitions / "indicators" / "coc-engaged-21-days.toml"
    _change(file, 'short_title = "Continuity of care"', 'short_title = "Renamed"')
    administer.bring_up_to_date(sqlite_desk.database, LOCAL_USER)

    with pytest.raises(Outdated, match="The catalogue or the areas were changed after you opened this preview"):
        submit.publish(sqlite_desk.database, LOCAL_USER, shown, "a reason", [])

    assert "Renamed" in str(sqlite_desk.area("cdp-cumbria"))


def test_files_that_nobody_took_on_change_no_page_not_even_through_an_undo(sqlite_desk, own_definitions):
    sqlite_desk.publish(template(ROWS))
    file = own_definitions / "indicators" / "coc-engaged-21-days.toml"
    _change(file, 'short_title = "Continuity of care"', 'short_title = "Renamed"')

    sqlite_desk.publish(template([ROWS[0] | {"count": "13"}]))
    sqlite_desk.undo(2)

    assert "Renamed" not in str(sqlite_desk.area("cdp-cumbria"))


def test_a_figure_published_before_its_follow_up_was_over_says_so(sqlite_desk, own_definitions):
    sqlite_desk.publish(template(ROWS))
    assert "It is not final" not in str(sqlite_desk.area("cdp-cumbria"))

    file = own_definitions / "indicators" / "coc-engaged-21-days.toml"
    _change(file, "follow_up_days = 21", "follow_up_days = 36525")
    administer.bring_up_to_date(sqlite_desk.database, LOCAL_USER)

    assert "It is not final: the 36525 days of follow-up were not over." in str(sqlite_desk.area("cdp-cumbria"))


def test_definitions_without_national_figures_start_empty(sqlite_desk, own_definitions):
    (own_definitions / "published" / "national_figures.csv").unlink()

    administer.begin(sqlite_desk.database, LOCAL_USER, TODAY)

    assert sqlite_desk.history().revisions == []


def test_an_old_page_keeps_the_events_of_its_day(sqlite_desk, own_definitions):
    quarters = ("Jul to Sep 2024", "Oct to Dec 2024", "Jan to Mar 2025")
    sqlite_desk.publish(template([ROWS[0] | {"period": period} for period in quarters]))
    before = sqlite_desk.indicator("coc-engaged-21-days", "E06000063")
    row = '2024-11-05,,A scheme,"A scheme began here.",E06000063,continuity-of-care,scheme,Minutes\n'
    with (own_definitions / "reference" / "events.csv").open("a", encoding="utf-8") as table:
        table.write(row)
    assert administer.bring_up_to_date(sqlite_desk.database, LOCAL_USER) == 2

    assert "5 November 2024: A scheme began here. Source: Minutes." in _happened(sqlite_desk, None)
    assert _happened(sqlite_desk, 1) == before.chart.happened


def test_definitions_from_before_there_were_events_are_read_without_any(sqlite_desk, own_definitions):
    for name in ("reference", "demo/reference"):
        (own_definitions / name / "events.csv").unlink()
    sqlite_desk.publish(template([ROWS[0] | {"period": period} for period in ("Jan to Mar 2025", "Apr to Jun 2025")]))

    assert _happened(sqlite_desk, 1) == ()


def _happened(desk, as_at: int | None) -> tuple[str, ...]:
    return desk.indicator("coc-engaged-21-days", "E06000063", as_at).chart.happened
