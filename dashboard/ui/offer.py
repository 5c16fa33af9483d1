"""Offering files to take away. What is in them is made only when somebody asks for it."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st
from sqlmodel import Session

from dashboard.domain.agencies import Agency
from dashboard.journeys.export import Choice, Wanted, take_figures, take_return, take_template
from dashboard.journeys.sent import take_original
from dashboard.journeys.view import PastSubmission
from dashboard.ui import mark, visit
from dashboard.ui.session import current_user, open_database

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(label: str, file_name: str, take: Callable[[], bytes]) -> None:
    """Offer a CSV file that ``take`` makes."""
    st.download_button(label, take, file_name, "text/csv", on_click="ignore")


def offer_figures_of_measure(indicator: str) -> None:
    """Offer the figures of a measure in all areas, compared and up to when as the address says."""
    asked = visit.current().address
    _offer_figures(Choice(indicator=indicator, compare=asked.compare, until=asked.until), indicator)


def offer_figures_of_area(name: str) -> None:
    """Offer all figures of the area of this visit, whatever agencies are marked, in a file of this name."""
    asked = visit.current().address
    _offer_figures(Choice(area=asked.area, compare=asked.compare, until=asked.until), name)


def _offer_figures(choice: Choice, name: str) -> None:
    visiting = visit.current()
    user, as_at = visiting.user, visiting.address.as_at
    offer(
        "Figures as CSV",
        mark.file_name(f"{name}.csv"),
        _reading(lambda session: take_figures(session, user, choice, as_at)),
    )


def offer_original(submission: PastSubmission) -> None:
    """Offer an accepted file, byte for byte as it was sent."""
    user, number = current_user(), submission.number
    take = _reading(lambda session: take_original(session, user, number))
    offer("The file as it was sent", submission.file_name, take)


def offer_templates() -> None:
    """Offer our template for each agency."""
    with st.container(horizontal=True):
        for agency in Agency:
            offer(agency.label, f"{agency}.csv", partial(take_template, current_user(), agency))


def offer_template(agency: Agency) -> None:
    """Offer our template for one agency."""
    offer(f"Template for {agency.label}", f"{agency}.csv", partial(take_template, current_user(), agency))


def offer_return(wanted: Wanted) -> None:
    """Offer a quarter's return to be filled in, as CSV and as a workbook."""
    user, name = current_user(), mark.file_name(f"{wanted.agency} {wanted.quarter}".lower().replace(" ", "-"))
    book = replace(wanted, workbook=True)
    with st.container(horizontal=True):
        offer("Return as CSV", f"{name}.csv", _reading(lambda session: take_return(session, user, wanted)))
        take_book = _reading(lambda session: take_return(session, user, book))
        st.download_button("Return as a workbook", take_book, f"{name}.xlsx", XLSX, on_click="ignore")


def _reading(take: Callable[[Session], bytes]) -> Callable[[], bytes]:
    # A file is made outside the page's own run, where nobody is known: the database is looked up here and now.
    database = open_database()

    def taken() -> bytes:
        with database.reading() as session:
            return take(session)

    return taken
