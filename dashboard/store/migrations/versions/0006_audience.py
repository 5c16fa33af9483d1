"""Who may read each figure, and each file that waits."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

# As submissions were written down by then: the layouts in which a publisher publishes.
PUBLICATIONS = (
    "Fingertips export",
    "NDTMS ViewIt export, local",
    "NDTMS ViewIt export, England",
    "Home Office recorded crime open data",
    "Home Office crime outcomes open data",
    "NDTMS monthly provisional report",
    "data.police.uk street-level crime",
    "data.police.uk outcomes",
    "data.police.uk stop and search",
    "Estimates of alcohol dependence by local authority",
    "Estimates of opiate and crack use by local authority",
    "Population estimates from Nomis",
    "Population estimates by single year of age",
    "Population projections",
    "Justice statistics in the open tidy layout",
    "Offender management statistics, requirements and recalls",
    "Offender management statistics, receptions and releases",
    "Monthly prison population bulletin",
    "ONS drug poisoning deaths by substance and region",
    "ONS drug poisoning deaths by local authority",
    "ONS police recorded crime by quarter",
    "Prosecution outcomes by principal offence",
    "Home Office drug seizures by police force",
    "Local data lab series",
)
SHIPPED = "national_figures.csv"  # which only a start publishes as the first revision, and for this reason
FIRST_REASON = "Published national figures, so that there is something to compare with"


def upgrade() -> None:
    """Add the columns: a figure has the audience of its measure, unless its publisher has published it."""
    _add("figure", "audience in ('published', 'measure', 'partnership')")
    _add("waiting", "audience in ('measure', 'partnership')")
    _mark_published()
    chosen = sa.text("audience = 'partnership'")
    op.create_index("figure_for_partnership", "figure", ["audience"], sqlite_where=chosen, postgresql_where=chosen)


def _add(table: str, known: str) -> None:
    check = sa.CheckConstraint(known, name="a_known_audience")
    op.add_column(table, sa.Column("audience", sa.String(20), check, nullable=False, server_default="measure"))


def _mark_published() -> None:
    figure, submission, first = (
        sa.table(name, *map(sa.column, columns))
        for name, columns in (
            ("figure", ("submission", "audience")),
            ("submission", ("id", "layout", "file_name")),
            ("revision", ("number", "submission", "reason")),
        )
    )
    connection = op.get_bind()
    layouts = connection.execute(sa.select(submission.c.layout).distinct()).scalars()
    published = sa.select(submission.c.id).where(submission.c.layout.in_([one for one in layouts if _is_public(one)]))
    shipped = (
        sa.select(submission.c.id)
        .join(first, first.c.submission == submission.c.id)
        .where(first.c.number == 1, first.c.reason == FIRST_REASON, submission.c.file_name == SHIPPED)
    )
    came = sorted({*connection.execute(published).scalars(), *connection.execute(shipped).scalars()})
    connection.execute(sa.update(figure).where(figure.c.submission.in_(came)).values(audience="published"))


def _is_public(layout: str) -> bool:
    """Whether every table of a file is a publication: the layouts of several stand in a row."""
    title = "|".join(map(re.escape, PUBLICATIONS))
    return bool(re.fullmatch(f"(?:{title})(?:, (?:{title}))*", layout))
