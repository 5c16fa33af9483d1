"""The attacker at a whole database: what an outsider, who may see everything and who knows their own can work back.

``python -m tests.disclosure DATABASE`` takes all that the product gives out at the newest revision, works back what it
hides, and judges that by what is stored. ``python -m tests.disclosure DATABASE AREA...`` does so for these areas and
all that they are a part of below a country, and looks at the months in which periods overlap too. ``--insiders`` asks
as well what agencies and partnerships gain by knowing their own hidden figures; ``--json`` writes one line an answer.
"""

import argparse
import csv
import io
import json
import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TextIO

import numpy as np
import pandas as pd

from dashboard.assembly.figures import with_totals
from dashboard.domain.access import LOCAL_USER, Role, User
from dashboard.domain.areas import AreaKind, Areas
from dashboard.domain.coded import coded_frame
from dashboard.domain.definitions import Definitions, read_definitions
from dashboard.domain.figures import make_period
from dashboard.journeys import editions, export
from dashboard.stats.suppression.people import is_hidden_small
from dashboard.store import figures as figures_store
from dashboard.store import revisions as revisions_store
from dashboard.store.database import Database
from tests.disclosure.attacker import Question, asked, enough_of, learnt_of, numbers_of
from tests.disclosure.bench import Evidence, leaks, plain_leaks, small_keys
from tests.disclosure.bounding import Asked, ranges_of, searched
from tests.disclosure.insiders import Owners, gained
from tests.disclosure.readings import Key, Span
from tests.disclosure.solving import Range, Terms

READERS = {"an outsider": User("a visitor", Role.VIEWER), "who may see everything": LOCAL_USER}
Answer = dict[str, object]


def around(codes: Collection[str], areas: Areas) -> set[str]:
    """Return areas with all that they are parts of below a country, and the other parts of these."""
    wanted = {areas.kept_code(code) for code in codes}
    local = (area for area in areas if area.kind is not AreaKind.COUNTRY)
    wider = [area for area in local if len(area.members) > 1 and wanted & {area.code, *area.members}]
    return wanted | {code for area in wider for code in (area.code, *area.members)}


def evidence_of(database: Database, user: User, codes: Collection[str] | None, definitions: Definitions) -> Evidence:
    """Return what a user can take away of areas, or of all, at the newest revision, and what is true of it."""
    measures = [one.id for one in definitions.catalogue if is_hidden_small(one)]
    with database.reading() as session:
        newest = revisions_store.newest(session)
        text = export.take_figures(session, user, export.Choice()).decode()
        stored = figures_store.read(session, newest, indicators=measures)
    everything = with_totals(coded_frame(stored), definitions).frame
    truth = {key: numbers for key, numbers in _truths(everything) if codes is None or key.area in codes}
    return Evidence(definitions, {newest: [_only(text, codes, measures)]}, {newest: truth})


def _only(content: str, codes: Collection[str] | None, measures: Collection[str]) -> str:
    reader, table = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))), io.StringIO()
    writer = csv.DictWriter(table, list(reader.fieldnames or ()), lineterminator="\n")
    writer.writeheader()
    there = (line for line in reader if codes is None or line["area"] in codes)
    writer.writerows(line for line in there if line["indicator"] in measures)
    return table.getvalue()


def _truths(figures: pd.DataFrame) -> Iterator[tuple[Key, tuple[float, float | None]]]:
    for row in figures[figures["numerator"].notna()].itertuples(index=False):
        period = make_period(row.period_start, row.period_months, row.period_kind)
        span = Span(period.start, period.months, period.kind.value)
        whole = None if pd.isna(row.denominator) else float(row.denominator)
        yield Key(row.indicator, row.area, span, row.sex, row.age, row.breakdown), (float(row.numerator), whole)


def answer(evidence: Evidence, *, pieces: bool, insiders: bool) -> Answer:
    """Return what can be worked back of evidence of one revision, as numbers by what they count."""
    (as_at,), (snapshot,) = evidence.truths, evidence.snapshots
    question = asked([snapshot], evidence.definitions, pieces=pieces)
    numbers = numbers_of(question.worlds, evidence.truths)
    blocks = searched(question.system, enough_of(question, evidence.truths), numbers)
    ranges = ranges_of(blocks)
    found = leaks(evidence, learnt_of(question, ranges))
    small = small_keys(evidence, as_at) & set(snapshot.readings)
    hidden = [key for key, reading in snapshot.readings.items() if reading.hidden]
    what = Counter(leak.what for leak in found)
    return {
        "figures": len(snapshot.readings),
        "small": len(small),
        "hidden": len(hidden),
        "companions a small figure": round((len(hidden) - len(small)) / max(len(small), 1), 3),
        "simply shown": len(plain_leaks(evidence)),
        "known exactly": what["is known exactly"],
        "fewer than three possible values": what["has fewer than three possible values"],
        "sums that do not hold": len(question.system.given_up),
        "found by": dict(Counter(one.how.value for one in ranges.values())),
        "leaks": [str(leak) for leak in found],
        **(_of_insiders(blocks, ranges, question, evidence.definitions) if insiders else {}),
    }


def _of_insiders(
    blocks: Sequence[Asked], ranges: dict[Terms, Range], question: Question, definitions: Definitions
) -> Answer:
    times, found = gained(blocks, Owners(definitions), ranges, np.random.default_rng(3))
    names = {terms: (key.indicator, part) for (_, key, part), terms in question.targets.items()}
    exact = Counter(one.who.kind for one in found if one.range.exact)
    narrow = Counter(one.who.kind for one in found if not one.range.exact)
    kinds = {kind: {"asked": asked_, "exact": exact[kind], "narrow": narrow[kind]} for kind, asked_ in times.items()}
    figures = len({one.wanted for one in found})
    measures = Counter(names[wanted][0] for wanted in {one.wanted for one in found})
    return {"insiders": kinds, "figures that some insider gains": figures, "of measures": dict(measures)}


def _own_output() -> TextIO:
    """Return where answers go. The solver's library prints lines of its own now and then, which no option stops."""
    kept = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.stdout.flush()
    os.dup2(2, 1)
    return kept


def _written(who: str, made: Answer) -> str:
    lines = [f"{who}:"]
    for what, number in made.items():
        lines += [f"  {what}: {number}"] if not isinstance(number, list) else [f"    {one}" for one in number[:20]]
    return "\n".join(lines)


def main() -> None:
    """Attack, and print what came out."""
    parser = argparse.ArgumentParser(prog="python -m tests.disclosure", description=__doc__)
    parser.add_argument("database")
    parser.add_argument("areas", nargs="*")
    parser.add_argument("--insiders", action="store_true")
    parser.add_argument("--json", action="store_true")
    given, out = parser.parse_args(), _own_output()
    definitions = read_definitions()
    database = Database(f"sqlite:///{given.database}")
    editions.prepare(database, LOCAL_USER)
    names = [definitions.areas.asked_for(name).code for name in given.areas]
    codes = around(names, definitions.areas) if names else None
    for who, user in READERS.items():
        evidence = evidence_of(database, user, codes, definitions)
        made = answer(evidence, pieces=codes is not None, insiders=given.insiders)
        print(json.dumps({"who": who, **made}) if given.json else _written(who, made), file=out, flush=True)
    database.close()


if __name__ == "__main__":
    main()
