"""The layouts we recognise, one module a publisher, tried in this order: first match wins."""

from dashboard.intake.formats import fingertips, home_office, local_data_lab, ndtms, ons, prosecutions, template
from dashboard.intake.reading import Format

FORMATS: tuple[Format, ...] = (
    template.TEMPLATE,
    fingertips.EXPORT,
    fingertips.NEXT_GENERATION,
    ndtms.VIEWIT_LOCAL,
    ndtms.VIEWIT_ENGLAND,
    ons.DEATHS_BY_SUBSTANCE,
    ons.DEATHS_BY_AUTHORITY,
    prosecutions.BY_PRINCIPAL_OFFENCE,
    home_office.SEIZURES,
    local_data_lab.TIDY,
)


def recognise(headings: tuple[str, ...]) -> Format | None:
    """Return the layout these folded headings belong to, or None."""
    return next((layout for layout in FORMATS if layout.recognises(headings)), None)
