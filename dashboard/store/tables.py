"""The tables. Rows of figures and revisions are only ever added; rules are constraints."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel


def _audience() -> Column[str]:
    return Column(String(20), nullable=False, server_default="measure")


def now() -> datetime:
    """Return this moment in UTC. It tells revisions apart that were made within one second."""
    return datetime.now(UTC).replace(tzinfo=None)


class StoredDefinitions(SQLModel, table=True):
    """A catalogue and its areas, compressed, kept once for each different content."""

    __tablename__ = "definitions"

    checksum: str = Field(sa_column=Column(String(64), primary_key=True))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Submission(SQLModel, table=True):
    """A file that was sent, and what became of it. A refused one keeps no cell of the file."""

    __tablename__ = "submission"

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    file_name: str = Field(sa_column=Column(String(255), nullable=False))
    checksum: str = Field(sa_column=Column(String(64), nullable=False))
    size: int = Field(sa_column=Column(Integer, nullable=False))
    layout: str = Field(sa_column=Column(String(100), nullable=False))
    received_at: datetime = Field(sa_column=Column(DateTime, nullable=False))
    received_by: str = Field(sa_column=Column(String(100), nullable=False))
    verdict: str = Field(sa_column=Column(String(30), nullable=False))
    findings: str = Field(sa_column=Column(Text, nullable=False))
    figures: int = Field(sa_column=Column(Integer, nullable=False))
    left_out: str = Field(default="[]", sa_column=Column(Text, nullable=False, server_default="[]"))


class Original(SQLModel, table=True):
    """The bytes of an accepted file, compressed."""

    __tablename__ = "original"

    submission: int = Field(sa_column=Column(Integer, ForeignKey("submission.id"), primary_key=True))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Waiting(SQLModel, table=True):
    """A file that was sent for a second person to publish, and what they decided.

    ``indicator``, ``area`` and ``period`` are what its sender said of it where the file does not, ``based_on`` the
    revision that they compared it with. ``audience`` is whom they chose that may read it, a ``StoredAudience``.
    """

    __tablename__ = "waiting"
    __table_args__ = (
        CheckConstraint("outcome in ('', 'published', 'sent back', 'withdrawn')", name="a_known_outcome"),
        CheckConstraint("(outcome = '') = (decided_at is null)", name="an_outcome_has_a_day"),
        CheckConstraint("audience in ('measure', 'partnership')", name="a_known_audience"),
    )

    submission: int = Field(sa_column=Column(Integer, ForeignKey("submission.id"), primary_key=True))
    indicator: str = Field(default="", sa_column=Column(Text, nullable=False))
    area: str = Field(default="", sa_column=Column(Text, nullable=False))
    period: str = Field(default="", sa_column=Column(Text, nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))
    based_on: int = Field(sa_column=Column(Integer, nullable=False))
    outcome: str = Field(default="", sa_column=Column(String(20), nullable=False))
    decided_by: str = Field(default="", sa_column=Column(String(100), nullable=False))
    decided_at: datetime | None = Field(default=None, sa_column=Column(DateTime))
    answer: str = Field(default="", sa_column=Column(Text, nullable=False))
    audience: str = Field(default="measure", sa_column=_audience())


class Revision(SQLModel, table=True):
    """One act of publishing. The newest figure wins; each revision has one successor."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("replaces", name="one_successor"),
        CheckConstraint("number = replaces + 1", name="an_unbroken_chain"),
        CheckConstraint("kind in ('publish', 'undo', 'definitions')", name="a_known_kind"),
        CheckConstraint("(kind = 'undo') = (undoes is not null)", name="an_undo_names_a_revision"),
    )

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    replaces: int = Field(sa_column=Column(Integer, nullable=False))
    kind: str = Field(sa_column=Column(String(20), nullable=False))
    made_at: datetime = Field(sa_column=Column(DateTime, nullable=False))
    made_by: str = Field(sa_column=Column(String(100), nullable=False))
    reason: str = Field(sa_column=Column(Text, nullable=False))
    definitions: str = Field(sa_column=Column(String(64), ForeignKey("definitions.checksum"), nullable=False))
    submission: int | None = Field(default=None, sa_column=Column(Integer, ForeignKey("submission.id")))
    undoes: int | None = Field(default=None, sa_column=Column(Integer, ForeignKey("revision.number")))


def _text(length: int, *, key: bool = False) -> Column[str]:
    return Column(String(length), primary_key=key, nullable=False)


_CHOSEN = text("audience = 'partnership'")


class _OfFigure(SQLModel):
    """The columns that say which figure a row is about."""

    indicator: str = Field(sa_type=String(60), primary_key=True)
    area: str = Field(sa_type=String(60), primary_key=True)
    period_start: str = Field(sa_type=String(10), primary_key=True)
    period_months: int = Field(primary_key=True)
    period_kind: str = Field(sa_type=String(20), primary_key=True)
    sex: str = Field(sa_type=String(10), primary_key=True)
    age: str = Field(sa_type=String(40), primary_key=True)
    breakdown: str = Field(sa_type=String(300), primary_key=True)


class Figure(_OfFigure, table=True):
    """One figure as one revision has it. ``period_start`` is an ISO date, ``submission`` where it came from.

    ``audience`` is who may read it, a ``StoredAudience``.
    """

    __tablename__ = "figure"
    __table_args__ = (
        CheckConstraint("period_months >= 0", name="months_are_whole"),
        CheckConstraint(
            "state in ('value', 'rounded') or "
            "(value is null and numerator is null and lower is null and upper is null)",
            name="no_number_without_a_numbered_state",
        ),
        CheckConstraint("audience in ('published', 'measure', 'partnership')", name="a_known_audience"),
        Index("figure_by_area", "area", "indicator"),
        Index("figure_by_revision", "revision"),
        Index("figure_by_period", "indicator", "period_start", "period_months"),
        # Few figures are kept for the partnership by their sender, and every page asks which.
        Index("figure_for_partnership", "audience", sqlite_where=_CHOSEN, postgresql_where=_CHOSEN),
        {"sqlite_with_rowid": False},
    )

    revision: int = Field(
        sa_column=Column(Integer, ForeignKey("revision.number"), primary_key=True, autoincrement=False)
    )
    numerator: float | None = Field(default=None, sa_column=Column(Float(53)))
    denominator: float | None = Field(default=None, sa_column=Column(Float(53)))
    value: float | None = Field(default=None, sa_column=Column(Float(53)))
    lower: float | None = Field(default=None, sa_column=Column(Float(53)))
    upper: float | None = Field(default=None, sa_column=Column(Float(53)))
    state: str = Field(sa_column=_text(20))
    note: str = Field(sa_column=Column(Text, nullable=False))
    source: str = Field(sa_column=Column(Text, nullable=False))
    submission: int | None = Field(default=None, sa_column=Column(Integer, ForeignKey("submission.id")))
    audience: str = Field(default="measure", sa_column=_audience())


class Hiding(_OfFigure, table=True):
    """What was decided, at a revision, on hiding one figure, supplied or worked out here.

    It stands until a later decision. ``taken_back`` reaches back: the figure is hidden in every
    earlier revision too.
    """

    __tablename__ = "hiding"
    __table_args__ = (
        CheckConstraint("role in ('small', 'companion', 'open')", name="a_known_role"),
        CheckConstraint("not (taken_back and role = 'open')", name="only_hidden_is_taken_back"),
        Index("hiding_by_area", "area", "indicator"),
        {"sqlite_with_rowid": False},
    )

    revision: int = Field(
        sa_column=Column(Integer, ForeignKey("revision.number"), primary_key=True, autoincrement=False)
    )
    role: str = Field(sa_column=_text(20))
    taken_back: bool = Field(sa_column=Column(Boolean(create_constraint=False), nullable=False))


class Sheltered(_OfFigure, table=True):
    """A small figure, by the columns ``small_…``, for which a revision that judged anew hid a companion."""

    __tablename__ = "sheltered"
    __table_args__ = ({"sqlite_with_rowid": False},)

    revision: int = Field(
        sa_column=Column(Integer, ForeignKey("revision.number"), primary_key=True, autoincrement=False)
    )
    small_indicator: str = Field(sa_column=_text(60, key=True))
    small_area: str = Field(sa_column=_text(60, key=True))
    small_period_start: str = Field(sa_column=_text(10, key=True))
    small_period_months: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    small_period_kind: str = Field(sa_column=_text(20, key=True))
    small_sex: str = Field(sa_column=_text(10, key=True))
    small_age: str = Field(sa_column=_text(40, key=True))
    small_breakdown: str = Field(sa_column=_text(300, key=True))


class KeptMapping(SQLModel, table=True):
    """What the columns of a file hold, kept under a name. The newest of a name stands; an empty one forgets it."""

    __tablename__ = "mapping"

    number: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True))
    name: str = Field(sa_column=Column(String(60), nullable=False))
    content: str = Field(sa_column=Column(Text, nullable=False))
    kept_by: str = Field(sa_column=Column(String(100), nullable=False))
    kept_at: datetime = Field(sa_column=Column(DateTime, nullable=False))


class Edition(SQLModel, table=True):
    """What is shown of one revision, worked out once: with which definitions, and which version of the arithmetic.

    ``definitions`` are those of the revision, ``audiences`` those that stood when it was made: the stricter holds.
    """

    __tablename__ = "edition"

    revision: int = Field(
        sa_column=Column(Integer, ForeignKey("revision.number"), primary_key=True, autoincrement=False)
    )
    definitions: str = Field(sa_column=Column(String(64), nullable=False))
    audiences: str = Field(sa_column=Column(String(64), nullable=False))
    arithmetic: int = Field(sa_column=Column(Integer, nullable=False))
    is_demonstration: bool = Field(sa_column=Column(Boolean(create_constraint=False), nullable=False))
    made_at: datetime = Field(sa_column=Column(DateTime, nullable=False))


class Part(SQLModel, table=True):
    """Figures for everybody, packed, kept once for each different content; ``hash`` is of it before compression."""

    __tablename__ = "part"

    hash: str = Field(sa_column=Column(String(64), primary_key=True))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class RestrictedPart(SQLModel, table=True):
    """The same for those who may see figures of the partnership: in a table of its own, with rights of its own."""

    __tablename__ = "restricted_part"

    hash: str = Field(sa_column=Column(String(64), primary_key=True))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Place(SQLModel, table=True):
    """Where a part stands in an edition: the figures of an area and a subject, or of a measure in every area.

    ``area`` and ``subject`` are empty for what is of all.
    """

    __tablename__ = "place"
    __table_args__ = (Index("place_by_part", "part"), {"sqlite_with_rowid": False})

    revision: int = Field(
        sa_column=Column(Integer, ForeignKey("edition.revision"), primary_key=True, autoincrement=False)
    )
    piece: str = Field(sa_column=_text(20, key=True))
    area: str = Field(sa_column=_text(60, key=True))
    subject: str = Field(sa_column=_text(60, key=True))
    part: str = Field(sa_column=Column(String(64), ForeignKey("part.hash"), nullable=False))


class RestrictedPlace(SQLModel, table=True):
    """Where a restricted part stands in an edition, as ``Place``."""

    __tablename__ = "restricted_place"
    __table_args__ = (Index("restricted_place_by_part", "part"), {"sqlite_with_rowid": False})

    revision: int = Field(
        sa_column=Column(Integer, ForeignKey("edition.revision"), primary_key=True, autoincrement=False)
    )
    piece: str = Field(sa_column=_text(20, key=True))
    area: str = Field(sa_column=_text(60, key=True))
    subject: str = Field(sa_column=_text(60, key=True))
    part: str = Field(sa_column=Column(String(64), ForeignKey("restricted_part.hash"), nullable=False))


class Maker(SQLModel, table=True):
    """Who makes editions: the process that ``stays`` for it, and the one that is ``making`` one now.

    ``token`` is of one process alone; ``seen_at`` is when it last said that it is alive.
    """

    __tablename__ = "maker"
    __table_args__ = (CheckConstraint("role in ('stays', 'making')", name="a_known_maker"),)

    role: str = Field(sa_column=Column(String(10), primary_key=True))
    token: str = Field(sa_column=Column(String(40), nullable=False))
    host: str = Field(sa_column=Column(String(255), nullable=False))
    process: int = Field(sa_column=Column(Integer, nullable=False))
    seen_at: datetime = Field(sa_column=Column(DateTime, nullable=False))


class Withdrawal(SQLModel, table=True):
    """A revision that took something back: what was made of earlier ones went with it."""

    __tablename__ = "withdrawal"

    revision: int = Field(
        sa_column=Column(Integer, ForeignKey("revision.number"), primary_key=True, autoincrement=False)
    )


class Wanted(SQLModel, table=True):
    """An earlier revision that a reader asked for, and nobody has made an edition of yet."""

    __tablename__ = "wanted"

    revision: int = Field(
        sa_column=Column(Integer, ForeignKey("revision.number"), primary_key=True, autoincrement=False)
    )


class Judged(SQLModel, table=True):
    """A revision from which on a version of hiding decides, and by which all states before it were judged."""

    __tablename__ = "judged"

    revision: int = Field(
        sa_column=Column(Integer, ForeignKey("revision.number"), primary_key=True, autoincrement=False)
    )
    version: int = Field(sa_column=Column(Integer, nullable=False))
