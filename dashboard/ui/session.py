"""Who is here, and the open database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import streamlit as st
from sqlmodel import Session

from dashboard.domain.access import LOCAL_USER, User
from dashboard.store.database import Database

_DATABASE, _PERSON, _SECOND = "database", "person", "second_person"


def announce(person: str, second_person: bool) -> None:
    """Say who is here, and whether a second person publishes what one sends."""
    st.session_state[_PERSON], st.session_state[_SECOND] = person.strip(), second_person


def connect(database: Database) -> None:
    """Make a database the one that the pages of this person read."""
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
    name: str = st.session_state.get(_PERSON, "")
    return replace(LOCAL_USER, name=name) if name else LOCAL_USER


def needs_second_person() -> bool:
    """Whether what one person sends is published by another."""
    return bool(st.session_state.get(_SECOND, False))


def today() -> date:
    """Return today's date."""
    return date.today()
