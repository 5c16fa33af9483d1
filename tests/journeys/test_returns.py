"""A return is taken, filled in and sent: what was filled in is published, and nothing beside it is read."""

import csv
import io
import re
import zipfile

import pytest

from dashboard.domain.access import Role, User
from dashboard.domain.agencies import Agency
from dashboard.domain.definitions import read_definitions
from dashboard.domain.errors import NotFound
from dashboard.domain.findings import Verdict
from dashboard.domain.template import RETURN
from dashboard.journeys import export
from tests.figures import template

CARE = {"indicator": "coc-eligible-releases", "area": "Leeds", "period": "Jan to Mar 2026"}
FEW = {"indicator": "coc-destination-recorded", "area": "Leeds", "period": "Jan to Mar 2026"}
COUNT, WHOLE = (chr(65 + RETURN.index(name)) for name in ("count", "denominator"))
GROUPS = ("coc-opiate", "coc-non-opiate", "coc-alcohol")
DIVIDES = {one.id: one.divides for one in read_definitions().catalogue}


@pytest.fixture
def take(desk):
    def of(agency=Agency.PRISON, quarter="Apr to Jun 2026", area="Leeds", **more):
        with desk.reading() as session:
            return export.take_return(session, desk.user, export.Wanted(agency, quarter, area, **more))

    return of


def _rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def _filled_csv(content):
    rows = _rows(content)
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]))
    writer.writeheader()
    for at, row in enumerate(rows):
        writer.writerow(row | _numbers(at, row))
    return table.getvalue().encode()


def _numbers(at, row):
    """Numbers that rise from cell to cell; of a substance group a part of all, though the three are not all."""
    count, whole = (10 + at, 30 + at) if row["indicator"] in GROUPS else (60 + 7 * at, 140 + 3 * at)
    return {"count": str(count), "denominator": str(whole) if DIVIDES[row["indicator"]] else ""}


def _filled_book(content, rows):
    """Return the workbook with numbers typed into its cells, as a spreadsheet program saves them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet2.xml"].decode()
    for at, row in enumerate(rows):
        for letter, name in ((COUNT, "count"), (WHOLE, "denominator")):
            if number := _numbers(at, row)[name]:
                cell = rf'<c r="{letter}{at + 2}" s="(\d+)"/>'
                assert re.search(cell, sheet)
                sheet = re.sub(cell, rf'<c r="{letter}{at + 2}" s="\1"><v>{number}</v></c>', sheet)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in (parts | {"xl/worksheets/sheet2.xml": sheet.encode()}).items():
            archive.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize("last", [False, True], ids=["alone", "with the figures before"])
def test_a_return_is_filled_in_sent_and_accepted_as_csv_and_as_a_workbook(desk, take, last):
    blank = take(last=last)
    as_csv = desk.preview(_filled_csv(blank), "prison.csv").screening
    as_book = desk.preview(_filled_book(take(last=last, workbook=True), _rows(blank)), "prison.xlsx").screening

    for screening in (as_csv, as_book):
        assert screening.verdict is Verdict.ACCEPTED, screening.findings
        # Of which the sums do not come to what they should.
        assert [finding.check for finding in screening.findings] == ["ties_hold"]
        assert screening.left_out == ()
    assert as_csv.figures.equals(as_book.figures)
    assert len(as_csv.figures) == len(_rows(blank))


def test_the_figures_before_are_those_that_the_pages_show(desk, take):
    desk.publish(template([CARE | {"count": "131"}, FEW | {"count": "3", "denominator": "131"}]))
    last = {row["indicator"]: row for row in _rows(take(last=True))}

    assert last["coc-eligible-releases"]["last_period"] == "Jan to Mar 2026"
    assert last["coc-eligible-releases"]["last_count"] == "131"
    assert last["coc-eligible-releases"]["last_value"] == "131 people"
    assert last["coc-referral-received"]["last_value"] == "not supplied"


def test_a_number_that_is_hidden_on_the_pages_is_hidden_in_a_return(desk, take):
    desk.publish(template([CARE | {"count": "131"}, FEW | {"count": "3", "denominator": "131"}]))

    for row in _rows(take(last=True)):
        if row["indicator"] == "coc-destination-recorded":
            assert (row["last_count"], row["last_denominator"]) == ("", "")
            assert row["last_value"] == "Hidden to protect people"
    book = take(last=True, workbook=True)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "Hidden to protect people" in texts
    assert "<t>3</t>" not in texts


def test_a_viewer_takes_a_return_without_figures_that_are_for_the_partnership_only(desk, take):
    desk.publish(template([CARE | {"count": "131"}]))
    desk.user = User("a chair", Role.VIEWER)

    (care,) = [row for row in _rows(take(last=True)) if row["indicator"] == "coc-eligible-releases"]
    assert (care["last_count"], care["last_value"]) == ("", "not supplied")


def test_a_return_from_a_demonstration_carries_its_mark_in_every_line(desk, take):
    desk.publish(
        template([CARE | {"count": "131"}])
        .replace(b",note\r\n", b",note,source\r\n", 1)
        .replace(b",131,,,,,\r\n", b",131,,,,,,Demonstration figures\r\n")
    )
    rows = _rows(take(last=True))

    assert {row["source"] for row in rows} == {"Demonstration figures"}
    assert desk.preview(_filled_csv(take()), "prison.csv").screening.verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quarter": "2026 Q2"}, "could be April to June 2026 or July to September 2026"),
        ({"quarter": "2025/26"}, r"“2025/26” is not a quarter\. Write it like Apr to Jun 2026, or 2026/27 Q1\."),
        ({"area": "Leedz"}, r"“Leedz” is not an area we know\. Did you mean Leeds"),
        ({"area": "K04000001"}, r"Prison has no measure that ends with April to June 2026 for England and Wales\."),
    ],
)
def test_what_is_no_quarter_and_no_area_is_said(take, wrong, said):
    with pytest.raises(NotFound, match=said):
        take(**wrong)
