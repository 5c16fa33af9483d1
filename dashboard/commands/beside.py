"""The process beside the server: it gets a first start ready and makes editions, so that no page is kept waiting."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.commands.first_start import FIRST_START

_AGAIN = 1.0  # seconds until one that ended is started again
_AFTER_A_REFUSAL = 10.0  # the same where something is in the way that somebody has to clear first


@contextmanager
def maker_beside(database_url: str, *, first: bool = False) -> Iterator[None]:
    """Have a process make editions as they come due; one that dies is followed by another.

    With ``first`` it gets a demonstration ready before, and tells the server of each step.
    """
    if first:
        FIRST_START.begins()
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
        due = ["--demonstration"] if FIRST_START.step else []
        with subprocess.Popen([*command, *due], env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 -- this very program
            hearing = threading.Thread(target=FIRST_START.hear, args=(process.stdout,), daemon=True)
            hearing.start()
            while process.poll() is None and not ended.wait(_AGAIN):
                pass
            process.terminate()
            hearing.join()
        ended.wait(_AFTER_A_REFUSAL if FIRST_START.refusal else _AGAIN)
