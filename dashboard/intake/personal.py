"""Columns about one person: a file that has one is refused and not kept."""

import re
from collections.abc import Callable

import pandas as pd

from dashboard.domain.findings import Finding, Severity
from dashboard.intake.files import Table

HEADINGS = frozenset(
    {
        *(
            "name",
            "full name",
            "first name",
            "forename",
            "forenames",
            "surname",
            "last name",
            "family name",
            "initials",
        ),
        *("client name", "patient name", "prisoner name", "offender name", "service user", "client id", "patient id"),
        *("dob", "date of birth", "birth date", "d o b", "birthday"),
        *("nhs number", "nhs no", "nhsnumber", "nhs num"),
        *("nomis number", "nomis no", "nomis id", "noms number", "noms no", "noms id", "nomis", "noms"),
        *("prison number", "prisoner number", "offender id", "offender number"),
        *("pnc", "pnc id", "pnc number", "cro", "cro number", "crn", "case reference number"),
        *("national insurance number", "ni number", "ni no", "nino"),
        *("address", "home address", "postcode", "post code", "email", "e mail", "telephone", "phone", "mobile"),
    }
)
ENOUGH = 0.5  # of the filled cells of a column, for it to be taken as what it looks like
_NOMIS_NUMBER = re.compile(r"[A-Z]\d{4}[A-Z]{2}")
_TEN_DIGITS = re.compile(r"\d{3} ?\d{3} ?\d{4}")
_DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])[/-](0?[1-9]|1[0-2])[/-](19\d\d|20[01]\d)")


def columns_about_people(table: Table, known: Callable[[str], bool]) -> list[Finding]:
    """Return an error for each column that is about single people; ``known`` are the layout's own headings."""
    found = []
    for at, heading in enumerate(table.headings):
        if known(heading):
            continue
        words = " ".join(re.sub(r"[^a-z0-9]+", " ", heading).split())
        what = "by its heading" if words in HEADINGS else _by_content(table.rows.iloc[:, at])
        if what:
            found.append(_refusal(heading, what))
    return found


def _by_content(column: pd.Series) -> str:
    filled = column[column != ""].head(1000)
    if filled.empty:
        return ""
    shapes: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("it holds NHS numbers", _is_nhs_number),
        ("it holds prison numbers", lambda text: bool(_NOMIS_NUMBER.fullmatch(text))),
        ("it holds dates of birth", lambda text: bool(_DAY.fullmatch(text)) and filled.nunique() > len(filled) / 2),
    )
    for what, looks in shapes:
        if filled.map(looks).mean() > ENOUGH:
            return what
    return ""


def _is_nhs_number(text: str) -> bool:
    """Whether ten digits pass the modulus 11 check of an NHS number. Source: NHS Data Dictionary."""
    if not _TEN_DIGITS.fullmatch(text):
        return False
    digits = [int(mark) for mark in text if mark.isdigit()]
    check = 11 - sum(digit * (10 - at) for at, digit in enumerate(digits[:9])) % 11
    return digits[9] == (0 if check == 11 else check)


def _refusal(heading: str, what: str) -> Finding:
    return Finding(
        "no_column_is_about_a_person",
        Severity.ERROR,
        f"A column is about single people ({what}). The file is refused and has not been kept.",
        "Send counts only: remove the column, count the people, and send the counts.",
        column=heading if what == "by its heading" else "",
        expected="counts of people, nothing about one person",
    )
