"""What the checks against what is published look at, and how they tell where."""

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import KEY, NUMBERS, PERIOD, State, make_period

LARGE = 50  # people: below it, chance alone makes jumps
ENOUGH_SHIFTED = 5
NUMERIC = [State.VALUE, State.ROUNDED]
NEAR = pd.Timedelta(days=3 * 366)  # between figures of one series that should not be many times one another
SERIES = [name for name in KEY if name != "period_start"]


@dataclass(frozen=True)
class Beside:
    """The figures of a file beside those that stand, both without any that is hidden or will be.

    ``limits`` has the figures sent that their own past gives control limits for: columns ``KEY``, ``value``, ``low``
    and ``high`` in the indicator's unit, and whether it is ``outside``.
    """

    sent: pd.DataFrame = field(repr=False)
    standing: pd.DataFrame = field(repr=False)
    definitions: Definitions
    limits: pd.DataFrame = field(repr=False)

    @cached_property
    def same(self) -> pd.DataFrame:
        """Return the figures sent that stand already, their numbers as they stand under ``_before``."""
        return self.sent.merge(self.standing, on=KEY, suffixes=("", "_before"))

    @cached_property
    def replaced(self) -> pd.DataFrame:
        """Return the figures sent that stand already with other numbers or another state, as ``same`` does."""
        return self.same[~as_before(self.same)]

    @cached_property
    def news(self) -> pd.DataFrame:
        """Return the figures sent but for those that stand as they are, which were asked about when they came."""
        unchanged = self.same.loc[as_before(self.same), KEY]
        found = self.sent.merge(unchanged, on=KEY, how="left", indicator="found")["found"]
        return self.sent[(found == "left_only").to_numpy()]

    @cached_property
    def after(self) -> pd.DataFrame:
        """Return the ``news`` with the figures of the period just before theirs under ``_before``.

        ``sent_start`` is when their own period begins, ``is_new`` whether nothing of their measure stands for it.
        """
        news = self.news
        starts = {key: start_before(*key) for key in self._periods(news)}
        keys = zip(news["period_start"], news["period_months"], strict=True)
        sent = news.assign(sent_start=news["period_start"], period_start=[starts[key] for key in keys])
        both = sent.merge(self.standing, on=KEY, suffixes=("", "_before"))
        both = both[both["sent_start"] != both["period_start"]]  # a single day has none just before it
        stands = self.standing[["indicator", *PERIOD]].drop_duplicates()
        found = both.merge(
            stands.rename(columns={"period_start": "sent_start"}),
            on=["indicator", "sent_start", "period_months", "period_kind"],
            how="left",
            indicator="stands",
        )
        return found.assign(is_new=found["stands"] == "left_only")

    @cached_property
    def moved(self) -> pd.DataFrame:
        """Return the ``news`` beside those of the period just before and, once more, beside what they replace."""
        own = self.after.drop(columns="period_start").rename(columns={"sent_start": "period_start"})
        return pd.concat([own, self.replaced], ignore_index=True)

    @cached_property
    def nearest(self) -> pd.DataFrame:
        """Return the ``news`` with the figures nearest in time of the same series under ``_before``.

        That is the last one before theirs or, where none stands before, the first after, within three years.
        ``period_start_before`` is when it begins.
        """
        numbered = [rows[rows["state"].isin(NUMERIC)] for rows in (self.news, self.standing)]
        sent, stand = (
            rows.assign(day=pd.to_datetime(rows["period_start"]).astype("datetime64[s]")).sort_values(
                "day", kind="stable"
            )
            for rows in numbered
        )
        kept = stand[[*SERIES, "day", "period_start", *NUMBERS, "state"]]
        other = kept.rename(columns={name: f"{name}_before" for name in ("period_start", *NUMBERS, "state")})
        back, forth = (
            pd.merge_asof(sent, other, on="day", by=SERIES, direction=way, tolerance=NEAR, allow_exact_matches=False)
            for way in ("backward", "forward")
        )
        none = back["period_start_before"].isna()
        return pd.concat([back[~none], forth[none & forth["period_start_before"].notna()]])

    def first_area(self, figures: pd.DataFrame) -> str:
        """Return the name of the area of the first of these figures."""
        return self.definitions.areas.at(str(figures["area"].iloc[0])).name

    def first_sent(self, figures: pd.DataFrame, column: str = "numerator") -> str:
        """Return the number sent in the first of these figures: "1,465 for Leeds"."""
        return f"{figures[column].iloc[0]:,.0f} for {self.first_area(figures)}"

    @staticmethod
    def _periods(figures: pd.DataFrame) -> list[tuple[str, int]]:
        rows = figures[["period_start", "period_months"]].drop_duplicates()
        return [(str(start), int(months)) for start, months in rows.itertuples(index=False)]


def start_before(start: str, months: int) -> str:
    """Return the first day of the period just before one of ``months`` that begins on ``start``."""
    return (pd.Timestamp(start) - pd.DateOffset(months=months)).date().isoformat()


def as_before(figures: pd.DataFrame) -> pd.Series:
    """Return whether each figure sent has the numbers and the state that stand beside it."""
    pairs = [(figures[name], figures[f"{name}_before"]) for name in [*NUMBERS, "state"]]
    return pd.concat([(one == other) | (one.isna() & other.isna()) for one, other in pairs], axis=1).all(axis=1)


def is_shifted(rows: pd.DataFrame) -> bool:
    """Whether the numbers sent are those that stand, moved by one area in the order of codes."""
    ordered = rows.sort_values(["sex", "age", "breakdown", "area"])
    sent, stands = ordered["numerator"], ordered["numerator_before"]
    moved = any((sent == stands.shift(by))[1:-1].all() for by in (1, -1))
    return len(rows) > ENOUGH_SHIFTED and moved and int((sent != stands).sum()) >= ENOUGH_SHIFTED


def period_named(figures: pd.DataFrame, which: int = 0) -> str:
    """Return the first period of figures in words, or the last for ``which`` -1."""
    start, months, kind = figures[PERIOD].drop_duplicates().sort_values("period_start").iloc[which]
    return make_period(start, months, kind).label
