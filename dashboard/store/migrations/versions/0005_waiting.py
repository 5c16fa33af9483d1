"""Files that wait for a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "waiting",
        sa.Column("submission", sa.Integer, sa.ForeignKey("submission.id"), primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("indicator", "area", "period")),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("based_on", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(100), nullable=False),
        sa.Column("decided_at", sa.DateTime),
        sa.Column("answer", sa.Text, nullable=False),
        sa.CheckConstraint("outcome in ('', 'published', 'sent back', 'withdrawn')", name="a_known_outcome"),
        sa.CheckConstraint("(outcome = '') = (decided_at is null)", name="an_outcome_has_a_day"),
    )
