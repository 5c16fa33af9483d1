"""The checks on the areas that figures are for."""

from collections.abc import Iterator

from dashboard.domain.areas import LOCAL, AreaKind
from dashboard.domain.checks import Found, Stage, asks
from dashboard.domain.coded import texts
from dashboard.domain.findings import Severity
from dashboard.domain.indicators import Indicator
from dashboard.intake.checks.checked import Checked, first_of, lines_of, named

_WIDER = (AreaKind.POLICE_FORCE, AreaKind.PROBATION_REGION)


@asks(
    Stage.CODES,
    Severity.WARNING,
    "Police forces and authorities mixed in one measure.",
    "Essex is a force and a county.",
    "Write codes in place of names.",
)
def areas_are_of_one_kind(checked: Checked) -> Iterator[Found]:
    """Forces and authorities that share a name are easily taken for one another."""
    for indicator, codes in checked.areas:
        kinds = {checked.definitions.areas.at(code).kind for code in codes}
        if indicator.geography in kinds and indicator.geography not in LOCAL and kinds & set(LOCAL[:2]):
            yield Found(
                f"Some rows are for a {indicator.geography} and others for an authority.",
                "Use codes in place of names, so that Essex the force is not taken for Essex the county.",
                column="area",
                indicators=(indicator.id,),
            )


def _is_wider(indicator: Indicator) -> bool:
    return indicator.geography in _WIDER


@asks(
    Stage.CODES,
    Severity.WARNING,
    "A measure of police forces or probation regions under the code of a council.",
    "It would be shown as the council's own, though its force may have sent the figure of a wider area.",
    "Write the code of the force or region, or tick if the figure was counted for the council's area alone.",
)
def areas_are_those_of_the_measure(checked: Checked) -> Iterator[Found]:
    """An extract by authority is welcome for any measure; a force's own figure is none."""
    areas = checked.definitions.areas
    is_local = texts(checked.figures["area"]).each(lambda code: bool(code) and areas.at(code).kind in LOCAL[:2])
    for indicator, rows in checked.with_any(is_local & (checked.of_measures(_is_wider) > 0)):
        codes = [code for code in rows["area"].unique() if code]
        local = [code for code in codes if areas.at(code).kind in LOCAL[:2]]
        mixed = any(areas.at(code).kind is indicator.geography for code in codes)  # told as areas of two kinds
        if local and not mixed:
            bad = rows[rows["area"].isin(local)]
            wider = [one for code in local for one in areas.wider(areas.at(code), indicator.geography)]
            yield Found(
                f"This measure is given for a {indicator.geography}, and {len(bad)} row(s) are for a council's area.",
                f"Is it the figure of the {indicator.geography}? Then write its code. "
                "Tick this if it was counted for the council's area alone.",
                found=named([areas.at(code).name for code in local]),
                expected=named([*dict.fromkeys(f"{one.name} ({one.code})" for one in wider)])
                or f"a {indicator.geography}",
                column="area",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )


@asks(
    Stage.CODES,
    Severity.WARNING,
    "A figure for an authority after it ended.",
    "Its successors may have figures of their own.",
    "Use the successors, or tick if the source still reports the old area.",
)
def areas_stood_in_the_period(checked: Checked) -> Iterator[Found]:
    """A former authority has no figures for a time after it ended."""
    at = checked.definitions.areas.at
    of_former = texts(checked.figures["area"]).each(lambda code: bool(code) and at(code).ended is not None)
    for indicator, rows in checked.with_any(of_former):
        days = {code: checked.definitions.areas.at(code).ended for code in rows["area"].unique() if code}
        ended = {code: day.isoformat() for code, day in days.items() if day}
        of_ended = rows[rows["area"].isin(list(ended))]
        bad = of_ended[of_ended["period_start"] > of_ended["area"].map(ended)]
        if not bad.empty:
            area = checked.definitions.areas.at(first_of(bad, "area"))
            heirs = " and ".join(checked.definitions.areas.at(code).name for code in area.successors)
            yield Found(
                "A figure is for an authority that had ended before the period began.",
                f"Since then there are {heirs}. Tick this if the source still reports the old area.",
                found=area.name,
                column="area",
                rows=lines_of(bad),
                indicators=(indicator.id,),
            )
