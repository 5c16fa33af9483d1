"""The maker beside the server: a process of its own, so that what it works out keeps no page waiting."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_AGAIN = 1.0  # seconds until one that ended is started again


@contextmanager
def maker_beside(database_url: str) -> Iterator[None]:
    """Have a process make editions as they come due; one that dies is followed by another."""
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=(database_url, ended), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join()


def _keep(database_url: str, ended: threading.Event) -> None:
    # The address may hold a password, and what a process is called with is seen by everybody on the computer.
    environment = {**os.environ, "DATABASE_URL": database_url}
    command = [sys.executable, "-m", "dashboard", "editions", "--stay", "--beside", str(os.getpid())]
    while not ended.is_set():
        process = subprocess.Popen(command, env=environment)  # noqa: S603 -- this very program
        while process.poll() is None and not ended.wait(_AGAIN):
            pass
        process.terminate()
        process.wait()
        ended.wait(_AGAIN)
