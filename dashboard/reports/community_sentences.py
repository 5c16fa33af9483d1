"""Community sentences: requirements from order to end, definitions that look alike, recalls, and known need."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.domain.areas import Area, AreaKind
from dashboard.domain.figures import PERIOD, period_of
from dashboard.domain.indicators import Indicator
from dashboard.reports import sentences, words
from dashboard.reports.area import newest, wider_areas
from dashboard.reports.report import Part, Table, ThemeReport, where
from dashboard.reports.theme import Shown, theme_report

KINDS = {"drr": "Drug (DRR)", "atr": "Alcohol (ATR)", "mhtr": "Mental health (MHTR)"}
TOGETHER, NOTHING = "All three", "Not supplied"
BEGUN = {kind: f"{kind}-commencements" for kind in KINDS}
STEPS = {
    "Ordered by the court": "requirements-ordered",
    "Treatment started within three weeks": "requirements-started-3-weeks",
    "Treatment appointments attended": "requirements-attended",
    "Ended as completed": "requirements-completed",
    "Ended by breach": "requirements-breached",
}
STARTED = "Started"
FIRST = ("requirements-ordered", "requirements-started-3-weeks")
RECALLS = ("licence-recalls", "recall-drugs-alcohol-reason")
NEED = ("known-need-with-requirement", "requirements-ordered")
QUESTION = "Do treatment requirements lead to treatment?"


@dataclass(frozen=True)
class Twins:
    """Measures that look alike and are defined otherwise, and why they differ."""

    title: str
    names: tuple[str, ...]
    why: str


TWINS = (
    Twins(
        "In treatment soon after sentence",
        ("requirements-started-3-weeks", "drr-engaged-3-weeks", "requirement-engaged-treatment"),
        sentences.WHY_STARTED_DIFFERS,
    ),
    Twins("Ordered, and started", ("requirements-ordered", *BEGUN.values()), sentences.WHY_ORDERED_DIFFERS),
    Twins(
        "Appointments attended",
        ("requirements-attended", "drr-appointments-attended"),
        sentences.WHY_ATTENDED_DIFFERS,
    ),
    Twins("Completed", ("requirements-completed", "drr-completion-rate"), sentences.WHY_COMPLETED_DIFFERS),
)


def community_sentences_report(shown: Shown, revision: int, compared_with: str = "") -> ThemeReport:
    """Return the page on community sentences, from estimates with their breakdown by requirement."""
    parts = (
        _path(shown),
        *_twins(shown),
        shown.part("Recalls to prison from licence", RECALLS),
        shown.part("Known need, and requirements made", NEED),
    )
    return theme_report("community sentences", QUESTION, shown, parts, revision, compared_with)


@dataclass(frozen=True)
class _Found:
    """The figures of one step for one place and period, by kind of requirement; "" is all three."""

    place: Area
    rows: dict[str, pd.Series]


def _path(shown: Shown) -> Part:
    title = "From order to end, by requirement"
    lines = [_line(shown, name, [one], _by_breakdown(shown, one)) for name, one in _steps(shown).items()]
    begun = shown.known(BEGUN.values())
    lines.insert(1, _line(shown, STARTED, begun, _by_indicator(shown)))
    frame = pd.DataFrame([line for line in lines if line])
    names = (*STEPS.values(), *BEGUN.values())
    if (frame[[*KINDS.values(), TOGETHER]] == NOTHING).all(axis=None):
        return Part(title, shown.missing(names))
    region = shown.areas.wider(shown.area, AreaKind.PROBATION_REGION)
    wide = (sentences.NOT_SPLIT,) if any(place.name in " ".join(frame["For"]) for place in region) else ()
    said = (*wide, *shown.missing(names))
    return Part(title, said, measures=shown.measures(FIRST), tables=(Table(title, frame),))


def _steps(shown: Shown) -> dict[str, Indicator]:
    return {name: shown.catalogue.called(one) for name, one in STEPS.items() if one in shown.catalogue}


def _places(shown: Shown) -> list[Area]:
    return [shown.area, *wider_areas(shown.area, shown.areas)]


def _by_breakdown(shown: Shown, one: Indicator) -> _Found | None:
    """The newest figures by requirement, of the first place that has some; without any, all three together."""
    rows = shown.estimates
    mine = rows[(rows["indicator"] == one.id) & (rows["sex"] == "persons") & (rows["age"] == "")]
    for breakdowns in ([f"requirement={kind}" for kind in KINDS], [""]):
        for place in _places(shown):
            here = mine[mine["area"] == shown.areas.kept_code(place.code)]
            parts = here[here["breakdown"].isin(breakdowns)]
            last = newest(parts[parts["value"].notna()], one)
            last = newest(parts, one) if last is None else last
            if last is not None:
                same = here[(here[PERIOD] == last[PERIOD]).all(axis=1)]
                by = {str(row["breakdown"]).removeprefix("requirement="): row for _, row in same.iterrows()}
                return _Found(place, by)
    return None


def _by_indicator(shown: Shown) -> _Found | None:
    """The newest figures of orders begun, each kind from its own measure, of one place and period."""
    known = shown.known(BEGUN.values())
    for place in _places(shown):
        code = shown.areas.kept_code(place.code)
        rows = {one: shown.headline(one) for one in known}
        here = {one: frame[frame["area"] == code] for one, frame in rows.items()}
        lasts = [last for one, frame in here.items() if (last := newest(frame, one)) is not None]
        if lasts:
            # The newest period of which most kinds are known, for they come from several agencies.
            last = max(lasts, key=lambda row: (_kinds_in(here.values(), row), period_of(row).end))
            kinds = {one.id: kind for kind, one in zip(BEGUN, known, strict=False)}
            same = {kinds[one.id]: frame[(frame[PERIOD] == last[PERIOD]).all(axis=1)] for one, frame in here.items()}
            return _Found(place, {kind: frame.iloc[0] for kind, frame in same.items() if len(frame)})
    return None


def _kinds_in(frames: Iterable[pd.DataFrame], like: pd.Series) -> int:
    return sum(bool((frame[PERIOD] == like[PERIOD]).all(axis=1).any()) for frame in frames)


def _line(shown: Shown, step: str, measured: list[Indicator], found: _Found | None) -> dict[str, str]:
    if not measured:
        return {}
    cells = {name: _cell(found, kind, measured[0]) for kind, name in {**KINDS, "": TOGETHER}.items()}
    owners = list(dict.fromkeys(name for one in measured for name in one.owners.split(", ")))
    return {"Step": step, **cells, "For": _said_for(shown, found), "Who can change it": ", ".join(owners)}


def _cell(found: _Found | None, kind: str, one: Indicator) -> str:
    row = None if found is None else found.rows.get(kind)
    return NOTHING if row is None else _told_short(row, one)


def _told_short(row: pd.Series, one: Indicator) -> str:
    part = words.part_of_whole(row["numerator"], row["denominator"], row["state"], one)
    figure = words.figure(row["value"], row["state"], one)
    return f"{figure} ({part})" if part else figure


def _said_for(shown: Shown, found: _Found | None) -> str:
    if found is None:
        return ""
    period = period_of(next(iter(found.rows.values()))).label
    return words.sentence(", ".join(filter(None, (where(found.place, shown.area) or shown.area.name, period))))


def _twins(shown: Shown) -> list[Part]:
    """Each pair of definitions side by side, where at least one of them has a figure."""
    parts = []
    for twins in TWINS:
        known = shown.known(twins.names)
        told = {one.short_title: _of_definition(shown, one) for one in known}
        if len(known) > 1 and any(pairs["Figure"] != NOTHING for pairs in told.values()):
            title = f"Definitions side by side: {twins.title[0].lower()}{twins.title[1:]}"
            rows = [{"Definition": label} | {name: told[name][label] for name in told} for label in _LABELS]
            parts.append(Part(title, (twins.why,), tables=(Table(title, pd.DataFrame(rows)),)))
    return parts


_LABELS = ("Figure", "For", "What is counted", "Out of", "Source", "Careful", "Who can change it")


def _of_definition(shown: Shown, one: Indicator) -> dict[str, str]:
    told = next(iter(shown.told_somewhere(one)), None)
    figure = NOTHING if told is None else _told_short(told.row, one)
    place = "" if told is None else where(told.place, shown.area) or shown.area.name
    period = "" if told is None else period_of(told.row).label
    return {
        "Figure": figure,
        "For": words.sentence(", ".join(filter(None, (place, period)))),
        "What is counted": one.numerator,
        "Out of": one.denominator or "(a count)",
        "Source": one.source,
        "Careful": one.caveat,
        "Who can change it": one.owners,
    }
