"""Which revisions judged what is hidden anew, and by which version of hiding."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table. What was published before it was judged by the first version, and is in no row."""
    op.create_table(
        "judged",
        sa.Column("revision", sa.Integer, sa.ForeignKey("revision.number"), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
