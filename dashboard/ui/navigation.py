"""The menu: every page, in its group."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

PAGES = Path(__file__).parents[2] / "pages"
_ROOT = "first-page"  # Streamlit wants a name for the page at the root, which nobody sees


@dataclass(frozen=True)
class Entry:
    """One page of the menu. ``strip`` says whether the chosen area means something on it.

    One ``of_two`` stands in the menu only where a second person publishes what one sends.
    """

    file: str
    title: str
    group: str
    strip: bool
    of_two: bool = False

    @property
    def name(self) -> str:
        """The page's name in an address."""
        return self.file.removesuffix(".py")


MENU = (
    Entry("overview.py", "Overview", "Your area", True),
    Entry("treatment_access.py", "Treatment access", "Your area", True),
    Entry("continuity_of_care.py", "Continuity of care", "Your area", True),
    Entry("diversion.py", "Diversion", "Your area", True),
    Entry("community_sentences.py", "Community sentences", "Your area", True),
    Entry("indicators.py", "Indicators", "Your area", True),
    Entry("indicator.py", "Indicator", "Your area", True),
    Entry("upload.py", "Upload", "Data", False),
    Entry("waiting.py", "Waiting", "Data", False, of_two=True),
    Entry("submissions.py", "Submissions", "Data", False),
    Entry("supplier.py", "What an agency sends", "Data", False),
    Entry("definitions.py", "Definitions", "Help", False),
)


def choose_page(second_person: bool) -> tuple[StreamlitPage, Entry]:
    """Draw the menu and return the page that was chosen, with its entry."""
    groups: dict[str, list[StreamlitPage]] = {}
    for entry in MENU:
        groups.setdefault(entry.group, []).append(_page(entry, shown=second_person or not entry.of_two))
    # Streamlit serves the first page at the root alone, and calls its own name a page not found.
    groups[MENU[0].group].append(_at_its_name(MENU[0]))
    chosen = st.navigation(groups, position="top")
    return chosen, next(entry for entry in MENU if entry.title == chosen.title)


def _page(entry: Entry, *, shown: bool) -> StreamlitPage:
    first = entry is MENU[0]
    return st.Page(
        PAGES / entry.file,
        title=entry.title,
        url_path=_ROOT if first else entry.name,
        default=first,
        visibility="visible" if shown else "hidden",
    )


def _at_its_name(entry: Entry) -> StreamlitPage:
    return st.Page(PAGES / entry.file, title=entry.title, url_path=entry.name, visibility="hidden")
