"""The attacker at a whole database: what an outsider, and who may see everything, can work back of some areas.

``python -m tests.disclosure DATABASE AREA...`` takes what the product gives out of these areas and of all that they are
a part of below a country, at the newest revision, works back what it hides, and judges that by what is stored.
"""

import csv
import io
import sys
from collections.abc import Collection, Iterator

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
from tests.disclosure.bench import Evidence, leaks, plain_leaks, small_keys
from tests.disclosure.readings import Key, Span
from tests.disclosure.solving import TooLarge

READERS = {"an outsider": User("a visitor", Role.VIEWER), "who may see everything": LOCAL_USER}


def around(codes: Collection[str], areas: Areas) -> set[str]:
    """Return areas with all that they are parts of below a country, and the other parts of these."""
    wanted = {areas.kept_code(code) for code in codes}
    local = (area for area in areas if area.kind is not AreaKind.COUNTRY)
    wider = [area for area in local if len(area.members) > 1 and wanted & {area.code, *area.members}]
    return wanted | {code for area in wider for code in (area.code, *area.members)}


def evidence_of(database: Database, user: User, codes: Collection[str], definitions: Definitions) -> Evidence:
    """Return what a user can take away of areas at the newest revision, and what is true of it."""
    measures = [one.id for one in definitions.catalogue if is_hidden_small(one)]
    with database.reading() as session:
        newest = revisions_store.newest(session)
        text = export.take_figures(session, user, export.Choice()).decode()
        stored = figures_store.read(session, newest, indicators=measures)
    everything = with_totals(coded_frame(stored), definitions).frame
    truth = {key: numbers for key, numbers in _truths(everything) if key.area in codes}
    return Evidence(definitions, {newest: [_only(text, codes, measures)]}, {newest: truth})


def _only(content: str, codes: Collection[str], measures: Collection[str]) -> str:
    reader, table = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))), io.StringIO()
    writer = csv.DictWriter(table, list(reader.fieldnames or ()), lineterminator="\n")
    writer.writeheader()
    writer.writerows(line for line in reader if line["area"] in codes and line["indicator"] in measures)
    return table.getvalue()


def _truths(figures: pd.DataFrame) -> Iterator[tuple[Key, tuple[float, float | None]]]:
    for row in figures[figures["numerator"].notna()].itertuples(index=False):
        period = make_period(row.period_start, row.period_months, row.period_kind)
        span = Span(period.start, period.months, period.kind.value)
        whole = None if pd.isna(row.denominator) else float(row.denominator)
        yield Key(row.indicator, row.area, span, row.sex, row.age, row.breakdown), (float(row.numerator), whole)


def main() -> None:
    """Attack, and print what came out."""
    source, *names = sys.argv[1:]
    definitions = read_definitions()
    database = Database(f"sqlite:///{source}")
    editions.prepare(database, LOCAL_USER)
    codes = around([definitions.areas.asked_for(name).code for name in names], definitions.areas)
    for who, user in READERS.items():
        evidence = evidence_of(database, user, codes, definitions)
        (as_at,) = evidence.truths
        readings = evidence.snapshots[0].readings
        hidden = [key for key, reading in readings.items() if reading.hidden]
        try:
            found = leaks(evidence, evidence.attack(thorough=False))
        except TooLarge as error:
            print(f"{who}: not solved in time: {error}")
            continue
        small = small_keys(evidence, as_at) & set(readings)
        print(f"{who}: {len(readings)} figures of {len(codes)} areas, {len(small)} small, {len(hidden)} hidden")
        print(f"  simply shown: {len(plain_leaks(evidence))}")
        for what in ("is known exactly", "has fewer than three possible values"):
            print(f"  {what}: {sum(leak.what == what for leak in found)}")
        for leak in found[:20]:
            print(f"    {leak}")
    database.close()


if __name__ == "__main__":
    main()
