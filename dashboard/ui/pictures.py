"""Small drawings as pictures that stand within text, with their words and what is named beside them."""

from base64 import b64encode
from html import escape

from dashboard.charts.style import Label, Picture
from dashboard.ui import mark


def picture(picture: Picture | None, kind: str) -> str:
    """Return a drawing as a picture with its words, nothing where there is none.

    Streamlit takes markup of drawings out of a page, pictures stay. What is named beside it is for the eye only, for
    its words say the same.
    """
    if picture is None:
        return ""
    code = b64encode(picture.svg.encode()).decode()
    words = escape(mark.marked(picture.words), quote=True)
    image = f'<img class="{kind}" src="data:image/svg+xml;base64,{code}" alt="{words}">'
    if not picture.labels:
        return image
    labels = "".join(map(_label, picture.labels))
    return f'<span class="labelled">{image}<span class="labels" aria-hidden="true">{labels}</span></span>'


def _label(label: Label) -> str:
    kind = ' class="own"' if label.is_own else ""
    return f'<span{kind} style="top:{label.down:.0%}">{escape(label.text)}</span>'
