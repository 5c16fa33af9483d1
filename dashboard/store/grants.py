"""What a PostgreSQL role may do that only reads: of everything public, or of the partnership's too; never figures."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy import text as sql
from sqlmodel import Session

from dashboard.domain.audiences import Audience
from dashboard.domain.errors import BadSetting, NotFound, Refusal
from dashboard.store.database import EXPORTED
from dashboard.store.tables import Figure

_KINDS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
_BY_COLUMN = {"SELECT", "INSERT", "UPDATE", "REFERENCES"}


class Right(NamedTuple):
    """What is granted on a table, of all its columns unless some are named."""

    kind: str
    columns: tuple[str, ...] = ()


# Not who made a revision and why, nor the file that it came from.
_OF_REVISIONS = Right("SELECT", ("number", "replaces", "kind", "made_at", "definitions", "undoes"))
_TO_EVERYBODY = ("alembic_version", "definitions", "edition", "part", "place", "withdrawal")
_TO_MEMBERS = (*_TO_EVERYBODY, "revision", "restricted_part", "restricted_place", "submission", "waiting")

GRANTED: Mapping[Audience, Mapping[str, Right]] = {
    Audience.PUBLIC: {**{name: Right("SELECT") for name in _TO_EVERYBODY}, "revision": _OF_REVISIONS},
    Audience.PARTNERSHIP: {**{name: Right("SELECT") for name in _TO_MEMBERS}, "wanted": Right("INSERT")},
}


def our_tables() -> list[str]:
    """Return the names of all tables of ours."""
    return ["alembic_version", *sorted(Figure.metadata.tables)]


def grant(session: Session, role: str, audience: Audience) -> None:
    """Let a role read what an audience may read, and take from it everything else on our tables.

    Raise BadSetting where this is not PostgreSQL, NotFound for a role that does not exist, Refusal for one that could
    do more in another way. The transaction keeps all of it or nothing.
    """
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        raise BadSetting(
            "Only PostgreSQL has roles, and this database is a SQLite file. Nothing was changed. "
            "For a file of what everybody may read: python -m dashboard editions --export FILE."
        )
    _require_other(connection, role)
    quoted = connection.dialect.identifier_preparer.quote_identifier(role)
    for table in our_tables():
        connection.exec_driver_sql(f'REVOKE ALL ON TABLE "{table}" FROM {quoted}')
    for table, right in GRANTED[audience].items():
        columns = f" ({', '.join(right.columns)})" if right.columns else ""
        connection.exec_driver_sql(f'GRANT {right.kind}{columns} ON TABLE "{table}" TO {quoted}')
    _let_in(connection, role, quoted)
    _require_no_more(connection, role, GRANTED[audience])


def reads_figures(session: Session) -> bool:
    """Whether whoever reads here could read figures: a role that was not granted reading alone, or a file with some."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return bool(connection.execute(sql("SELECT has_any_column_privilege('figure', 'SELECT')")).scalar())
    return connection.exec_driver_sql("PRAGMA application_id").scalar() != EXPORTED


def _require_other(connection: Connection, role: str) -> None:
    """Raise NotFound for a role that does not exist, Refusal for one that owns the tables or can become who does."""
    if connection.execute(sql("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).scalar() is None:
        raise NotFound(
            f"There is no role {role} on this PostgreSQL. Nothing was changed. Make it first: "
            "CREATE ROLE … LOGIN PASSWORD …, as PostgreSQL's manual says."
        )
    owns = sql("SELECT pg_has_role(:role, relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass(:table)")
    if any(connection.execute(owns, {"role": role, "table": table}).scalar() for table in our_tables()):
        raise Refusal(
            f"The role {role} owns the tables, is a member of the role that does, or a superuser: it could not be kept "
            "to reading. Nothing was changed. Make a role of its own for it."
        )


def _let_in(connection: Connection, role: str, quoted: str) -> None:
    """Let a role into the database and the schema of our tables, where it may not come in already."""
    where = connection.execute(
        sql(
            "SELECT current_database(), has_database_privilege(:role, current_database(), 'CONNECT'), "
            "current_schema(), has_schema_privilege(:role, current_schema(), 'USAGE')"
        ),
        {"role": role},
    ).one()
    database, connects, schema, uses = where
    quote = connection.dialect.identifier_preparer.quote_identifier
    if not connects:
        connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {quote(database)} TO {quoted}")
    if not uses:
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {quote(schema)} TO {quoted}")


def _require_no_more(connection: Connection, role: str, granted: Mapping[str, Right]) -> None:
    """Raise Refusal where a role may do more than was granted, by what everybody may do or as a member of another."""
    for table in our_tables():
        for kind in _KINDS:
            right = granted.get(table)
            whole = right is not None and right.kind == kind and not right.columns
            partly = right is not None and right.kind == kind
            if (not whole and _may(connection, role, table, kind)) or (
                not partly and kind in _BY_COLUMN and _may_some(connection, role, table, kind)
            ):
                raise Refusal(
                    f"The role {role} has {kind} on {table} in another way: granted to everybody (PUBLIC), or to a "
                    "role that it is a member of. Nothing was changed. Take that back first, or make another role."
                )


def _may(connection: Connection, role: str, table: str, kind: str) -> bool:
    query = sql("SELECT has_table_privilege(:role, to_regclass(:table), :kind)")
    return bool(connection.execute(query, {"role": role, "table": table, "kind": kind}).scalar())


def _may_some(connection: Connection, role: str, table: str, kind: str) -> bool:
    query = sql("SELECT has_any_column_privilege(:role, to_regclass(:table), :kind)")
    return bool(connection.execute(query, {"role": role, "table": table, "kind": kind}).scalar())
