"""Commands that take figures and definitions away."""

import json
import sys
from datetime import date
from typing import Annotated

import typer

from dashboard.commands.console import out, progress
from dashboard.commands.opening import Address, AsJson, opened_as_it_is, refusals_told, settings
from dashboard.domain.agencies import Agency
from dashboard.domain.periods import PeriodError, read_period


def _end_of(text: str) -> date:
    try:
        return read_period(text).end
    except PeriodError as error:
        raise typer.BadParameter(str(error)) from error


def figures(
    area: Annotated[str | None, typer.Option(metavar="CODE_OR_NAME", help="Only this area.")] = None,
    indicator: Annotated[str | None, typer.Option(metavar="ID", help="Only this indicator.")] = None,
    period: Annotated[str | None, typer.Option(metavar="P", help='Only this period, such as "2024/25 Q1".')] = None,
    breakdown: Annotated[str | None, typer.Option(metavar="B", help='Only this group, such as "drug=heroin".')] = None,
    as_at: Annotated[int | None, typer.Option(metavar="N", help="As they stood at revision N.")] = None,
    compare: Annotated[
        str, typer.Option(metavar="WHO", help='With whom: england, region, neighbours, or areas: "Leeds; Hull".')
    ] = "england",
    until: Annotated[
        date | None, typer.Option(metavar="P", parser=_end_of, help='Only what had ended with this period: "Jun 2025".')
    ] = None,
    database: Address = None,
) -> None:
    """Write figures as CSV.

    As the dashboard shows them: all areas and periods unless narrowed.
    """
    from dashboard.journeys import editions, export

    choice = export.Choice(area, indicator, period, breakdown, compare, until)
    with refusals_told(), opened_as_it_is(database) as opened, progress("Reading"):
        editions.prepare(opened, settings().user, as_at)
        with opened.reading() as session:
            for piece in export.write_figures(session, settings().user, choice, as_at):
                sys.stdout.buffer.write(piece)


def indicators(json_: AsJson = False, _database: Address = None) -> None:
    """List the indicators.

    Their ids, the agencies that can change them, their titles.
    """
    from dashboard.domain.definitions import read_definitions

    with refusals_told():
        catalogue = read_definitions().catalogue
    if json_:
        print(json.dumps([indicator.model_dump(mode="json") for indicator in catalogue], ensure_ascii=False, indent=2))
        return
    for indicator in catalogue:
        owners = ", ".join(agency.label for agency in indicator.agencies)
        out.print(f"{indicator.id:36} {owners:28} {indicator.title}")


def template(
    agency: Annotated[Agency, typer.Argument(help="Whose measures.")],
    quarter: Annotated[str, typer.Option(metavar="P", help='A return for this quarter: "Apr to Jun 2026".')] = "",
    area: Annotated[str, typer.Option(metavar="CODE_OR_NAME", help="For this area; with --quarter.")] = "",
    last: Annotated[bool, typer.Option("--last", help="With the figures before beside, as shown.")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="As a workbook, with areas and definitions.")] = False,
    database: Address = None,
) -> None:
    """Write our template for an agency.

    A CSV with a line for each measure that the agency can change. With --quarter and --area a return to be filled in:
    a line for each measure and area, the period in it; as CSV, or as a workbook.
    """
    from dashboard.journeys import editions, export

    if bool(quarter) != bool(area) or ((last or xlsx) and not quarter):
        raise typer.BadParameter("A return needs both --quarter and --area; --last and --xlsx go with them.")
    if xlsx and sys.stdout.isatty():
        raise typer.BadParameter("A workbook is no text: send it into a file, with > return.xlsx at the end.")
    with refusals_told():
        if not quarter:
            made = export.take_template(settings().user, agency)
        else:
            wanted = export.Wanted(agency, quarter, area, last, xlsx)
            with opened_as_it_is(database) as opened, progress("Reading"):
                editions.prepare(opened, settings().user)
                with opened.reading() as session:
                    made = export.take_return(session, settings().user, wanted)
    sys.stdout.buffer.write(made)
