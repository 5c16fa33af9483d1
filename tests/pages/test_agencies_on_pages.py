"""Tables and charts as pages show them: cells are text, agencies chosen marked in words, others' figures fainter."""

import io
from dataclasses import replace
from html.parser import HTMLParser

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.domain.agencies import Agency
from dashboard.reports.tables import OWNERS, table
from dashboard.ui.owners import agencies
from dashboard.ui.tables import table_of

POLICE, COUNCIL, BOTH = (Agency.POLICE,), (Agency.COUNCIL,), (Agency.POLICE, Agency.COUNCIL)
STEPS = table(
    "Steps",
    [
        {"Step": "Tested on arrest", "Figure": 1200, OWNERS: POLICE},
        {"Step": "Referred", "Figure": 300, OWNERS: BOTH},
        {"Step": "Treatment started", "Figure": 181, OWNERS: COUNCIL},
        {"Step": "All steps", "Figure": 1681, OWNERS: ()},
    ],
)
TWINS = replace(
    table("Twins", [{"Definition": "Figure", "A": "1", "B": "2"}, {"Definition": OWNERS, "A": POLICE, "B": COUNCIL}]),
    owned="by column",
)


class Cells(HTMLParser):
    """The cells of a table below its headings, row by row: what each says and whether it is fainter."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, bool]]] = []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append(("", "dimmed" in (dict(attributes).get("class") or "")))

    def handle_data(self, data):
        if self.rows:
            said, dimmed = self.rows[-1].pop()
            self.rows[-1].append((said + data, dimmed))


def cells(shown, **more) -> list[list[tuple[str, bool]]]:
    return Cells(table_of(shown, **more)).rows[1:]


def test_agencies_chosen_are_marked_in_words_and_rows_of_others_are_fainter():
    rows = cells(STEPS, chosen=POLICE)

    assert [row[-1][0] for row in rows] == ["Police (chosen)", "Police (chosen), Council", "Council", ""]
    assert [{dimmed for _, dimmed in row} for row in rows] == [{False}, {False}, {True}, {False}]


def test_what_belongs_to_several_agencies_belongs_to_each_of_them():
    for chosen in (POLICE, COUNCIL, BOTH):
        assert not any(dimmed for _, dimmed in cells(STEPS, chosen=chosen)[1])


@pytest.mark.parametrize("shown", [STEPS, TWINS], ids=["by row", "by column"])
def test_without_a_choice_nobody_is_marked_and_nothing_is_fainter(shown):
    text = [cell for row in cells(shown) for cell in row]

    assert not any(dimmed for _, dimmed in text)
    assert not any("chosen" in said for said, _ in text)


def test_definitions_side_by_side_are_marked_by_column():
    assert cells(TWINS, chosen=POLICE) == [
        [("Figure", False), ("1", False), ("2", True)],
        [(OWNERS, False), ("Police (chosen)", False), ("Council", True)],
    ]


def test_a_table_that_names_no_agencies_is_never_fainter():
    years = table("Over time", [{"Period": "2024", "Figure": "1"}])

    assert table_of(years, chosen=POLICE) == table_of(years)


def test_whole_numbers_have_commas_and_every_cell_is_text():
    said = table_of(table("<i>", [{"<b>": "<a href='x'>", "Many": 12345}]))

    assert "12,345" in said
    assert not {"<i>", "<b>", "<a "} & {said[at : at + 3] for at in range(len(said))}


def test_words_that_head_a_row_or_a_column_may_be_links():
    said = table_of(STEPS, links={"Referred": "steps?a=1&b=2", "Figure": "figures"})

    assert '<a href="steps?a=1&amp;b=2" target="_self">Referred</a>' in said
    assert '<a href="figures" target="_self">Figure</a>' in said


def test_agencies_stand_in_frames_of_their_own_those_chosen_in_a_dark_one():
    assert agencies(BOTH, POLICE) == (
        '<span class="agency chosen">Police (chosen)</span><span class="agency">Council</span>'
    )
    assert agencies((), POLICE) == ""


def steps_as_a_chart(chosen) -> list[dict[str, object]]:
    """Return the rows of data that a chart of two steps, of the police and of a council, gives to a browser."""

    def script(chosen):
        import pandas as pd

        from dashboard.charts.style import Chart
        from dashboard.domain.agencies import Agency
        from dashboard.ui.show import show_chart

        figures = pd.DataFrame({"count": [1200, 181], "owners": ["", ""], "dimmed": [False, False]})
        owners = ((Agency.POLICE, Agency.COUNCIL), (Agency.COUNCIL,))
        show_chart(Chart({"mark": "bar"}, figures, "Steps", "", "Two steps", owners=owners), chosen)

    page = AppTest.from_function(script, kwargs={"chosen": chosen}).run()
    assert not page.exception, page.exception
    proto = page.get("vega_lite_chart")[0].proto
    content = next(data for data in (proto.data.data, *(one.data.data for one in proto.datasets)) if data)
    return pa.ipc.open_stream(io.BytesIO(content)).read_all().to_pylist()


def test_a_chart_names_the_agencies_of_its_steps_and_marks_those_chosen():
    assert steps_as_a_chart(POLICE) == [
        {"count": 1200, "owners": "Police (chosen), Council", "dimmed": False},
        {"count": 181, "owners": "Council", "dimmed": True},
    ]


def test_without_a_choice_a_chart_names_them_and_no_step_is_fainter():
    assert steps_as_a_chart(()) == [
        {"count": 1200, "owners": "Police, Council", "dimmed": False},
        {"count": 181, "owners": "Council", "dimmed": False},
    ]
