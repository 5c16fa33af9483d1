"""Who has sent which quarter: a line for each agency, then agency by quarter."""

from dataclasses import replace

import streamlit as st

from dashboard.domain.agencies import Agency
from dashboard.domain.wording import listed, listed_briefly
from dashboard.journeys.sent import Coverage, Line, in_full
from dashboard.reports.tables import table
from dashboard.ui import visit
from dashboard.ui.tables import show_table

_RULE = (
    "An agency is asked for the measures that it answers for first, whoever sends them. Counted here are those that "
    "come monthly or quarterly, for any place within the country, from the first quarter that anybody sent. When they "
    "are due follows from the months that the catalogue allows after a period ends: a return is due when three "
    "quarters of its measures are, and a slower measure on a day of its own. A quarter is in once each measure came "
    "for every place that it had come for within the year before, and in part until then. Of an agency that has sent "
    "nothing, all of its measures are awaited."
)


def show_coverage(coverage: Coverage) -> None:
    """Show how each agency stands, who was last to send, and the newest quarters."""
    st.header("Who has sent", anchor=False)
    links = {agency.label: link_to(agency) for agency in Agency}
    show_table(table("Agencies", map(_line, coverage.lines)), figures=False, links=links)
    if not coverage.quarters:
        st.info("Nobody has sent a quarter yet. The table of quarters begins with the first that anybody sends.")
        return
    rows = (
        {"Quarter": quarter.label, **{line.agency.label: line.returns[at].said for line in coverage.lines}}
        for at, quarter in enumerate(coverage.quarters)
    )
    st.subheader("Agency by quarter", anchor=False)
    show_table(table("Agency by quarter, newest first", rows), figures=False, links=links)
    st.html(f'<p class="quiet">{_RULE}</p>')


def _line(line: Line) -> dict[str, str]:
    return {
        "Agency": line.agency.label,
        "Late": late_in_words(line) or "Nothing",
        "Next due": next_in_words(line) or "Nothing expected",
        "Newest figures came": last_in_words(line) or "Nothing yet",
    }


def late_in_words(line: Line) -> str:
    """Return the quarters that should have come, and the measures beside them; nothing for none."""
    quarters = listed([one.quarter.label for one in line.late])
    return "; ".join(filter(None, (quarters, listed_briefly([one.title for one in line.late_measures]))))


def next_in_words(line: Line) -> str:
    """Return which quarter comes next and by when, nothing where none is expected."""
    return f"{line.next.quarter.label}, by {in_full(line.next.due)}" if line.next else ""


def last_in_words(line: Line) -> str:
    """Return on which day the agency's newest figures came, and from whom where that is told; nothing for none."""
    if line.last is None:
        return ""
    return f"{in_full(line.last.on)}{f' by {line.last.by}' if line.last.by else ''}"


def link_to(agency: Agency) -> str:
    """Return the link to the page of an agency."""
    return replace(visit.current().address, agencies=(agency,)).of_page("supplier")
