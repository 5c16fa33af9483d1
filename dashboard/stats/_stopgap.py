"""In place of verdicts.with_change until that is there."""

from dashboard.domain.figures import KEY, make_period
from dashboard.stats.comparisons import Counted, changed


def with_change(estimates, catalogue):
    rows = estimates.to_dict("records")
    by = {tuple(r[n] for n in KEY): r for r in rows}
    said = []
    for r in rows:
        period = make_period(r["period_start"], r["period_months"], r["period_kind"])
        b = period.a_year_earlier()
        found = by.get(
            (r["indicator"], r["area"], b.start.isoformat(), b.months, b.kind.value, r["sex"], r["age"], r["breakdown"])
        )
        one = catalogue.called(r["indicator"])
        least = one.minimum_denominator or 0
        if (
            found is None
            or r["method"] != "Wilson"
            or found["method"] != "Wilson"
            or any(b.start < at.date <= period.end for at in one.breaks)
            or min(r["denominator"], found["denominator"]) < least
        ):
            said.append("cannot be said")
            continue
        said.append(
            changed(
                Counted(found["numerator"], found["denominator"], b), Counted(r["numerator"], r["denominator"], period)
            ).verdict
        )
    return estimates.assign(in_a_year=said)
