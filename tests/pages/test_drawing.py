"""What was drawn of a report is drawn again as it was, for the same report at the same address and no other."""

import pytest
from streamlit.testing.v1 import AppTest


def _script(name, number):
    import streamlit as st

    from dashboard.ui import drawing

    def draw():
        with st.container(key="whole"), st.expander("A table"):
            st.html(f"<p>drawn by run {number}</p>", width="content")
        st.vega_lite_chart({"values": [{"x": number}]}, {"mark": "point"}, alt="A point")

    with st.container(key="page"):
        if name is None:
            drawing.section("theme", draw)
        else:
            with drawing.of_report(name):
                drawing.section("theme", draw)
        st.button("Below it")


@pytest.fixture
def drawn(request):
    """Run the script in a session of its own; a report has the name of the test before its own."""

    def run(name, number):
        whole = None if name is None else f"{request.node.name} {name}"
        page = AppTest.from_function(_script, kwargs={"name": whole, "number": number}).run()
        assert not page.exception, page.exception
        assert page.main.children[0].children[2].label == "Below it"
        return page

    return run


def _drawn_by(page):
    return page.main.children[0].children[0].children[0].children[0].proto.body


def test_somebody_else_is_shown_what_was_drawn_before(drawn):
    first, second = drawn("7?area=cdp-leeds", 1), drawn("7?area=cdp-leeds", 2)

    assert _drawn_by(first) == _drawn_by(second) == "<p>drawn by run 1</p>"
    charts = [page.main.children[0].children[1].proto for page in (first, second)]
    assert charts[0] == charts[1]


@pytest.mark.parametrize("other", ["8?area=cdp-leeds", "7?area=cdp-leeds&agencies=police", "7?area=cdp-kent"])
def test_another_report_or_address_is_drawn_anew(drawn, other):
    drawn("7?area=cdp-leeds", 1)

    assert _drawn_by(drawn(other, 2)) == "<p>drawn by run 2</p>"


def test_outside_a_kept_report_everything_is_drawn_anew(drawn):
    drawn(None, 1)

    assert _drawn_by(drawn(None, 2)) == "<p>drawn by run 2</p>"
