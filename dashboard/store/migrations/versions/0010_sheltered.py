"""For which small figure a companion was hidden, where what is hidden was judged anew."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

KEY: dict[str, sa.String | sa.Integer] = {
    "indicator": sa.String(60),
    "area": sa.String(60),
    "period_start": sa.String(10),
    "period_months": sa.Integer(),
    "period_kind": sa.String(20),
    "sex": sa.String(10),
    "age": sa.String(40),
    "breakdown": sa.String(300),
}


def upgrade() -> None:
    """Create the table. Of what was hidden before nobody wrote that down."""
    op.create_table(
        "sheltered",
        *_columns(""),
        sa.Column("revision", sa.Integer, sa.ForeignKey("revision.number"), primary_key=True, autoincrement=False),
        *_columns("small_"),
        sqlite_with_rowid=False,
    )


def _columns(prefix: str) -> list[sa.Column[object]]:
    return [sa.Column(f"{prefix}{name}", kind, primary_key=True, autoincrement=False) for name, kind in KEY.items()]
