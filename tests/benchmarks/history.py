"""A demonstration with a longer history, to see what grows with it: the same figures again, decades earlier."""

from sqlalchemy import text

from dashboard.store.database import Database

_COPIED = ("figure", "hiding")
_YEARS = 10  # between one copy and the next: as far as the figures of a demonstration reach back


def lengthen(database: Database, times: int) -> None:
    """Put the figures and hiding decisions in so many times over, under the revisions that they came with."""
    with database.writing() as session:
        for table in _COPIED:
            columns = [row[1] for row in session.execute(text(f"PRAGMA table_info({table})"))]
            oldest = session.execute(text(f"SELECT min(period_start) FROM {table}")).scalar()
            others = ", ".join(name for name in columns if name != "period_start")
            for copy in range(1, times):
                # 29 February is no day of most years, and one day earlier does as well here.
                day = "replace(substr(period_start, 5), '-02-29', '-02-28')"
                earlier = f"(substr(period_start, 1, 4) - {copy * _YEARS}) || {day}"
                session.execute(
                    text(
                        f"INSERT INTO {table} (period_start, {others}) SELECT {earlier}, {others} FROM {table} "
                        "WHERE period_start >= :oldest"
                    ),
                    {"oldest": oldest},
                )
