"""How possession cases were closed, over time, and whether people of all groups are diverted alike."""

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from dashboard.charts.shares import groups as groups_chart
from dashboard.charts.shares import parts as parts_chart
from dashboard.charts.style import Chart
from dashboard.domain.events import Event
from dashboard.domain.figures import PERIOD, breakdown_pairs, make_period
from dashboard.domain.indicators import Catalogue, Indicator
from dashboard.domain.pathways import CLOSED, DIVERTED, OTHER_OUTCOMES, OUTCOMES
from dashboard.domain.periods import Period
from dashboard.reports import sentences, words
from dashboard.reports.happened import Happened, happened
from dashboard.reports.report import Part, Table
from dashboard.reports.steps import is_of, shared_period

_PART_OF = {value: part for part, values in OUTCOMES.items() for value in values}
_PARTS = (*OUTCOMES, OTHER_OUTCOMES)
_SEXES = {"male": "Men", "female": "Women", "other": "Another sex", "unknown": "Sex not known"}
_GAP = 1.75  # the height of a strip with room for its label, in largest shares


def closed_part(rows: pd.DataFrame, catalogue: Catalogue, place: str, events: Sequence[Event] = ()) -> Part:
    """Return how possession cases were closed in one force over time, with what happened there."""
    title = f"How possession cases were closed, {place}"
    ours = rows[(rows["indicator"] == CLOSED) & (rows["sex"] == "persons") & (rows["age"] == "")]
    outcomes = ours[ours["breakdown"].str.startswith("outcome=")]
    if outcomes.empty:
        return Part(title, (f"{sentences.not_supplied_by(catalogue.called(CLOSED))}.",))
    periods = _of_one_kind(outcomes)
    shares = pd.DataFrame([_shares(ours[is_of(ours, period)], period) for period in periods])
    subtitle = f"Share of possession cases closed, {place}, per cent; each strip to one scale"
    finding = _finding(shares, place)
    there = happened(events, [catalogue.called(CLOSED)], periods)
    return Part(
        "" if finding else title,
        chart=_composition(shares, finding, subtitle, there) if finding else None,
        tables=(Table(title, _table(shares)),),
    )


def _of_one_kind(rows: pd.DataFrame) -> list[Period]:
    """The periods of the kind that there are most of, in order; of two, the one whose periods do not overlap."""
    found = rows[PERIOD].drop_duplicates()
    periods = [make_period(*one) for one in found.itertuples(index=False, name=None)]
    kinds = [period.kind for period in periods]
    most = max(kinds, key=lambda kind: (kinds.count(kind), not kind.overlaps_itself))
    return sorted(period for period in periods if period.kind is most)


def _shares(rows: pd.DataFrame, period: Period) -> dict[str, object]:
    """The share of each part in one period; NaN where the whole or any figure in the part has no number."""
    total = rows.loc[rows["breakdown"] == "", "numerator"]
    whole = float(total.iloc[0]) if len(total) else math.nan
    outcomes = rows[rows["breakdown"].str.startswith("outcome=")]
    parts = [_PART_OF.get(breakdown_pairs(text).get("outcome", ""), OTHER_OUTCOMES) for text in outcomes["breakdown"]]
    # A series, for a list of one would be taken for the names of columns.
    counts = outcomes["numerator"].groupby(pd.Series(parts, outcomes.index, dtype="str"))
    sums = {part: found.sum(skipna=False) for part, found in counts}
    shares = {part: sums[part] / whole * 100 if part in sums and whole else math.nan for part in _PARTS}
    return {"period": period, "whole": whole, **shares}


def _finding(shares: pd.DataFrame, place: str) -> str:
    """Return the part that changed most between the first and the last period that have it."""
    best: tuple[float, str] = (-1.0, "")
    for part in OUTCOMES:
        known = shares[shares[part].notna()]
        if len(known) > 1:
            first, last = known.iloc[0], known.iloc[-1]
            said = (
                f"{words.sentence(place)}: {part[:1].lower()}{part[1:]} {words.share(first[part], 100)} "
                f"{sentences.in_period(first['period'])}, {words.share(last[part], 100)} "
                f"{sentences.in_period(last['period'])}"
            )
            best = max(best, (abs(last[part] - first[part]), said))
    return best[1]


def _composition(shares: pd.DataFrame, title: str, subtitle: str, there: Happened) -> Chart:
    step = shares[list(_PARTS)].max().max() * _GAP
    rows = [row for at, part in enumerate(_PARTS) for row in _strip(shares, part, -at * step)]
    told = "; ".join(f"{row['period']}, {row['part']}: {row['said']}" for row in rows)
    alternative = f"{subtitle}, as strips of bars over time. {told}.{there.words}"
    above = "; ".join([subtitle, *there.subtitle])
    return parts_chart(there.on(pd.DataFrame(rows)), title, above, alternative, there.said)


def _strip(shares: pd.DataFrame, part: str, base: float) -> Iterator[dict[str, object]]:
    known = shares[shares[part].notna()]
    label = f"{part}: not known"
    if len(known):
        newest = known.iloc[-1]
        label = f"{part}: {words.share(newest[part], 100)} {sentences.in_period(newest['period'])}"
    for at, (period, share) in enumerate(zip(shares["period"], shares[part], strict=True)):
        said = "not known" if math.isnan(share) else words.share(share, 100)
        top = base if math.isnan(share) else base + share
        yield {
            "period": period.text,
            "part": part,
            "base": base,
            "top": top,
            "over": base + (known[part].max() if len(known) else 0.0),
            "said": said,
            "label": label if at == 0 else "",
            "run": 0,
        }


def _table(shares: pd.DataFrame) -> pd.DataFrame:
    rows = shares.iloc[::-1]
    columns = {"Period": [words.sentence(period.label) for period in rows["period"]]}
    columns["Cases closed"] = ["Not known" if math.isnan(whole) else words.number(whole) for whole in rows["whole"]]
    for part in _PARTS:
        columns[part] = ["Not known" if math.isnan(one) else words.share(one, 100) for one in rows[part]]
    return pd.DataFrame(columns)


def groups_part(rows: pd.DataFrame, catalogue: Catalogue, place: str) -> Part:
    """Return the share diverted by sex, age and ethnic group in one force, from all its estimates."""
    indicator = catalogue.called(DIVERTED)
    ours = rows[rows["indicator"] == DIVERTED]
    ethnic = ours["breakdown"].str.startswith("ethnicity=")
    split = ours[(ours["sex"] != "persons") | (ours["age"] != "") | ethnic]
    split = split[(split["breakdown"] == "") | split["breakdown"].str.startswith("ethnicity=")]
    period = shared_period(split, [DIVERTED])
    title = f"Diverted instead of court, by sex, age and ethnic group, {place}"
    if period is None:
        return Part(title, (f"{sentences.not_supplied_by(indicator)}.",))
    of_period = split[is_of(split, period)]
    everybody = ours[is_of(ours, period) & (ours["sex"] == "persons") & (ours["age"] == "")]
    all_of = everybody.loc[everybody["breakdown"] == "", "value"]
    level = float(all_of.iloc[0]) if len(all_of) else math.nan
    told = _told(of_period, indicator, level)
    finding = sentences.groups_apart(
        _listed(told[told["lower"] > level]),
        _listed(told[told["upper"] < level]),
        "" if math.isnan(level) else words.value_in_unit(level, indicator),
    )
    subtitle = f"{indicator.short_title}, {place}, {period.label}; the line is the likely range (95%)"
    listed = "; ".join(f"{label}: {said}" for label, said in zip(told["label"], told["said"], strict=True))
    dashed = "" if math.isnan(level) else "; the dashed line is everybody"
    table = pd.DataFrame({"Group": told["label"], "Diverted": told["said"], "Likely range (95%)": told["range"]})
    return Part(
        "",
        chart=groups_chart(told, title, f"{subtitle}{dashed}", f"{subtitle}. {listed}."),
        tables=(Table(f"{title}, {period.label}", table),),
        after=(finding,) if finding else (),
    )


def _told(rows: pd.DataFrame, indicator: Indicator, level: float) -> pd.DataFrame:
    order = rows.assign(kind=[_kind(row) for _, row in rows.iterrows()])
    order = order.sort_values(["kind", "sex", "age", "breakdown"], ascending=[True, False, True, True])
    few = (order["denominator"].fillna(0) < (indicator.minimum_denominator or 0)) | order["value"].isna()
    made = [_group_row(row, is_few, indicator) for (_, row), is_few in zip(order.iterrows(), few, strict=True)]
    return pd.DataFrame(made).assign(at=range(len(made)), everybody=level)


def _listed(groups: pd.DataFrame) -> list[str]:
    """Groups as they are named within a sentence."""
    return [
        f"people {label[:1].lower()}{label[1:]}"
        if label.startswith("Aged")
        else label.lower()
        if label in _SEXES.values()
        else label
        for label in groups["label"]
    ]


def _kind(row: pd.Series) -> int:
    return 0 if row["sex"] != "persons" else 1 if row["age"] else 2


def _group_row(row: pd.Series, few: bool, indicator: Indicator) -> dict[str, object]:
    number = math.nan if few else row["value"]
    return {
        "label": _label(row),
        "said": sentences.TOO_FEW if few else words.counted_figure(row, indicator),
        "value": number,
        "lower": math.nan if few else row["lower"],
        "upper": math.nan if few else row["upper"],
        "range": "" if few else words.limits(row["lower"], row["upper"], indicator),
        "known": not few,
    }


def _label(row: pd.Series) -> str:
    parts = [_SEXES[row["sex"]]] if row["sex"] != "persons" else []
    if row["age"]:
        parts.append(words.sentence(words.ages(row["age"]) if parts else f"aged {words.ages(row['age'])}"))
    if row["breakdown"]:
        parts.append(words.sentence(f"{breakdown_pairs(row['breakdown'])['ethnicity']} (ethnic group)"))
    return ", ".join(parts)
