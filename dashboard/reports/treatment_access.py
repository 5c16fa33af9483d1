"""Treatment access: who is in treatment, who is not, who starts and through whom, how soon, and young people apart."""

import pandas as pd

from dashboard.charts import lines as drawn
from dashboard.charts.style import Chart
from dashboard.domain.figures import PERIOD, State, period_of
from dashboard.domain.indicators import Indicator
from dashboard.domain.periods import PeriodKind
from dashboard.reports import sentences, words
from dashboard.reports.area import Told
from dashboard.reports.happened import happened
from dashboard.reports.report import Part, Table, ThemeReport
from dashboard.reports.theme import Shown, theme_report
from dashboard.stats.verdicts import COUNTRIES

EVERYBODY = "adults-in-treatment"
GROUPS = tuple(f"{EVERYBODY}-{name}" for name in ("opiate", "non-opiate", "non-opiate-alcohol", "alcohol"))
UNMET = ("unmet-need-ocu", "unmet-need-alcohol")
STARTS = "new-presentations"
REFERRED = {
    "Police": "new-presentations-police",
    "Prison": "new-presentations-prison",
    "Probation": "new-presentations-probation",
}
JUSTICE = "new-presentations-cj-share"
WAITS = ("first-intervention-3-weeks", "early-unplanned-exits", "residential-access")
YOUNG = ("young-people-in-treatment",)
QUESTION = "Who is in treatment, who is not yet, and who starts?"
ALL, REST = "All who started", "Others and self"
_WITHOUT = {REST: "Cannot be worked out"}
_TOLD_ELSEWHERE = {EVERYBODY, *GROUPS, *UNMET, STARTS, *REFERRED.values(), JUSTICE, *WAITS, *YOUNG}


def treatment_access_report(shown: Shown, revision: int, compared_with: str = "") -> ThemeReport:
    """Return the page on treatment access."""
    others = [one.id for one in shown.catalogue if one.id not in _TOLD_ELSEWHERE]
    parts = (
        _in_treatment(shown),
        _unmet(shown),
        _starting(shown),
        shown.part("Waits, early exits and residential treatment", WAITS),
        Part("Other measures of treatment", measures=shown.measures(others)),
        shown.part("Young people, apart from adults", YOUNG),
    )
    return theme_report("treatment access", QUESTION, shown, parts, revision, compared_with)


def _in_treatment(shown: Shown) -> Part:
    names = (EVERYBODY, *GROUPS)
    said = [*shown.missing(names)]
    told = [here for one in shown.known([EVERYBODY]) for here in shown.told(one)]
    tables = []
    if told and pd.notna(told[0].row["value"]):
        one = shown.catalogue.called(EVERYBODY)
        said = [_growth(shown, one, told[0]), sentences.no_ambition(one), *said]
        tables = [_groups(shown, told[0])]
    measures = shown.measures([EVERYBODY] if tables else names)
    return Part("In treatment, by substance group", tuple(filter(None, said)), measures=measures, tables=tuple(tables))


def _same(shown: Shown, indicator: Indicator, area: str, like: pd.Series) -> pd.Series | None:
    """The estimate of an area for the period of another."""
    rows = shown.headline(indicator)
    rows = rows[(rows["area"] == area) & (rows[PERIOD] == like[PERIOD]).all(axis=1)]
    return None if rows.empty else rows.iloc[0]


def a_year_before(shown: Shown, indicator: Indicator, row: pd.Series) -> pd.Series | None:
    """Return the estimate of the same period of the year before, if it has a number."""
    rows = shown.headline(indicator)
    rows = rows[rows["area"] == row["area"]]
    found = [one for _, one in rows.iterrows() if period_of(one) == period_of(row).a_year_earlier()]
    return found[0] if found and pd.notna(found[0]["value"]) else None


def _growth(shown: Shown, indicator: Indicator, told: Told) -> str:
    before = a_year_before(shown, indicator, told.row)
    if before is None:
        return ""
    return sentences.growth(told.row, before, indicator, change_of_country(shown, indicator, told), indicator.universe)


def change_of_country(shown: Shown, indicator: Indicator, told: Told) -> float:
    """Return by how many per cent the country's number changed in the same year; NaN where it cannot be said."""
    country = _same(shown, indicator, COUNTRIES[indicator.universe], told.row)
    before = None if country is None else a_year_before(shown, indicator, country)
    if country is None or before is None or not before["value"] > 0 or country["area"] == told.row["area"]:
        return float("nan")
    return float(country["value"] / before["value"] * 100 - 100)


def _groups(shown: Shown, told: Told) -> Table:
    whole = told.row
    country = _same(shown, shown.catalogue.called(EVERYBODY), COUNTRIES["England"], whole)
    rows = []
    for one in shown.known(GROUPS):
        here = _same(shown, one, whole["area"], whole)
        there = _same(shown, one, COUNTRIES["England"], whole)
        before = None if here is None else a_year_before(shown, one, here)
        rows.append(
            {
                "Group": one.short_title,
                "People": "Not supplied" if here is None else words.figure(here["value"], here["state"], one),
                "Of all in treatment here": _share(here, whole),
                "Of all in England": _share(there, country),
                "A year before": "" if before is None else words.figure(before["value"], before["state"], one),
                "Who can change it": one.owners,
            }
        )
    return Table(f"Substance groups, {period_of(whole).label}", pd.DataFrame(rows))


def _share(part: pd.Series | None, whole: pd.Series | None) -> str:
    if part is None or whole is None or pd.isna(part["value"]) or not whole["value"] > 0:
        return ""
    about = "about " if State.ROUNDED in (part["state"], whole["state"]) else ""
    return f"{about}{words.number(part['value'] / whole['value'] * 100)}%"


def _unmet(shown: Shown) -> Part:
    said: list[str] = []
    rows = []
    for one in shown.known(UNMET):
        for told in shown.told(one):
            said.append(sentences.in_people(told.row, one))
            series = shown.headline(one)
            series = series[series["area"] == told.row["area"]].sort_values("period_start", ascending=False)
            said += sentences.across_break(one, period_of(series.iloc[-1]), period_of(series.iloc[0]))
            rows += [_of_year(row, one) for _, row in series.iterrows()]
    all_said = tuple(filter(None, (*said, *shown.missing(UNMET))))
    tables = (Table("Unmet need over time", _filled(pd.DataFrame(rows))),) if rows else ()
    return Part("Not in treatment, by estimate", all_said, measures=shown.measures(UNMET), tables=tables)


def _filled(frame: pd.DataFrame) -> pd.DataFrame:
    """A table without the columns that are empty."""
    return frame[[name for name in frame if frame[name].ne("").any()]]


def _of_year(row: pd.Series, one: Indicator) -> dict[str, str]:
    breaks = [at for at in one.breaks if period_of(row).start < at.date]
    return {
        "Measure": one.short_title,
        "Period": words.sentence(period_of(row).label),
        "Share": words.figure(row["value"], row["state"], one),
        "Range the source gives (95%)": words.limits(row["lower"], row["upper"], one),
        "People": words.part_of_whole(row["numerator"], row["denominator"], row["state"], one),
        "Method": f"Earlier: not compared with figures from {breaks[-1].date:%B %Y}" if breaks else "",
    }


def _starting(shown: Shown) -> Part:
    names = (STARTS, *REFERRED.values())
    said = shown.missing((*names, JUSTICE))
    told = [here for one in shown.known([STARTS]) for here in shown.told(one)]
    frame = _series(shown, told[0]) if told else pd.DataFrame()
    if frame.empty:
        return shown.part("Who starts, and who refers them", (*names, JUSTICE))
    title = "Who starts treatment, and who referred them"
    table = Table(title, _series_table(frame))
    rest = () if REST in set(frame["series"]) else (sentences.NO_REST,)
    measures, chart = shown.measures((STARTS, JUSTICE)), _chart(shown, told[0], frame)
    return Part(title, (*said, *rest), chart=chart, tables=(table,), measures=measures)


def _series(shown: Shown, told: Told) -> pd.DataFrame:
    """Those who started and those whom each agency referred, by period; the rest where it can be worked out."""
    parts = []
    for name, one in {ALL: STARTS, **REFERRED}.items():
        for indicator in shown.known([one]):
            rows = shown.headline(indicator)
            rows = rows[(rows["area"] == told.row["area"]) & (rows["period_kind"] == _kind(shown, told))]
            parts.append(rows.assign(series=name))
    frame = pd.concat(parts)
    rest = [row for _, rows in frame.groupby(PERIOD) if (row := _rest(rows)) is not None]
    frame = pd.concat([frame, pd.DataFrame(rest)], ignore_index=True)
    starts = shown.catalogue.called(STARTS)
    said = [words.figure(value, state, starts) for value, state in zip(frame["value"], frame["state"], strict=True)]
    return frame.assign(said=said).sort_values("period_start", kind="stable", ignore_index=True)


def _kind(shown: Shown, told: Told) -> str:
    """Quarters where there are some, for windows that share months show no change; else the kind that is told."""
    rows = shown.headline(shown.catalogue.called(STARTS))
    kinds = rows.loc[(rows["area"] == told.row["area"]) & rows["value"].notna(), "period_kind"]
    return PeriodKind.QUARTER.value if PeriodKind.QUARTER.value in set(kinds) else str(told.row["period_kind"])


def _rest(rows: pd.DataFrame) -> dict[str, object] | None:
    """The people whom none of the agencies referred, only from numbers that are all shown."""
    by = rows.set_index("series")["value"]
    if len(by) < 1 + len(REFERRED) or by.isna().any():
        return None
    left = by[ALL] - by[list(REFERRED)].sum()
    if left < 0:
        return None
    state = State.ROUNDED if (rows["state"] == State.ROUNDED).any() else State.VALUE
    return {**{name: rows[name].iloc[0] for name in PERIOD}, "series": REST, "value": left, "state": state.value}


def _names(frame: pd.DataFrame) -> list[str]:
    there = set(frame["series"])
    return [name for name in (ALL, *REFERRED, REST) if name in there]


def _series_table(frame: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for _, part in frame.groupby("period_start", sort=False):
        said = dict(zip(part["series"], part["said"], strict=True))
        label = words.sentence(period_of(part.iloc[0]).label)
        rows.append(
            {"Period": label, **{name: said.get(name, _WITHOUT.get(name, "Not supplied")) for name in _names(frame)}}
        )
    return pd.DataFrame(rows[::-1])


def _chart(shown: Shown, told: Told, frame: pd.DataFrame) -> Chart | None:
    drawable = frame[frame["value"].notna()]
    whole = drawable[drawable["series"] == ALL]
    if len(whole) < 2:
        return None
    newest = whole.iloc[-1]
    same = drawable[(drawable[PERIOD] == newest[PERIOD]).all(axis=1)]
    # The unit is said once, of all who started.
    parts = [(row["series"], row["said"].rpartition(" ")[0]) for _, row in same.iterrows() if row["series"] in REFERRED]
    measures = shown.known([STARTS, *REFERRED.values()])
    periods = [period_of(row) for _, row in frame.iterrows()]
    there = happened(shown.events_of(measures, told.place), measures, periods)
    points = there.on(_points(shown, frame))
    told_words = "; ".join(
        f"{name}: "
        + ", ".join(f"{row['period']} {row['said']}" for _, row in points[points["series"] == name].iterrows())
        for name in _names(frame)
    )
    return drawn.lines(
        points,
        sentences.starts(newest["said"], told.place.name, period_of(newest), parts),
        "; ".join(["Adults who started treatment, and those of them whom an agency referred; people", *there.subtitle]),
        f"New starts in treatment over time, and who referred them, {told.place.name}. {told_words}.{there.words}",
        there.said,
    )


def _of_series(points: pd.DataFrame, name: str) -> pd.DataFrame:
    return points[(points["series"] == name) & (points["label"] == "")]


def _points(shown: Shown, frame: pd.DataFrame) -> pd.DataFrame:
    """The points of each series, and beside the last period the names of all."""
    names, breaks = _names(frame), [at.date.isoformat() for one in shown.known(REFERRED.values()) for at in one.breaks]
    starts = zip(frame["series"], frame["period_start"], strict=True)
    points = frame.assign(
        period=[period_of(row).text for _, row in frame.iterrows()],
        place=[names.index(name) for name in frame["series"]],
        run=[f"{name} {sum(start >= at for at in breaks)}" for name, start in starts],
        label="",
        label_at=float("nan"),
    )
    last = points[points["value"].notna()].drop_duplicates("series", keep="last")
    ends = drawn.apart(last["value"].tolist(), float(points["value"].max()))
    labels = last.assign(
        period=points["period"].iloc[-1], value=float("nan"), run="", label=last["series"], label_at=ends
    )
    return pd.concat([points, labels], ignore_index=True)
