"""Texts that come from outside are shown as they are: Streamlit reads most of its texts as markdown."""

_MEANS_SOMETHING = "\\`*_{}[]<>#|$~:!@&"


def plain(text: str) -> str:
    """Return text in which nothing is markup or a link, so that it reads exactly as it was written."""
    marked = "".join(f"\\{mark}" if mark in _MEANS_SOMETHING else mark for mark in text)
    unlinked = marked.replace("www.", "www\\.")
    return f"\\{unlinked}" if unlinked.startswith(("-", "+")) else unlinked
