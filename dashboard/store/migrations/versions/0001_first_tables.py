"""First tables: definitions, submissions, originals, revisions, figures."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "definitions",
        sa.Column("checksum", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("layout", sa.String(100), nullable=False),
        sa.Column("received_at", sa.DateTime, nullable=False),
        sa.Column("received_by", sa.String(100), nullable=False),
        sa.Column("verdict", sa.String(30), nullable=False),
        sa.Column("findings", sa.Text, nullable=False),
        sa.Column("figures", sa.Integer, nullable=False),
    )
    op.create_table(
        "original",
        sa.Column("submission", sa.Integer, sa.ForeignKey("submission.id"), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("replaces", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("definitions", sa.String(64), sa.ForeignKey("definitions.checksum"), nullable=False),
        sa.Column("submission", sa.Integer, sa.ForeignKey("submission.id")),
        sa.Column("undoes", sa.Integer, sa.ForeignKey("revision.number")),
        sa.UniqueConstraint("replaces", name="one_successor"),
        sa.CheckConstraint("number = replaces + 1", name="an_unbroken_chain"),
        sa.CheckConstraint("kind in ('publish', 'undo', 'definitions')", name="a_known_kind"),
        sa.CheckConstraint("(kind = 'undo') = (undoes is not null)", name="an_undo_names_a_revision"),
    )
    op.create_table(
        "figure",
        sa.Column("indicator", sa.String(60), primary_key=True),
        sa.Column("area", sa.String(60), primary_key=True),
        sa.Column("period_start", sa.String(10), primary_key=True),
        sa.Column("period_months", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("period_kind", sa.String(20), primary_key=True),
        sa.Column("sex", sa.String(10), primary_key=True),
        sa.Column("age", sa.String(40), primary_key=True),
        sa.Column("breakdown", sa.String(300), primary_key=True),
        sa.Column("revision", sa.Integer, sa.ForeignKey("revision.number"), primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Float(53)) for name in ("numerator", "denominator", "value", "lower", "upper")),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("submission", sa.Integer, sa.ForeignKey("submission.id")),
        sa.CheckConstraint("period_months >= 0", name="months_are_whole"),
        sa.CheckConstraint(
            "state in ('value', 'rounded') or "
            "(value is null and numerator is null and lower is null and upper is null)",
            name="no_number_without_a_numbered_state",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("figure_by_area", "figure", ["area", "indicator"])
    op.create_index("figure_by_revision", "figure", ["revision"])
