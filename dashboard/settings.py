"""What may be set from outside, by environment variables."""

import os
from dataclasses import replace
from functools import lru_cache

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from dashboard.domain.access import LOCAL_USER, READERS, User
from dashboard.domain.audiences import Audience


def settings() -> "Settings":
    """Return what is set now; read anew only where something is set otherwise. Raise as ``Settings`` does."""
    return _read(*map(os.environ.get, _VARIABLES))


@lru_cache(maxsize=1)
def _read(*_: str | None) -> "Settings":
    return Settings()


class Settings(BaseSettings):
    """Where the figures are kept, and where the dashboard listens.

    ``DATABASE_URL`` is a SQLite or PostgreSQL address; ``DASHBOARD_PORT`` a port, by default the
    first free one from 8501. ``DASHBOARD_PERSON`` is the name of who uses this dashboard, kept with what
    they send; with ``DASHBOARD_SECOND_PERSON`` what one person sends, another publishes. With ``DASHBOARD_READER``,
    which is "public" or "partnership", this dashboard only reads, and shows what that audience may read.
    """

    model_config = SettingsConfigDict(env_file=None, extra="ignore")

    database_url: str = Field(default="sqlite:///dashboard.db", validation_alias="DATABASE_URL")
    port: int | None = Field(default=None, validation_alias="DASHBOARD_PORT", ge=1, le=65_535)
    person: str = Field(default="", validation_alias="DASHBOARD_PERSON", max_length=100)
    second_person: bool = Field(default=False, validation_alias="DASHBOARD_SECOND_PERSON")

    reader: Audience | None = Field(default=None, validation_alias="DASHBOARD_READER")

    @field_validator("reader", mode="before")
    @classmethod
    def _none_for_nothing(cls, value: object) -> object:
        return None if value == "" else value

    @property
    def user(self) -> User:
        """Who sits at this computer, under the name that was set."""
        user, name = LOCAL_USER if self.reader is None else READERS[self.reader], self.person.strip()
        return replace(user, name=name) if name else user

    @property
    def warning(self) -> str:
        """What to say at the start where these settings get in each other's way, nothing where they do not."""
        if self.reader or not self.second_person or self.person.strip():
            return ""
        return (
            "A second person publishes what one person sends (DASHBOARD_SECOND_PERSON), and without sign-in this "
            f"dashboard takes everybody for “{LOCAL_USER.name}”: what is sent here, nobody here can publish. It takes "
            "two people. Let each start a dashboard of their own on the same database, with their name in "
            "DASHBOARD_PERSON."
        )


_VARIABLES = [str(field.validation_alias) for field in Settings.model_fields.values()]
