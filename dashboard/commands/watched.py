"""What a watched folder's process does: looks, takes what is there whole, leaves a receipt beside each file."""

import shlex
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime

from dashboard.commands.console import errors, out
from dashboard.commands.folder import CHECKSUM, MOST_BYTES, WAITS, Changed, Folder, Seen, checksum_of
from dashboard.commands.telling import one_line, option_for, receipt_told, told, waiting_told
from dashboard.domain.access import LOCAL_USER, User
from dashboard.domain.errors import Outdated, StoreUnavailable
from dashboard.domain.findings import Verdict
from dashboard.domain.wording import listed
from dashboard.journeys import editions, submit
from dashboard.journeys.deliver import Delivery, Orders, published_already, send
from dashboard.store.database import Database

_FOLDER, _DATABASE = "/folder", "/database"  # what may be in the way beside the files, none of which has such a name
_WAKES = 0.2  # seconds between two looks at whether to end


class Stop:
    """Whether somebody asked to end. The file at hand is finished first; whoever asks twice need not wait."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Listen to Ctrl-C and to the signal that ends a service."""
        before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _ask(self, *_: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def after(self, seconds: float) -> bool:
        """Wait, no longer than until somebody asks, and return whether somebody did."""
        until = time.monotonic() + seconds
        while not self.asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _WAKES))
        return self.asked


class Watch:
    """One folder, one database, what was ordered; and what is known of each file from one look to the next."""

    def __init__(self, folder: Folder, database: Database, user: User, orders: Orders, stop: Stop) -> None:
        self._folder, self._database, self._user, self._orders, self._stop = folder, database, user, orders, stop
        self._done: dict[str, Seen] = {}
        self._said: dict[str, str] = {}

    def look(self) -> list[Verdict]:
        """Take every file that is there whole and was not taken before. Return the verdicts."""
        try:
            files = self._folder.whole()
            links = self._folder.links()
        except OSError as error:
            self._say(_FOLDER, f"The folder cannot be read ({error.strerror}).")
            return [Verdict.REFUSED]
        self._is_past(_FOLDER, "The folder can be read again.")
        for name in links:
            self._say(name, f"{name}: this is a link, and links are not followed. Put the file itself there.")
        waiting = (seen for seen in files if self._done.get(seen.name) != seen)
        verdicts = [verdict for seen in waiting if not self._stop.asked and (verdict := self._taken(seen))]
        if verdicts:
            self._work_out()
        return verdicts

    def _work_out(self) -> None:
        """Make what pages show of what was published. Where that cannot be done now, who reads it sees to it."""
        with suppress(StoreUnavailable):
            editions.prepare(self._database, LOCAL_USER)

    def _say(self, about: str, words: str) -> None:
        """Say what stands in the way, once until it changes."""
        if self._said.get(about) != words:
            self._said[about] = words
            errors.print(one_line(words))

    def _is_past(self, about: str, words: str) -> None:
        if self._said.pop(about, ""):
            errors.print(words)

    def _taken(self, seen: Seen) -> Verdict | None:
        """Take a file, and return its verdict; None where it was taken before, or is being changed."""
        try:
            verdict = self._read(seen)
        except Changed:
            return None
        except (StoreUnavailable, Outdated) as refusal:
            self._say(_DATABASE, f"{refusal} Files wait where they are.")
            return Verdict.REFUSED
        except OSError as error:
            self._say(seen.name, f"{seen.name}: this file cannot be read ({error.strerror}).")
            return Verdict.REFUSED
        self._is_past(_DATABASE, "Files are taken again.")
        self._said.pop(seen.name, None)
        return verdict

    def _read(self, seen: Seen) -> Verdict | None:
        if seen.is_too_large:
            return self._too_large(seen)
        content = self._folder.content(seen)
        checksum = checksum_of(content)
        if self._is_settled(seen, checksum):
            self._done[seen.name] = seen
            return None
        return self._sent(seen, content, checksum)

    def _is_settled(self, seen: Seen, checksum: str) -> bool:
        """Whether its receipt is for these bytes, and waits for no tick that was given since."""
        receipt = self._folder.receipt_of(seen)
        waits_for = [name.strip() for name in receipt.get(WAITS, "").split(",") if name.strip()]
        now_ticked = bool(waits_for) and all(self._orders.accepts(name) for name in waits_for)
        return receipt.get(CHECKSUM) == checksum and not now_ticked

    def _sent(self, seen: Seen, content: bytes, checksum: str) -> Verdict:
        name, today = one_line(seen.name), date.today()
        revision = published_already(self._database, self._user, name, checksum)
        if revision is not None:
            # The last run was stopped between publishing and leaving the receipt.
            screening = submit.preview(self._database, self._user, name, content, today, self._orders.said).screening
            outcome = f"Published as revision {revision}, before this receipt could be left."
            self._leave(seen, screening.verdict, outcome, [(CHECKSUM, checksum)], [*told(screening)])
            return screening.verdict
        delivery = send(self._database, self._user, name, content, today, self._orders)
        self._settled(seen, checksum, delivery)
        return delivery.verdict

    def _settled(self, seen: Seen, checksum: str, delivery: Delivery) -> None:
        receipt, waits_for = delivery.receipt, delivery.waits_for
        lines = [*told(delivery.screening)]
        facts = [(CHECKSUM, checksum)]
        if receipt:
            outcome = receipt_told(receipt)
            lines += ["", receipt.hiding_told] if receipt.hiding_told else []
            lines += ["", f'To take it back: python -m dashboard undo {receipt.revision} --reason "…"']
        elif delivery.waiting:
            outcome = waiting_told(delivery.waiting)
        else:
            outcome = "Not published: it waits for an answer." if waits_for else f"Not published. {delivery.refusal}"
            facts += [(WAITS, ", ".join(waits_for))] if waits_for else []
            lines += ["", *_how_to_tick(one_line(seen.name), waits_for)] if waits_for else []
        self._leave(seen, delivery.screening.verdict, outcome, facts, lines)

    def _too_large(self, seen: Seen) -> Verdict | None:
        size = f"not worked out, for {seen.size:,} bytes are too many"
        if self._is_settled(seen, size):
            self._done[seen.name] = seen
            return None
        outcome = f"Not published. A file may have {MOST_BYTES // 1024**2} MB; this one was not read. Send it in parts."
        self._leave(seen, Verdict.REFUSED, outcome, [(CHECKSUM, size)], [])
        return Verdict.REFUSED

    def _leave(
        self, seen: Seen, verdict: Verdict, outcome: str, facts: list[tuple[str, str]], lines: list[str]
    ) -> None:
        """Leave the receipt and say on the console what became of the file."""
        self._done[seen.name] = seen
        now = datetime.now(UTC)
        at = f"{now.day} {now:%B %Y} at {now:%H:%M} UTC"
        head = [("Receipt", seen.name), ("Verdict", verdict.value), ("Outcome", outcome), ("At", at)]
        head += [("Size", f"{seen.size:,} bytes"), *facts]
        text = "\n".join([*(one_line(f"{name}: {said}") for name, said in head), "", *lines])
        out.print(one_line(f"{seen.name}: {verdict.value}. {outcome}"))
        try:
            self._folder.leave_receipt(seen, f"{text}\n")
        except OSError as error:
            errors.print(one_line(f"{seen.name}: its receipt could not be left beside it ({error.strerror})."))


def _how_to_tick(name: str, waits_for: tuple[str, ...]) -> list[str]:
    ticks = " ".join(option_for(check) for check in waits_for)
    return [
        f"To publish it: look at what is said under {listed(waits_for)}. If it is right all the same, either",
        f'  python -m dashboard publish {shlex.quote(name)} {ticks} --reason "…"',
        f"or start watching again with {ticks}. Or mend the file and put it here again.",
    ]
