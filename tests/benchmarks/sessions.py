"""What a server costs while many people look at pages: real websockets, people who think between two clicks.

``python -m tests.benchmarks.sessions DEMONSTRATION [PEOPLE [AREAS [SECONDS]]]`` starts the dashboard on a copy of a
demonstration and lets so many people open pages of so many areas. It prints how long answers took, what the process
cost for each, its memory; and, as the floor, what a page of one line of text costs in the same run. People come one by
one within the time that they think between two clicks. While they look another process publishes what one police force
put right, which reaches the five partnerships of that force, twice: each third of the time begins with nothing kept,
or with a new edition, and goes on for a third of SECONDS.

People, their browsers left out, are this process: its own processor time is printed, and how busy the machine was, for
on two processors seconds on a clock say as much of both as of the server.
"""

import asyncio
import csv
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.domain.areas import AreaKind
from dashboard.domain.definitions import read_definitions

ROOT = Path(__file__).parents[2]
PAGES = ("", "treatment_access", "continuity_of_care", "diversion", "community_sentences", "indicators")
RETURN = ROOT / "datasets" / "demo" / "police-2026-27-Q1.csv"  # the newest whole return of a demonstration
FORCE = "E23000010"  # West Yorkshire Police, of five partnerships
_AS_OURS = ("--browser.gatherUsageStats=false", "--runner.postScriptGC=false")  # as the settings of the dashboard
_LINES = 200  # runs of the page of one line
THINKS = 10.0  # seconds between an answer and the next click
_LARGE = 5_000  # bytes of a message
TICKS = os.sysconf("SC_CLK_TCK")


class Person:
    """One browser tab: its websocket, and how long each answer took."""

    def __init__(self, socket_: websockets.ClientConnection, areas: list[str]) -> None:
        self._socket, self._areas = socket_, areas
        self.waited: list[tuple[float, float]] = []  # when the answer was there, and the seconds it took
        self.faults: list[str] = []

    async def look(self, ended: asyncio.Event) -> None:
        """Open pages, and think, until all is over."""
        await asyncio.sleep(random.random() * THINKS)
        while not ended.is_set():
            began = time.monotonic()
            await self.open(random.choice(PAGES), random.choice(self._areas))
            self.waited.append((time.monotonic(), time.monotonic() - began))
            await asyncio.sleep(random.expovariate(1 / THINKS))

    async def open(self, page: str, area: str) -> None:
        """Ask for a page, and wait until it is there."""
        message = BackMsg()
        message.rerun_script.query_string = f"area={area}"
        message.rerun_script.page_name = page
        await self._socket.send(message.SerializeToString())
        while True:
            content = await self._socket.recv()
            # What is large is neither an end nor a fault, and need not be read: the server has the processor.
            if len(content) > _LARGE:
                continue
            answer = ForwardMsg()
            answer.ParseFromString(content)
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                self.faults.append(answer.delta.new_element.exception.message)
            if kind == "script_finished":
                return


def main() -> None:
    """Start a server, let people look, print what it cost."""
    source, *numbers = sys.argv[1:]
    people, areas, seconds = (int(text) for text in (*numbers, *("200", "40", "60")[len(numbers) :]))
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "figures.db"
        shutil.copy(source, database)
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DASHBOARD_PORT": str(_free_port())}
        server = subprocess.Popen([sys.executable, "-m", "dashboard", "--no-browser"], cwd=ROOT, env=environment)
        try:
            _wait(environment["DASHBOARD_PORT"])
            asyncio.run(_measure(server.pid, environment, people, areas, seconds))
        finally:
            server.terminate()
            server.wait()


async def _measure(process: int, environment: dict[str, str], people: int, areas: int, seconds: int) -> None:
    address = f"ws://127.0.0.1:{environment['DASHBOARD_PORT']}/_stcore/stream"
    partnerships = [area.code for area in read_definitions().areas.of_kind(AreaKind.PARTNERSHIP)]
    chosen = random.Random(4).sample(partnerships, areas)
    floor = await _floor()
    print(f"a page of one line of text: {floor:.1f} ms of processor time on a server of its own, the floor")
    async with _person(address, chosen) as person:
        await _alone(process, person, chosen, floor)
    print(f"memory before: {_memory(process):.0f} MB")
    connections = [await websockets.connect(address, subprotocols=["streamlit"], max_size=None) for _ in range(people)]
    crowd = [Person(connection, chosen) for connection in connections]
    began, own, cost = time.monotonic(), time.process_time(), _cost(process)
    ended = asyncio.Event()
    publishing = asyncio.create_task(_publish(environment, seconds / 3, ended))
    memory = asyncio.create_task(_watch(process, ended, seconds / 4))
    await asyncio.gather(*(person.look(ended) for person in crowd))
    ends = [*await publishing, time.monotonic()]
    own, cost = time.process_time() - own, _cost(process) - cost
    lasted, load = time.monotonic() - began, os.getloadavg()[0]
    print(f"{people} people, {areas} areas, {lasted:.0f} s; load of the machine {load:.1f}")
    answers = [one for person in crowd for one in person.waited]
    _tell("all", [wait for _, wait in answers])
    names = ("nothing kept at first", *("after a police file",) * 2)
    for name, begin, end in zip(names, [began, *ends], ends, strict=False):
        _tell(name, [wait for there, wait in answers if begin <= there < end])
    faults = [fault for person in crowd for fault in person.faults]
    print(f"{len(faults)} faults {faults[:1]}")
    print(f"processor time for each answer: {cost / len(answers) * 1000:.1f} ms of the server")
    print(f"processor time of all: {cost:.1f} s of the server, {own:.1f} s of those who look")
    print(f"memory meanwhile: {', '.join(f'{size:.0f}' for size in await memory)} MB")


def _tell(name: str, waited: list[float]) -> None:
    if waited:
        some = sorted(waited)
        print(
            f"{name:24} {len(some):5} answers: median {statistics.median(some):.3f} s, "
            f"95th of 100 {some[len(some) * 95 // 100]:.3f} s, longest {some[-1]:.3f} s"
        )


def _person(address: str, areas: list[str]) -> "_Tab":
    return _Tab(address, areas)


class _Tab:
    def __init__(self, address: str, areas: list[str]) -> None:
        self._connecting = websockets.connect(address, subprotocols=["streamlit"], max_size=None)
        self._areas = areas

    async def __aenter__(self) -> Person:
        self._connection = await self._connecting
        return Person(self._connection, self._areas)

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()


async def _floor() -> float:
    """What a page of one line of text costs: processor time of a server that has no other, in ms, mean of many."""
    with tempfile.TemporaryDirectory() as folder:
        script, port = Path(folder) / "line.py", str(_free_port())
        script.write_text('import streamlit as st\n\nst.text("One line.")\n', "utf-8")
        options = {"headless": "true", "port": port, "address": "127.0.0.1", "fileWatcherType": "none"}
        command = [sys.executable, "-m", "streamlit", "run", str(script), *_AS_OURS]
        command += [f"--server.{name}={value}" for name, value in options.items()]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
        try:
            _wait(port)
            async with _person(f"ws://127.0.0.1:{port}/_stcore/stream", [""]) as person:
                await person.open("", "")
                before = _cost(server.pid)
                for _ in range(_LINES):
                    await person.open("", "")
                return (_cost(server.pid) - before) * 1000 / _LINES
        finally:
            server.terminate()
            server.wait()


async def _alone(process: int, person: Person, areas: list[str], floor: float) -> None:
    """What pages cost one person: each of several areas for the first time, then again."""
    await person.open("", areas[0])
    print(f"{'page':22} {'made':>8} {'kept':>8}  processor time of the server in ms, mean; then in floors")
    for page in PAGES:
        times: dict[str, list[float]] = defaultdict(list)
        for area in areas[:12]:
            for kind in ("made", "kept", "kept"):
                before = _cost(process)
                for _ in range(1 if kind == "made" else 4):
                    await person.open(page, area)
                times[kind].append((_cost(process) - before) * 1000 / (1 if kind == "made" else 4))
        made, kept = (statistics.mean(times[kind]) for kind in ("made", "kept"))
        print(f"{page or 'overview':22} {made:8.1f} {kept:8.1f} {made / floor:8.1f} {kept / floor:8.1f}")


async def _publish(environment: dict[str, str], pause: float, ended: asyncio.Event) -> list[float]:
    """Publish what one force put right, twice, and return when each was published; a while after that all is over."""
    moments = []
    for more in (1, 2):
        await asyncio.sleep(pause)
        file = Path(environment["DATABASE_URL"].removeprefix("sqlite:///")).parent / f"put-right-{more}.csv"
        _put_right(file, more)
        command = [sys.executable, "-m", "dashboard", "publish", str(file), "--reason", "a benchmark"]
        publishing = await asyncio.create_subprocess_exec(
            *command, "--accept-warnings", cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        assert await publishing.wait() == 0, "the file is published"
        moments.append(time.monotonic())
    await asyncio.sleep(pause)
    ended.set()
    return moments


def _put_right(file: Path, more: int) -> None:
    """Write the return of one force with so many more in each count that stands by itself."""
    with RETURN.open(newline="", encoding="utf-8-sig") as source:
        rows = [row for row in csv.DictReader(source) if row["area"] == FORCE]
    with file.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        for row in rows:
            alone = not row["denominator"] and not row["breakdown"] and row["indicator"] != "possession-outcomes"
            writer.writerow(row | {"count": int(row["count"]) + more} if alone else row)


async def _watch(process: int, ended: asyncio.Event, pause: float) -> list[float]:
    sizes = []
    while not ended.is_set():
        sizes.append(_memory(process))
        await asyncio.sleep(pause)
    return [*sizes, _memory(process)]


def _cost(process: int) -> float:
    """Processor time of a process so far, in seconds."""
    parts = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICKS


def _memory(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait(port: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    main()
