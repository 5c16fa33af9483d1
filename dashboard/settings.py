"""What may be set from outside, by environment variables."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where the figures are kept, and where the dashboard listens.

    ``DATABASE_URL`` is a SQLite or PostgreSQL address; ``DASHBOARD_PORT`` a port, by default the
    first free one from 8501.
    """

    model_config = SettingsConfigDict(env_file=None, extra="ignore")

    database_url: str = Field(default="sqlite:///dashboard.db", validation_alias="DATABASE_URL")
    port: int | None = Field(default=None, validation_alias="DASHBOARD_PORT", ge=1, le=65_535)
