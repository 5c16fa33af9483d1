"""Where the figures of a file are for: texts to codes, and the areas of published files that are none of ours."""

from collections.abc import Iterable

from dashboard.domain.areas import AreaKind, Areas, SeveralAreas, UnknownArea
from dashboard.intake.reading import MOST_TOLD, Reading
from dashboard.intake.tables import without_note_marks

# Areas that published files carry and that are none of ours: by the first letters of the code, or by name.
CODES_LEFT_OUT = {
    "E07": "district councils, whose people are counted in their county",
    "E38": "areas of the NHS",
    "E39": "areas of the NHS",
    "E40": "areas of the NHS",
    "E45": "areas of Public Health England",
    "E54": "areas of the NHS",
    "E11": "metropolitan counties, whose people are counted in their boroughs",
    "E13": "parts of London, whose people are counted in their boroughs",
    "E47": "combined authorities, whose people are counted in their members",
    "J99": "people who live outside the country",
    "K02": "the United Kingdom as a whole",
    "K03": "Great Britain as a whole",
    "N": "areas in Northern Ireland",
    "S": "areas in Scotland",
    "W": "areas in Wales",
}
NAMES_LEFT_OUT = {
    "border force": "forces without an area",
    "british transport police": "forces without an area",
    "metropolitan and city": "two forces in one row, which are not split",
    "non residents": "people who live outside the country",
    "dyfed powys": "areas in Wales",
    "gwent": "areas in Wales",
    "north wales": "areas in Wales",
    "police service of northern ireland": "areas in Northern Ireland",
    "south wales": "areas in Wales",
    "wales": "areas in Wales",
}


def codes_of(
    texts: Iterable[str], reading: Reading, geography: AreaKind, areas: Areas
) -> tuple[dict[str, str], dict[str, Exception]]:
    """Return for each text the code its figures are kept under, and why the others have none.

    ``geography`` is what the indicator is published at; a layout may narrow where names are looked for.
    """
    codes: dict[str, str] = {}
    errors: dict[str, Exception] = {}
    for text in texts:
        if len(errors) >= MOST_TOLD and not areas.knows(text):
            errors[text] = UnknownArea()  # to look for near names takes its time
            continue
        try:
            codes[text] = _area_code(areas, text, reading, geography)
        except (UnknownArea, SeveralAreas) as error:
            errors[text] = error
    return codes, errors


def _area_code(areas: Areas, text: str, reading: Reading, geography: AreaKind) -> str:
    if not text:
        raise UnknownArea("Write a code, or the name of an area.")
    name = without_note_marks(text)
    if reading.area_kinds:
        return areas.kept_code(areas.called(name, reading.area_kinds).code)
    return areas.kept_code(areas.reported(name, geography).code)


def left_out_because(area: str) -> str | None:
    """Return why an area of a published file is none of ours, or None."""
    code = without_note_marks(area)
    if len(code) == 9 and code[1:].isdigit():
        return next((why for start, why in CODES_LEFT_OUT.items() if code.startswith(start)), None)
    name = " ".join(code.replace("-", " ").casefold().split())
    return NAMES_LEFT_OUT.get(name) or NAMES_LEFT_OUT.get(name.removesuffix(" police"))
