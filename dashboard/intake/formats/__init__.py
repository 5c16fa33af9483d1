"""The layouts we recognise, one module a publisher, tried in this order: first match wins."""

from collections.abc import Iterable

from dashboard.intake.formats import (
    fingertips,
    home_office,
    justice_tidy,
    local_data_lab,
    ndtms,
    ndtms_monthly,
    offender_management,
    ons,
    opiate_crack,
    police_uk,
    populations,
    prevalence,
    prison_population,
    prosecutions,
    recorded_crime,
    template,
)
from dashboard.intake.reading import Format

FORMATS: tuple[Format, ...] = (
    template.TEMPLATE,
    fingertips.EXPORT,
    fingertips.NEXT_GENERATION,
    ndtms.VIEWIT_LOCAL,
    ndtms.VIEWIT_ENGLAND,
    recorded_crime.RECORDED_CRIME,
    recorded_crime.CRIME_OUTCOMES,
    ndtms_monthly.MONTHLY,
    police_uk.STREET_CRIME,
    police_uk.CRIME_OUTCOMES,
    police_uk.STOP_AND_SEARCH,
    prevalence.ALCOHOL_DEPENDENCE,
    opiate_crack.OPIATE_AND_CRACK,
    populations.NOMIS,
    populations.BY_YEAR_OF_AGE,
    populations.PROJECTIONS,
    justice_tidy.TIDY,
    offender_management.QUARTERS,
    offender_management.RECEPTIONS,
    prison_population.BULLETIN,
    ons.DEATHS_BY_SUBSTANCE,
    ons.DEATHS_BY_AUTHORITY,
    ons.CRIME_BY_QUARTER,
    prosecutions.BY_PRINCIPAL_OFFENCE,
    home_office.SEIZURES,
    local_data_lab.TIDY,
)


def recognise(headings: tuple[str, ...], mapped: Iterable[Format] = ()) -> Format | None:
    """Return the layout these folded headings belong to, or None; those that senders ``mapped`` come last."""
    return next((layout for layout in (*FORMATS, *mapped) if layout.recognises(headings)), None)
