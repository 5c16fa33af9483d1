"""The menu: every page, in its group, as links that carry the address.

Streamlit's own menu leads to pages without an address, so it is left out. This one is links, which open in a new tab
too; ``links.js`` keeps a plain click on one within the session, and folds the menu.
"""

from copy import copy
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from dashboard.ui.address import Address, kept
from dashboard.ui.session import needs_second_person, only_reads

PAGES = Path(__file__).parents[2] / "pages"
_ROOT = "first-page"  # Streamlit wants a name for the page at the root, which nobody sees


@dataclass(frozen=True)
class Entry:
    """One page of the menu. ``strip`` says whether the chosen area means something on it.

    One that ``sends`` is not in the menu of a dashboard that only reads; one ``of_two`` only where a second person
    publishes what one sends.
    """

    file: str
    title: str
    group: str
    strip: bool
    sends: bool = False
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
    Entry("upload.py", "Upload", "Data", False, sends=True),
    Entry("waiting.py", "Waiting", "Data", False, sends=True, of_two=True),
    Entry("submissions.py", "Submissions", "Data", False),
    Entry("supplier.py", "What an agency sends", "Data", False),
    Entry("definitions.py", "Definitions", "Help", False),
)


def choose_page() -> tuple[StreamlitPage, Entry]:
    """Return the page that was chosen, with its entry."""
    # Streamlit marks the page that it lets run, so each run has its own.
    chosen = st.navigation([*map(copy, _pages())], position="hidden")
    return chosen, next(entry for entry in MENU if entry.title == chosen.title)


@cache
def _pages() -> tuple[StreamlitPage, ...]:
    # Streamlit serves the first page at the root alone, and calls its own name a page not found.
    return (*map(_page, MENU), _at_its_name(MENU[0]))


def _page(entry: Entry) -> StreamlitPage:
    first = entry is MENU[0]
    path = _ROOT if first else entry.name
    return st.Page(PAGES / entry.file, title=entry.title, url_path=path, default=first)


def _at_its_name(entry: Entry) -> StreamlitPage:
    return st.Page(PAGES / entry.file, title=entry.title, url_path=entry.name)


def show_menu(opened: Entry, address: Address, place: DeltaGenerator | None = None) -> DeltaGenerator:
    """Draw the menu with the entry that is open and links to an address; drawn again it takes its first ``place``."""
    groups: dict[str, list[Entry]] = {}
    for entry in MENU:
        if not is_elsewhere(entry) and (needs_second_person() or not entry.of_two):
            groups.setdefault(entry.group, []).append(entry)
    parts = "".join(_group(name, entries, opened, address) for name, entries in groups.items())
    menu = (
        '<nav class="pages" aria-label="Pages"><details><summary>Menu</summary></details>'
        f'<ul class="groups">{parts}</ul></nav>'
    )
    return st.html(menu) if place is None else place.html(menu)


def is_elsewhere(entry: Entry) -> bool:
    """Whether a page is only where the dashboard that writes to the database runs."""
    return entry.sends and only_reads()


def show_elsewhere(entry: Entry) -> None:
    """Say of such a page, which somebody opened by its address, why it is not here."""
    st.title(entry.title, anchor=False)
    st.info(
        "This dashboard only reads, so nothing is sent or published here. Files are sent on the dashboard that writes "
        "to the same database; ask whoever runs it."
    )
    link_to_page("supplier", "What an agency sends, with templates to fill in")


def _group(name: str, entries: list[Entry], opened: Entry, address: Address) -> str:
    links = "".join(_link(entry, address, opened=entry is opened) for entry in entries)
    here = opened in entries  # what is open is said where its link is folded away
    current = ' aria-current="true"' if here else ""
    label = f"{name}: {opened.title}" if here else name
    return (
        f'<li><details name="pages"><summary{current}>{escape(label)}</summary></details><span>{escape(name)}</span>'
        f'<ul aria-label="{escape(name)}">{links}</ul></li>'
    )


def _link(entry: Entry, address: Address, *, opened: bool) -> str:
    current = ' aria-current="page"' if opened else ""
    return f'<li><a href="{escape(address.of_page(entry.name))}"{current}>{escape(entry.title)}</a></li>'


def link_to_page(name: str, label: str) -> None:
    """Show a link to a page, at the address that is shown."""
    st.page_link(PAGES / f"{name}.py", label=label, query_params=kept().query)
