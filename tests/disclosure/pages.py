"""What a page gives to a browser: its texts, its tables, the data and specifications of its charts."""

import io
import json
from collections.abc import Iterator
from html.parser import HTMLParser

import pyarrow as pa
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.screens import elements

APP = str(ROOT / "dashboard" / "app.py")
DOWNLOAD = "download_button"  # its address changes from run to run; the file behind it is read by itself


class Opened:
    """A page that was run once."""

    def __init__(self, page: str, **query: str) -> None:
        app = AppTest.from_file(APP, default_timeout=30)
        app.query_params.update({name.replace("_", "-"): value for name, value in query.items()})
        app.run()
        if page != "overview":
            app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
        assert not app.exception, app.exception
        self.elements = [element for element in elements(app) if element.type != DOWNLOAD]

    @property
    def content(self) -> list[bytes]:
        """Every byte of every element."""
        return [element.proto.SerializeToString() for element in self.elements]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of every table, a list of cells each."""
        return [row for element in self.elements if element.type == "html" for row in _Rows.of(element.proto.body)]

    @property
    def charts(self) -> list[dict[str, object]]:
        """Each chart's specification, alternative text and rows of data."""
        return [_chart(element.proto) for element in self.elements if "vega_lite" in element.type]

    @property
    def texts(self) -> str:
        """All of it as text."""
        return "\n".join(str(element.proto) for element in self.elements)


class _Rows(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []

    @classmethod
    def of(cls, body: str) -> list[list[str]]:
        parser = cls()
        parser.feed(body)
        return parser.found

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.found.append([])
        elif tag in ("td", "th") and self.found:
            self.found[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1]:
            self.found[-1][-1] += f"{data} "


def _chart(proto: object) -> dict[str, object]:
    return {"specification": json.loads(proto.spec), "words": proto.alt, "rows": list(_arrow(proto))}  # type: ignore[attr-defined]


def _arrow(proto: object) -> Iterator[dict[str, object]]:
    sets = [one.data.data for one in getattr(proto, "datasets", [])]
    own = getattr(getattr(proto, "data", None), "data", b"")
    for content in filter(None, [own, *sets]):
        yield from pa.ipc.open_stream(io.BytesIO(content)).read_all().to_pylist()
