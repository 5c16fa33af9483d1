"""Who is here, and the open database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import streamlit as st
from sqlmodel import Session

from dashboard.domain.access import LOCAL_USER, User
from dashboard.store.database import Database

_DATABASE = "database"


def connect(database: Database) -> None:
    """Make a database the one that this person's pages read."""
    st.session_state[_DATABASE] = database


def open_database() -> Database:
    """Return the database that the pages read."""
    database: Database = st.session_state[_DATABASE]
    return database


@contextmanager
def open_session() -> Iterator[Session]:
    """Give a session for reading."""
    with open_database().reading() as session:
        yield session


def current_user() -> User:
    """Return the person who is here."""
    return LOCAL_USER


def today() -> date:
    """Return today's date."""
    return date.today()
