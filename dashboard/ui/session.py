"""Who is here, and the open database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import streamlit as st
from sqlmodel import Session

from dashboard.domain.access import LOCAL_USER, READERS, User
from dashboard.domain.audiences import Audience
from dashboard.store.database import Database

_DATABASE, _PERSON, _SECOND, _READER = "database", "person", "second_person", "reader"


def announce(person: str, second_person: bool, reader: Audience | None) -> None:
    """Say who is here, whether a second person publishes what one sends, and for whom this dashboard only reads."""
    st.session_state[_PERSON], st.session_state[_SECOND] = person.strip(), second_person
    st.session_state[_READER] = reader


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
    reader: Audience | None = st.session_state.get(_READER)
    user = LOCAL_USER if reader is None else READERS[reader]
    return replace(user, name=name) if name else user


def only_reads() -> bool:
    """Whether this dashboard only reads, so that nobody sends, publishes or undoes here."""
    return st.session_state.get(_READER) is not None


def needs_second_person() -> bool:
    """Whether what one person sends is published by another."""
    return bool(st.session_state.get(_SECOND, False))


def today() -> date:
    """Return today's date."""
    return date.today()
