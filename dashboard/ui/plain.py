"""Texts that come from outside are shown as they are: Streamlit reads most of its texts as markdown."""

import re

# Escaped where they can mean something and nowhere else, for who listens hears the label of a question with its
# backslashes: _ means nothing within a word, : and & begin something only before a word.
_MARKUP = re.compile(r"[\\`*\[\]{}<>#|$~]|(?<!\w)_|_(?!\w)|:(?=[^\W\d]|:|$)|&(?=#?\w+(?:;|$))")
# Streamlit looks for links, icons, emoji and arrows once escapes are undone, in each run of text by itself: what it
# looks for is parted where these match.
_SEAMS = re.compile(
    r"(?<=:)(?=//|material/|[\w/+-]+(?::|$))"
    r"|(?<=www)(?=\.)"
    r"|(?<=@)(?=[\w-])"
    r"|(?<=[<>~-])(?=[->=])",
    re.IGNORECASE,
)
_NOTHING = ":small[]"  # no letters, in small print: it parts a text in two and is not seen
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")  # a line of its own would be a heading or a list; a page shows all as one blank
_BEGINS_A_LIST = re.compile(r"^ ?(?:|\d+(?=[.)](?: |$)))(?=[-+.)])")


def plain(text: str) -> str:
    """Return text in which nothing is markup, a link or an icon, so that it reads exactly as it was written."""
    parts = _SEAMS.split(_BLANKS.sub(" ", text))
    marked = _NOTHING.join(_MARKUP.sub(r"\\\g<0>", part) for part in parts)
    return _BEGINS_A_LIST.sub(r"\g<0>\\", marked)
