"""Who only reads: a PostgreSQL role that was granted it, or an exported file; and a database that has what to hide."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from dashboard.domain.access import LOCAL_USER
from dashboard.domain.audiences import Audience
from dashboard.domain.mappings import NOTHING_SAID, Said
from dashboard.journeys import editions, submit
from dashboard.store.database import Database
from tests.conftest import TODAY
from tests.figures import BARNET, ENFIELD, template

CARE = {"indicator": "coc-engaged-21-days", "period": "Jan to Mar 2025", "denominator": "90"}
ADULTS = {"indicator": "adults-in-treatment", "period": "12 months to Mar 2025"}
NEEDS = {"indicator": "coc-eligible-releases", "period": "Jan to Mar 2025"}
ENGLAND, METROPOLITAN, KENT = "E92000001", "E23000001", "E23000032"


def fill(database: Database) -> None:
    """Publish figures for everybody and for the partnership, hidden ones among them; correct some, take one back."""
    areas = (BARNET, ENFIELD, ENGLAND)
    _publish(database, [ADULTS | {"area": area, "count": str(900 + at)} for at, area in enumerate(areas)])
    _publish(database, [CARE | {"area": area, "count": str(41 + at)} for at, area in enumerate(areas)])
    _publish(database, [NEEDS | {"area": BARNET, "count": "3"}, NEEDS | {"area": ENFIELD, "count": "77"}])
    _publish(database, [ADULTS | {"area": BARNET, "count": "913"}])
    tests = {"indicator": "dtoa-tests", "area": METROPOLITAN, "period": "Jan to Mar 2025", "count": "300"}
    _publish(database, [tests, tests | {"area": KENT, "count": "3"}])
    _publish(database, [tests | {"period": "Oct to Dec 2024"}], Said(for_partnership=True))
    wrong = _publish(database, [ADULTS | {"area": ENFIELD, "count": "9999"}])
    submit.undo(database, LOCAL_USER, wrong, "Ada sent the wrong year")
    editions.prepare(database, LOCAL_USER)


def _publish(database: Database, rows: list[dict[str, str]], said: Said = NOTHING_SAID) -> int:
    shown = submit.preview(database, LOCAL_USER, "figures.csv", template(rows), TODAY, said)
    return submit.publish(database, LOCAL_USER, shown, "Ada says so", shown.screening.warnings).revision


@contextmanager
def role_at(address: str) -> Iterator[Callable[[], str]]:
    """Give what makes a new role on the PostgreSQL of an address, by name; all are gone at the end."""
    made: list[str] = []
    server = make_url(address).render_as_string(hide_password=False)

    def make() -> str:
        made.append(f"reader_{os.urandom(6).hex()}")
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {made[-1]} LOGIN")
        return made[-1]

    yield make
    with psycopg.connect(server, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP OWNED BY {name}")
            connection.execute(f"DROP ROLE {name}")


def as_role(address: str, role: str) -> str:
    """Return the same address for another role."""
    return make_url(address).set(username=role).render_as_string(hide_password=False)


def granted(database: Database, address: str, role: str, audience: Audience) -> str:
    """Let a role read for an audience, and return its address."""
    editions.grant(database, LOCAL_USER, role, audience)
    return as_role(address, role)


def exported(database: Database, folder: Path) -> str:
    """Export what everybody may read, and return the address of the file."""
    path = folder / "public.db"
    editions.export(database, LOCAL_USER, path)
    return f"sqlite:///{path}"
