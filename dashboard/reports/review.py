"""What is looked at before publishing: the largest changes, each with its small trend, and what a file leaves out."""

import math
from dataclasses import dataclass

import pandas as pd

from dashboard.charts.before_after import before_after
from dashboard.charts.style import Picture
from dashboard.domain.definitions import Definitions
from dashboard.domain.figures import PERIOD, State, make_period, period_of
from dashboard.domain.indicators import Indicator
from dashboard.domain.wording import listed
from dashboard.reports import words
from dashboard.reports.report import Table
from dashboard.stats.estimates import estimates
from dashboard.stats.jumps import has_chance, least_times

LARGEST = 10
ORDER = (
    "The ten largest changes of the file, the largest first: by how many times a figure grew or shrank, at the least, "
    "once chance is allowed for. So 600 people in place of 400 come before 3 in place of 1. Each is set beside the "
    "figure shown now for the same period or, where there is none, for the newest period before it. Of a share, those "
    "counted and those left out are both looked at."
)
_POINTS = 17  # of a small trend: four years of quarters and one more
_SERIES = ["indicator", "area", "sex", "age", "breakdown", "period_months", "period_kind"]
_TOLD = 4  # figures shown now that the words of a picture tell
_HAIR = 1e-9  # of floating point
_NUMBERED = [State.VALUE, State.ROUNDED]


@dataclass(frozen=True)
class Moved:
    """One figure that a file changes: what and where, the new and the old in words, how far, and its series.

    The table of the series has the newest period first.
    """

    title: str
    where: str
    said: str
    before: str
    size: str
    picture: Picture
    series: Table


def largest_changes(sent: pd.DataFrame, shown: pd.DataFrame, definitions: Definitions) -> tuple[Moved, ...]:
    """Return the largest changes that figures ``sent`` would make to those ``shown`` now, one a series at most.

    A figure that is hidden now is nothing to compare with. Figures on two sides of a break are not compared.
    """
    catalogue = definitions.catalogue
    numbered, known = (rows[rows["state"].isin(_NUMBERED)] for rows in (sent, shown))
    pairs = _pairs(numbered, known)
    new = estimates(pairs, catalogue)
    old = estimates(known.iloc[pairs["before"]].set_axis(pairs.index), catalogue)
    ranked = [
        _ranked(rows, old.loc[rows.index], catalogue.called(str(name))) for name, rows in new.groupby("indicator")
    ]
    if not ranked:
        return ()
    moved = pd.concat(ranked).sort_values(["times", "ratio"], ascending=False, kind="stable")
    first = moved.drop_duplicates(_SERIES).head(LARGEST)
    series = [estimates(rows.merge(first[_SERIES], on=_SERIES), catalogue) for rows in (shown, sent)]
    return tuple(_moved(row, series[0], series[1], definitions) for _, row in first.iterrows())


def _pairs(sent: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Figures sent, and where in ``shown`` that of the same period or the newest one before it stands (``before``)."""
    both = pd.concat([sent[_SERIES], shown[_SERIES]], ignore_index=True)
    series = both.groupby(_SERIES, sort=False).ngroup().to_numpy()
    day, shown_day = (pd.to_datetime(rows["period_start"]).to_numpy("datetime64[s]") for rows in (sent, shown))
    asked = sent.assign(series=series[: len(sent)], day=day).sort_values("day", kind="stable")
    known = pd.DataFrame({"series": series[len(sent) :], "day": shown_day, "before": range(len(shown))})
    pairs = pd.merge_asof(asked, known.sort_values("day", kind="stable"), on="day", by="series")
    return pairs[pairs["before"].notna()].astype({"before": "int64"})


def _ranked(new: pd.DataFrame, old: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the pairs of one indicator that differ and may be compared, with what orders them."""
    ratio = pd.concat([new["value"] / old["value"], old["value"] / new["value"]], axis=1).max(axis=1)
    made = new.assign(**least_times(old, new, indicator), ratio=ratio, rose=new["value"] > old["value"])
    made = made.assign(before_start=old["period_start"])
    apart = _runs(new["period_start"], indicator) != _runs(old["period_start"], indicator)
    return made[made["times"].notna() & (new["value"] != old["value"]) & ~apart]


def _runs(starts: pd.Series, indicator: Indicator) -> pd.Series:
    """Number the runs between the breaks in a series; across a break figures cannot be compared."""
    runs = pd.Series(0, starts.index)
    for day in indicator.breaks:
        runs += starts >= day.date.isoformat()
    return runs


def _moved(row: pd.Series, shown: pd.DataFrame, sent: pd.DataFrame, definitions: Definitions) -> Moved:
    indicator = definitions.catalogue.called(row["indicator"])
    series = _series(row, shown, sent, indicator)
    said = series.set_index("period_start").to_dict("index")
    here, before = said[row["period_start"]], said[row["before_start"]]
    group = words.group(row["sex"], row["age"], row["breakdown"])
    where = ", ".join(filter(None, (definitions.areas.at(row["area"]).name, group)))
    title = f"{indicator.short_title}, {where}"
    return Moved(
        indicator.short_title,
        where,
        f"{here['said_sent']}, {here['label']}",
        f"Now: {here['said_now']}" if here is before else f"Before: {before['said_now']}, {before['label']}",
        _size(row, indicator),
        _picture(_around(series, str(row["period_start"])), indicator, title),
        Table(f"{title}: now and in this file", _table(series)),
    )


def _series(row: pd.Series, shown: pd.DataFrame, sent: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """All periods of the series of one figure, oldest first: value and words of what is shown now and is sent."""
    now, new = (_told(rows[_of(rows, row)], indicator, name) for rows, name in ((shown, "now"), (sent, "sent")))
    series = now.merge(new, on=PERIOD, how="outer").sort_values("period_start", ignore_index=True)
    labels = [period_of(one).label for one in series.itertuples()]
    texts = {name: series[name].fillna("") for name in ("said_now", "said_sent")}
    return series.assign(label=labels, run=_runs(series["period_start"], indicator), **texts)


def _of(rows: pd.DataFrame, row: pd.Series) -> pd.Series:
    return pd.concat([rows[name] == row[name] for name in _SERIES], axis=1).all(axis=1)


def _told(rows: pd.DataFrame, indicator: Indicator, name: str) -> pd.DataFrame:
    cells = [words.counted_figure(row, indicator) for _, row in rows.iterrows()]
    return rows[PERIOD].assign(**{f"value_{name}": rows["value"], f"said_{name}": pd.Series(cells, rows.index)})


def _around(series: pd.DataFrame, start: str) -> pd.DataFrame:
    """The newest points of a series, or those from the one at ``start`` on where it is older."""
    at = series.index[series["period_start"] == start][0]
    first = max(0, min(at, len(series) - _POINTS))
    return series.iloc[first : first + _POINTS].reset_index(drop=True)


def _picture(series: pd.DataFrame, indicator: Indicator, title: str) -> Picture:
    starts = pd.to_datetime(series["period_start"])
    places = starts.dt.year * 12 + starts.dt.month
    steps = places.diff()
    joined = (steps == steps.min()) & (series["run"].diff() == 0)
    sent = series[series["value_sent"].notna()]
    new = _in_turn(sent, "said_sent")
    now = _in_turn(series[series["said_now"] != ""].tail(_TOLD), "said_now")
    return before_after(
        places.tolist(),
        series["value_now"].tolist(),
        series["value_sent"].tolist(),
        joined.tolist(),
        _briefly(sent["value_sent"].iloc[-1], indicator),
        f"{title}, over time. In this file, {new}. Shown now, {now}.",
    )


def _in_turn(series: pd.DataFrame, name: str) -> str:
    return "; ".join(f"{label}: {said}" for label, said in zip(series["label"], series[name], strict=True))


def _briefly(value: float, indicator: Indicator) -> str:
    """The number as it fits beside a small drawing: "61%", "1,465", "under 0.1"."""
    said = words.value_in_unit(value, indicator).split(" ")
    return " ".join(said[:2]) if said[0] in ("under", "over") else said[0]


def _size(row: pd.Series, indicator: Indicator) -> str:
    """How far the figure moved at the least, or that chance could explain it."""
    times, rose = float(row["times"]), bool(row["rose"]) != bool(row["of_rest"])
    if times == 1:
        return "Chance alone could explain the difference."
    who = "The share not counted" if row["of_rest"] else "The figure"
    if math.isinf(times):
        return f"{who} {'rose from' if rose else 'fell to'} nothing."
    least, most, allowing = (
        ("at least ", "at most ", ", allowing for chance") if has_chance(indicator) else ("", "", "")
    )
    if rose:
        return f"{who} rose to {least}{_times(times)} times what it was{allowing}."
    return f"{who} fell to {most}{math.ceil(100 / times - _HAIR)}% of what it was{allowing}."


def _times(times: float) -> str:
    """A number of times, cut off and never rounded up: at least 1.06, 3.8, 12."""
    decimals = 2 if times < 2 else 1 if times < 10 else 0
    return words.number(math.floor(times * 10**decimals + _HAIR) / 10**decimals, decimals)


def _table(series: pd.DataFrame) -> pd.DataFrame:
    newest = series.iloc[::-1]
    return pd.DataFrame(
        {
            "Period": [words.sentence(label) for label in newest["label"]],
            "Now": newest["said_now"].tolist(),
            "In this file": newest["said_sent"].tolist(),
        }
    )


def gone_in_words(gone: pd.DataFrame, definitions: Definitions) -> Table:
    """Return by measure, for each period, the areas and the groups that have a figure and are not in the file.

    ``gone`` is that of changes: columns of keys, and ``whole_area``.
    """
    rows = [
        {
            "Measure": definitions.catalogue.called(str(name)).short_title,
            "Period": words.sentence(make_period(*period).label),
            "Areas": listed(sorted({definitions.areas.at(code).name for code in left.loc[left["whole_area"], "area"]})),
            "Groups": "; ".join(_groups(left[~left["whole_area"]])),
        }
        for (name, *period), left in gone.groupby(["indicator", *PERIOD])
    ]
    return Table("Not in this file", pd.DataFrame(rows, columns=["Measure", "Period", "Areas", "Groups"]))


def _groups(left: pd.DataFrame) -> list[str]:
    found = left[["sex", "age", "breakdown"]].drop_duplicates().itertuples(index=False)
    return sorted(words.group(*one) or "Everybody" for one in found)
