"""What became of every measure of a file that was sent: published, stopped, or left out, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard.domain.agencies import Agency
from dashboard.domain.findings import Finding, Severity
from dashboard.domain.indicators import Catalogue
from dashboard.domain.wording import counted


@dataclass(frozen=True)
class Fate:
    """One measure of a file: its name, what became of it, how many figures it has here or rows there, and why."""

    measure: str
    became: str
    figures: int
    why: str = ""


def fates(
    published: Mapping[str, int],
    findings: Sequence[Finding],
    left_out: Iterable[tuple[str, str, int]],
    undone_by: int | None,
    catalogue: Catalogue,
) -> tuple[Fate, ...]:
    """Return what became of each measure of a file, the published first.

    ``published`` has its figures by indicator, ``left_out`` what we do not keep (name, reason, rows), and
    ``undone_by`` the revision that took it back, if any.
    """
    became = f"Published, and taken back by revision {undone_by}" if undone_by else "Published"
    taken = (
        Fate(_name(one, catalogue), became, count, _ticked(one, findings)) for one, count in sorted(published.items())
    )
    others = (Fate(measure, "Left out", 0, f"{reason} ({counted(rows, 'row')})") for measure, reason, rows in left_out)
    return (*taken, *_stopped(published, findings, catalogue), *others)


def _name(indicator: str, catalogue: Catalogue) -> str:
    return catalogue.called(indicator).short_title if indicator in catalogue else indicator


def _ticked(indicator: str, findings: Iterable[Finding]) -> str:
    titles = _titles(one for one in findings if one.severity is Severity.WARNING and indicator in one.indicators)
    return f"Ticked: {titles}" if titles else ""


def _titles(findings: Iterable[Finding]) -> str:
    return "; ".join(dict.fromkeys(finding.title for finding in findings))


def _checks(findings: Iterable[Finding]) -> str:
    return f"By the check: {_titles(findings)}"


def _stopped(published: Mapping[str, int], findings: Sequence[Finding], catalogue: Catalogue) -> Iterator[Fate]:
    errors = [one for one in findings if one.severity is Severity.ERROR]
    for name in sorted({name for one in errors for name in one.indicators} - set(published)):
        yield Fate(_name(name, catalogue), "Stopped", 0, _checks(one for one in errors if name in one.indicators))
    if not published and any(not one.indicators for one in errors):
        yield Fate("The whole file", "Stopped", 0, _checks(one for one in errors if not one.indicators))


def owners_of_all(indicators: Iterable[str], catalogue: Catalogue) -> tuple[Agency, ...]:
    """Return the agencies that can change every one of these measures, none where there is no measure."""
    owners = [set(catalogue.called(name).agencies) for name in indicators if name in catalogue]
    return tuple(agency for agency in Agency if owners and agency in set.intersection(*owners))


def sender_of(indicators: Iterable[str], catalogue: Catalogue) -> Agency | None:
    """Return the agency that answers first for most of these measures, None where we know none of them."""
    firsts = Counter(catalogue.called(name).answers_first for name in indicators if name in catalogue)
    return max(Agency, key=lambda agency: firsts[agency]) if firsts else None
