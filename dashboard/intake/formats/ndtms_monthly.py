"""NDTMS monthly provisional report, saved from its public pages: a section a measure, a column a run of months."""

import re

from dashboard.domain.areas import AreaKind
from dashboard.domain.periods import PeriodError, read_period
from dashboard.intake.formats.ndtms import IN_TREATMENT
from dashboard.intake.reading import Format, Given, LeftOut, Reading, cells, together
from dashboard.intake.tables import Table, fold

_WINDOW = re.compile(r"([a-z]{3}) ?(\d\d) ?[-–] ?([a-z]{3}) ?(\d\d)")
_SECTION = re.compile(r"(?P<section>[^:]+): *(?P<area>[^:]+)")
_LIFE_CYCLE = re.compile(r" *\((?P<said>discontinued|from [^)]*|pre [^)]*)\)$", re.IGNORECASE)
_NO_FIGURE = re.compile(r"[-–]\s*([a-z].*)?", re.IGNORECASE)  # "-", sometimes with hidden words glued to it
_GROUPS = {
    "total": "total",
    "all": "total",
    "all in treatment": "total",
    "opiate": "opiate",
    "opiates": "opiate",
    "opioids": "opiate",
    "non-opiate only": "non-opiate",
    "alcohol only": "alcohol",
    "non-opiate & alcohol": "non-opiate-alcohol",
    "alcohol & non-opiate": "non-opiate-alcohol",
}
_IN_TREATMENT = "number in treatment"
_NEW = "new presentations year to date (ytd)"
_KINDS = (AreaKind.AUTHORITY, AreaKind.REGION, AreaKind.COUNTRY)


def _read(table: Table, _: Given) -> Reading:
    titled = next((found for line in reversed(table.preamble) if (found := _SECTION.fullmatch(line))), None)
    section, area = (titled["section"], titled["area"]) if titled else ("A table without a title", "")
    why = _why_not(section, area, table.preamble)
    if why:
        return Reading(cells([]), (LeftOut(" ".join(section.split()), why, len(table.rows)),))
    named = _indicators(section, table.preamble)
    frame = table.folded
    groups = frame.iloc[:, 0].map(lambda text: _GROUPS.get(fold(text), ""))
    unknown = frame.iloc[:, 0][~groups.isin(list(named))]
    left_out = [LeftOut(str(text), "there is no indicator of ours for it", 1) for text in unknown]
    read = []
    for at, heading in enumerate(table.headings[1:], 1):
        period = _period(heading, section)
        if not period:
            left_out.append(LeftOut(heading, "its months do not fit this measure", len(frame)))
            continue
        for group, indicator in named.items():
            rows = frame[groups == group]
            count = rows.iloc[:, at].map(lambda text: "[x]" if _NO_FIGURE.fullmatch(text) else text)
            of = {"area": _LIFE_CYCLE.sub("", area).strip(), "period": period, "column": heading}
            read.append(cells(rows.index, indicator=indicator, count=count, note="provisional", **of))
    return Reading(together(read), tuple(left_out), area_kinds=_KINDS)


def _why_not(section: str, area: str, preamble: tuple[str, ...]) -> str:
    """Return why a section gives no figures, "" where it does."""
    if fold(section) not in (_IN_TREATMENT, _NEW):
        return "there is no indicator of ours for it"
    cycle = _LIFE_CYCLE.search(area)
    if cycle and not cycle["said"].casefold().startswith("from"):
        return "the area has ended, and its zeros since then are none"
    if not _cohort(preamble):
        return "it does not say whether it counts adults or young people"
    return "" if _indicators(section, preamble) else "there is no indicator of ours for it"


def _cohort(preamble: tuple[str, ...]) -> str:
    told = " ".join(preamble).casefold()
    return "young people" if "young people" in told else "adults" if "adult" in told else ""


def _indicators(section: str, preamble: tuple[str, ...]) -> dict[str, str]:
    """Return the indicator of each substance group; adults and young people are never mixed."""
    if _cohort(preamble) == "young people":
        return {"total": "young-people-in-treatment"} if fold(section) == _IN_TREATMENT else {}
    return IN_TREATMENT if fold(section) == _IN_TREATMENT else {"total": "new-presentations"}


def _period(heading: str, section: str) -> str:
    """Return the run of months of a column; a year to date begins in April, a window of people is twelve months."""
    found = _WINDOW.fullmatch(heading)
    if found is None:
        return ""
    first, first_year, last, last_year = found.groups()
    run = f"{first} 20{first_year} to {last} 20{last_year}"
    try:
        if fold(section) == _NEW:
            return read_period(f"{run}, year to date").text if first == "apr" else ""
        so_far = read_period(f"{run}, year to date")
    except PeriodError:
        return ""
    return f"12 months to {last} 20{last_year}" if so_far.months == 12 else ""


def _recognises(headings: tuple[str, ...]) -> bool:
    return headings[0] == "" and any(_WINDOW.fullmatch(name) for name in headings[1:])


MONTHLY = Format(
    name="ndtms-monthly",
    title="NDTMS monthly provisional report",
    recognises=_recognises,
    read=_read,
    known=lambda heading: not heading or bool(_WINDOW.fullmatch(heading)),
    is_publication=True,
)
