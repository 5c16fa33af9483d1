"""python -m dashboard: hands over to the commands; starts Streamlit where they ask for it."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from dashboard.commands import commands
from dashboard.settings import Settings

APP = Path(__file__).parent / "app.py"
ADDRESS = "127.0.0.1"  # without sign-in nobody but this computer may reach the dashboard


def serve(settings: Settings, *, open_browser: bool) -> None:
    """Serve the dashboard on this computer until it is stopped."""
    import streamlit as st  # noqa: PLC0415 -- half a second that the other commands need not wait

    @asynccontextmanager
    async def warmed_up(_: st.App) -> AsyncIterator[None]:
        import altair  # noqa: F401, PLC0415

        # Streamlit collects garbage after every run; what is loaded by now is never garbage.
        gc.collect()
        gc.freeze()
        yield

    config: dict[str, object] = {"server.address": ADDRESS, "server.headless": not open_browser}
    if settings.port is not None:
        config["server.port"] = settings.port
    st.App(APP, lifespan=warmed_up).run(config=config)


if __name__ == "__main__":
    commands(serve)()
