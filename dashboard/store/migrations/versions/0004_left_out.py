"""What was left out of a file: its measures that we do not keep, with the reason."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; of files that came before it nothing was written down."""
    op.add_column("submission", sa.Column("left_out", sa.Text, nullable=False, server_default="[]"))
