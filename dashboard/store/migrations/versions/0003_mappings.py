"""What the columns of files hold, as their senders said it, kept by name."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "mapping",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("kept_by", sa.String(100), nullable=False),
        sa.Column("kept_at", sa.DateTime, nullable=False),
    )
