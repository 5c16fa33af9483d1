"""python -m dashboard: hands over to the commands; starts Streamlit where they ask for it."""

import asyncio
import gc
import socket
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import typer

from dashboard.commands import commands
from dashboard.settings import Settings

APP = Path(__file__).parent / "app.py"
FIRST_PORT = 8501
ADDRESS = "127.0.0.1"  # without sign-in nobody but this computer may reach the dashboard
NAMES = [ADDRESS, "localhost"]  # a site whose name resolves to this computer is a stranger all the same


def serve(settings: Settings, *, open_browser: bool) -> None:
    """Serve the dashboard on this computer, under its own names, until it is stopped."""
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    @asynccontextmanager
    async def warmed_up(_: st.App) -> AsyncIterator[None]:
        import altair  # noqa: F401 -- loaded once here, and not by the first person to come

        # Streamlit collects garbage after every run; what is loaded by now is never garbage.
        gc.collect()
        gc.freeze()
        if open_browser:
            asyncio.get_running_loop().run_in_executor(None, webbrowser.open, address)
        yield

    port = settings.port or _free_port()
    address = f"http://{ADDRESS}:{port}"
    typer.echo(f"The dashboard is at {address} (Ctrl+C stops it)")
    # Streamlit's own list of hosts guards its websocket alone; pages, uploads and files are guarded before it.
    own_names = Middleware(TrustedHostMiddleware, allowed_hosts=NAMES, www_redirect=False)
    # Headless is what keeps Streamlit's own offers to developers off the page; it opens no browser either way.
    config = {
        "server.address": ADDRESS,
        "server.port": port,
        "server.allowedHosts": NAMES,
        "server.headless": True,
    }
    st.App(APP, lifespan=warmed_up, middleware=[own_names]).run(config=config)


def _free_port() -> int:
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as trial:
            if trial.connect_ex((ADDRESS, port)):
                return port
    return FIRST_PORT  # all are taken: the server says so


if __name__ == "__main__":
    commands(serve)()
