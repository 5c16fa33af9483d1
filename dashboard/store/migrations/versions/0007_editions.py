"""What is shown of a revision, worked out once, in small parts; who makes it, and what is asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "edition",
        _of("revision.number"),
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("definitions", "audiences")),
        sa.Column("arithmetic", sa.Integer, nullable=False),
        sa.Column("is_demonstration", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
    )
    for kind in ("", "restricted_"):
        op.create_table(
            f"{kind}part",
            sa.Column("hash", sa.String(64), primary_key=True),
            sa.Column("content", sa.LargeBinary, nullable=False),
        )
        op.create_table(
            f"{kind}place",
            _of("edition.revision"),
            sa.Column("piece", sa.String(20), primary_key=True),
            sa.Column("area", sa.String(60), primary_key=True),
            sa.Column("subject", sa.String(60), primary_key=True),
            sa.Column("part", sa.String(64), sa.ForeignKey(f"{kind}part.hash"), nullable=False),
            sqlite_with_rowid=False,
        )
        op.create_index(f"{kind}place_by_part", f"{kind}place", ["part"])
        if op.get_context().dialect.name == "postgresql":
            # Parts are compressed already, and to try again costs half the time of writing them.
            op.execute(f"ALTER TABLE {kind}part ALTER COLUMN content SET STORAGE EXTERNAL")
    op.create_table(
        "maker",
        sa.Column("role", sa.String(10), primary_key=True),
        sa.Column("token", sa.String(40), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("process", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.CheckConstraint("role in ('stays', 'making')", name="a_known_maker"),
    )
    op.create_table("withdrawal", _of("revision.number"))
    op.create_table("wanted", _of("revision.number"))


def _of(column: str) -> sa.Column[int]:
    return sa.Column("revision", sa.Integer, sa.ForeignKey(column), primary_key=True, autoincrement=False)
