"""Which figures are hidden, and an index by period to find those that belong together."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table and the index."""
    op.create_table(
        "hiding",
        sa.Column("indicator", sa.String(60), primary_key=True),
        sa.Column("area", sa.String(60), primary_key=True),
        sa.Column("period_start", sa.String(10), primary_key=True),
        sa.Column("period_months", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("period_kind", sa.String(20), primary_key=True),
        sa.Column("sex", sa.String(10), primary_key=True),
        sa.Column("age", sa.String(40), primary_key=True),
        sa.Column("breakdown", sa.String(300), primary_key=True),
        sa.Column("revision", sa.Integer, sa.ForeignKey("revision.number"), primary_key=True, autoincrement=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("taken_back", sa.Boolean(create_constraint=False), nullable=False),
        sa.CheckConstraint("role in ('small', 'companion', 'open')", name="a_known_role"),
        sa.CheckConstraint("not (taken_back and role = 'open')", name="only_hidden_is_taken_back"),
        sqlite_with_rowid=False,
    )
    op.create_index("hiding_by_area", "hiding", ["area", "indicator"])
    op.create_index("figure_by_period", "figure", ["indicator", "period_start", "period_months"])
