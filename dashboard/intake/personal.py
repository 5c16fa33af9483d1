"""Columns about one person: a file that has one is refused and not kept."""

import re
from collections.abc import Callable

import pandas as pd

from dashboard.domain.findings import Finding, Severity
from dashboard.intake.tables import Table

_NAMES = ("name", "full name", "first name", "forename", "forenames", "given name", "middle name", "surname")
_MORE_NAMES = ("last name", "family name", "initials", "maiden name")
_BIRTH = ("dob", "d o b", "date of birth", "birth date", "birthdate", "birthday")
_HEALTH = ("nhs number", "nhs no", "nhs num", "nhs id")
_PRISON = ("nomis number", "nomis no", "nomis id", "noms number", "noms no", "noms id", "nomis", "noms")
_JUSTICE = ("prison number", "prisoner number", "offender id", "offender number", "pnc", "pnc id", "pnc number")
_MORE_JUSTICE = ("cro", "cro number", "crn", "case reference number", "custody number", "probation number")
_STATE = ("national insurance number", "ni number", "ni no", "nino", "passport number")
_CONTACT = ("address", "home address", "postcode", "post code", "email", "e mail", "email address")
_MORE_CONTACT = ("telephone", "telephone number", "phone", "phone number", "mobile", "mobile number")
_PERSON = "client|patient|prisoner|offender|person|individual|defendant|detainee|service user|suspect|victim"
_OF_A_PERSON = re.compile(rf"({_PERSON})s?( s)? (?P<what>.+)")
_ONLY_OF_A_PERSON = ("id", "no", "number", "ref", "reference", "reference number", "identifier")
HEADINGS = frozenset(
    (*_NAMES, *_MORE_NAMES, *_BIRTH, *_HEALTH, *_PRISON, *_JUSTICE, *_MORE_JUSTICE, *_STATE, *_CONTACT, *_MORE_CONTACT)
)
_RUN_TOGETHER = frozenset(words.replace(" ", "") for words in HEADINGS)  # "DateOfBirth"
ENOUGH = 0.5  # of the filled cells of a column, for it to be taken as what it looks like
A_FEW = 3  # cells of a shape that only people's numbers have
_NOMIS_NUMBER = "[A-Za-z][0-9]{4}[A-Za-z]{2}"
_TEN_DIGITS = "[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}"
_YEAR = "(?:19[0-9]{2}|20[01][0-9])"
_DAY = (
    f"(?:0?[1-9]|[12][0-9]|3[01])[/.-](?:0?[1-9]|1[0-2])[/.-]{_YEAR}"
    f"|{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
)


def columns_about_people(table: Table, known: Callable[[str], bool]) -> list[Finding]:
    """Return an error for each column that is about single people; ``known`` are the layout's own headings."""
    found = []
    for at, heading in enumerate(table.headings):
        column = table.rows.iloc[:, at]
        if known(heading):
            what = _by_number(column)  # a note may hold what its heading does not say
        else:
            what = "by its heading" if _names_a_person(heading) else _by_number(column) or _by_date(column)
        if what:
            found.append(_refusal(heading, what))
    return found


def _names_a_person(heading: str) -> bool:
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"\(.*\)", "", heading)).split())
    of_a_person = _OF_A_PERSON.fullmatch(words)
    if of_a_person and of_a_person["what"] in (*HEADINGS, *_ONLY_OF_A_PERSON):
        return True
    return words in HEADINGS or words in _RUN_TOGETHER or words == "service user"


def _by_number(column: pd.Series) -> str:
    filled = column[column != ""]
    if _is_enough(filled.str.fullmatch(_NOMIS_NUMBER), len(filled)):
        return "it holds prison numbers"
    ten = filled[filled.str.fullmatch(_TEN_DIGITS)]
    valid = pd.Series([_is_nhs_number(text) for text in ten], dtype="bool")
    # One number in eleven passes the check by chance, so most of those that could be NHS numbers have to pass.
    if _is_enough(valid, len(filled)) and valid.sum() > len(ten) * ENOUGH:
        return "it holds NHS numbers"
    return ""


def _is_enough(looks: pd.Series, filled: int) -> bool:
    return bool(looks.sum() >= A_FEW or looks.sum() > filled * ENOUGH)


def _by_date(column: pd.Series) -> str:
    filled = column[column != ""]
    days = filled.str.fullmatch(_DAY)
    varied = filled.nunique() > len(filled) / 2
    return "it holds dates of birth" if varied and days.sum() > len(filled) * ENOUGH else ""


def _is_nhs_number(text: str) -> bool:
    """Whether ten digits pass the modulus 11 check of an NHS number. Source: NHS Data Dictionary."""
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
