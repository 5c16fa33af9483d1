"""What pages and the terminal know of the start of this server: what is still got ready, what is in the way."""

import json
from collections.abc import Iterable

from dashboard.commands.console import errors, progress
from dashboard.domain.progress import Step

_READY, _REFUSAL = "ready", "refusal"
ANOTHER_IS_HERE = "The demonstration in this database is not the one of this version. That starts with:"


class FirstStart:
    """How far the process beside the server has come with what there is to show, as that process tells it."""

    def __init__(self) -> None:
        """Nothing is got ready, until it ``begins``."""
        self.step: Step | None = None  # None where pages can be shown
        self.refusal = ""
        self._refused = ""
        self.offer = ""  # the command that makes the demonstration of this version, where another one is here

    def begins(self) -> None:
        """Say that there is something to get ready, and nothing to show until then."""
        self.step = Step("Getting ready")

    def hear(self, lines: Iterable[str]) -> None:
        """Take in what the process beside tells, a line a step, until it is ready or ends."""
        if self.step is None:
            return
        with progress("Getting ready", by_line=True) as say:
            for line in lines:
                if not line.endswith("\n"):
                    break  # it ended within a line
                kind, *words = json.loads(line)
                if kind == _READY:
                    self.step = None
                    break
                if kind == _REFUSAL:
                    self._is_refused(*words)
                else:
                    self.refusal, self.step = "", Step(*words)
                    say(*words)
        if self.step is None:
            errors.print("The demonstration is ready.")

    def _is_refused(self, words: str) -> None:
        if words != self._refused:
            errors.print(f"{words} It is tried again every few seconds.")
        self.refusal = self._refused = words


FIRST_START = FirstStart()  # of the server in this process, whose pages ask for it


def tell_step(step: str, done: int = 0, of: int = 0) -> None:
    """Tell the server of a step, from the process beside; called as ``Say``."""
    _tell("step", step, done, of)


def tell_refusal(words: str) -> None:
    """Tell the server what is in the way."""
    _tell(_REFUSAL, words)


def tell_ready() -> None:
    """Tell the server that pages can be shown."""
    _tell(_READY)


def _tell(*told: object) -> None:
    print(json.dumps(told), flush=True)
