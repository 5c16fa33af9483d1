"""Offender management statistics (Ministry of Justice): requirements begun and recalls, a column a quarter.

Types of requirement, regions and how quarters are written are known; the tables were not seen as published, so what a
table counts is told by its title, and a table whose title does not say is left out.
"""

import re
from collections.abc import Iterator

import pandas as pd

from dashboard.domain.areas import ENGLAND_AND_WALES, AreaKind
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold

_QUARTER = re.compile(r"[a-z]{3,9}( \d{4})? ?(-|–|to) ?[a-z]{3,9} \d{4}|\d{4} [a-z]{3,9} ?(-|–|to) ?[a-z]{3,9}")
_YEAR_ABOVE = re.compile(r"^(\d{4}) (.+)")  # the year stands in a tier of headings over its quarters
_CHANGE = "percentage change"
_REQUIREMENT = ("requirement type", "type of requirement", "requirement")
_REGION = ("probation region", "region")
_RECALL = ("type of recall", "recall type")
_LABELS = (*_REQUIREMENT, *_REGION, *_RECALL)
_EVERYWHERE = ("england and wales", "all regions", "national", "total", "all")
_REQUIREMENTS = {
    **dict.fromkeys(("drug treatment", "drug rehabilitation", "drug rehabilitation requirement"), "drr-commencements"),
    **dict.fromkeys(("alcohol treatment", "alcohol treatment requirement"), "atr-commencements"),
    **dict.fromkeys(("mental health treatment", "mental health treatment requirement"), "mhtr-commencements"),
}
_RECALLS = ("", "total", "all", "all recalls", "total recalls", "licence recalls")
_ORDERS = ("community order", "community orders", "suspended sentence order", "suspended sentence orders")
_SEXES = {"males": "male", "male": "male", "females": "female", "female": "female"}
_NO_REGION = ("unallocated", "unknown", "not recorded", "other")
_KINDS = (AreaKind.PROBATION_REGION, AreaKind.COUNTRY)


def _read(table: Table, _: Given) -> Reading:
    title = fold(" ".join(table.preamble))
    recalls = "recall" in title
    quarters = [name for name in table.headings if _QUARTER.fullmatch(name)]
    if why := _why_not(table, title):
        named = " ".join(table.preamble[:1]) or "A table without a title"
        return Reading(cells([]), (LeftOut(named, why, len(table.rows)),))
    frame = _with_groups(table, quarters)
    ours = frame["type"].map(lambda text: _indicator(fold(text), recalls))
    placed = ~frame["region"].map(fold).isin(_NO_REGION)
    taken = frame[(ours != "") & placed & (frame["order"] == "")]
    read = [
        cells(
            taken.index,
            indicator=ours[taken.index],
            area=taken["region"].map(lambda text: ENGLAND_AND_WALES if fold(text) in _EVERYWHERE else text),
            period=_YEAR_ABOVE.sub(r"\2 \1", quarter),
            sex=taken["sex"],
            count=taken[quarter],
            column=quarter,
        )
        for quarter in quarters
    ]
    return Reading(together(read), tuple(_left_out(table, frame, ours, placed)), area_kinds=_KINDS)


def _why_not(table: Table, title: str) -> str:
    """Return why a table gives no figures, "" where it does."""
    if "caseload" in title or "supervised" in title:
        return "it counts people on a day, and not what began in the quarter"
    if "recall" in title:
        return "" if "licence" in title or "recalls" in title else "it does not say that it counts recalls"
    if not set(_REQUIREMENT) & set(table.headings):
        return "its title does not say what it counts"
    return "" if "commenc" in title or "start" in title else "its title does not say that it counts requirements begun"


def _indicator(kind: str, recalls: bool) -> str:
    if recalls:
        return "licence-recalls" if kind in _RECALLS else ""
    return _REQUIREMENTS.get(kind, "")


def _with_groups(table: Table, quarters: list[str]) -> pd.DataFrame:
    """Return the rows with their region, type, order and sex; a row with a label alone is a heading over others."""
    frame = table.folded
    over = {"region": "", "order": "", "sex": ""}
    rows = []
    for line, row in frame.iterrows():
        texts = [row[name] for name in table.headings if name in _LABELS and row[name]]
        if len(texts) == 1 and not any(row[name] for name in quarters):
            over |= _section(texts[0])
            continue
        rows.append({"line": line, **row, **over, **_labels(row, over)})
    columns = [*table.headings, "line", "type", *over]
    return pd.DataFrame(rows, columns=list(dict.fromkeys(columns))).set_index("line").astype("str")


def _section(text: str) -> dict[str, str]:
    """Return what a heading between the rows sets: an order, a sex, a region; "All orders" ends an order."""
    label = fold(text)
    if label in _ORDERS:
        return {"order": label, "sex": ""}
    if label in _SEXES:
        return {"sex": _SEXES[label]}
    if label in ("all orders", "all persons", "persons", "males and females"):
        return {"order": "", "sex": ""}
    return {"region": text, "order": "", "sex": ""}


def _labels(row: "pd.Series[str]", over: dict[str, str]) -> dict[str, str]:
    region = next((row[name] for name in _REGION if row.get(name)), over["region"])
    kind = next((row[name] for name in (*_REQUIREMENT, *_RECALL) if row.get(name)), "")
    return {"region": region or ENGLAND_AND_WALES, "type": kind}


def _left_out(table: Table, frame: pd.DataFrame, ours: pd.Series, placed: pd.Series) -> Iterator[LeftOut]:
    reason = "there is no indicator of ours for it"
    for kind, rows in frame[ours == ""].groupby("type", sort=True):
        yield LeftOut(str(kind), reason, len(rows))
    for order, rows in frame[(ours != "") & (frame["order"] != "")].groupby("order", sort=True):
        yield LeftOut(str(order).capitalize(), "requirements are kept for all orders together", len(rows))
    if not placed.all():
        yield LeftOut("Not placed in a region", "no region can be named for it", int((~placed).sum()))
    for name in table.headings:
        if not (name in _LABELS or _QUARTER.fullmatch(name) or name.startswith(_CHANGE)):
            yield LeftOut(name, "only the columns of quarters are read", len(frame))


def _recognises(headings: tuple[str, ...]) -> bool:
    return bool(set(headings[:2]) & set(_LABELS)) and any(map(_QUARTER.fullmatch, headings))


def _read_flows(table: Table, _: Given) -> Reading:
    reason = "receptions and releases are counted in prisons, and there is no indicator of ours for them"
    return Reading(cells([]), tuple(LeftOut(name, reason, len(table.rows)) for name in table.headings[1:]))


QUARTERS = Format(
    name="offender-management",
    title="Offender management statistics, requirements and recalls",
    recognises=_recognises,
    read=_read,
    known=lambda heading: heading in _LABELS or bool(_QUARTER.fullmatch(heading)) or heading.startswith(_CHANGE),
    is_publication=True,
)
RECEPTIONS = Format(
    name="receptions-releases",
    title="Offender management statistics, receptions and releases",
    recognises=lambda headings: (
        headings[0] == "period" and bool({"first receptions", "releases from sentences"} & set(headings))
    ),
    read=_read_flows,
    known=lambda _: True,
    is_publication=True,
)
