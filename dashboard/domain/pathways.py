"""The steps people go through, in order: each is the count of one measure of the catalogue.

The ladder is the hand-off from prison to treatment, the funnel that from arrest to treatment (the brief's
area pages; what each step counts, and whose it is, stands in the measure's own file).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One step: the measure whose count it is, and its name beside the others.

    ``sorts`` marks a step that nobody is lost before: it only says whom the next steps are for, as a test does.
    ``short`` is its name in one word.
    """

    indicator: str
    label: str
    sorts: bool = False
    short: str = ""


@dataclass(frozen=True)
class Pathway:
    """Steps in order. ``counted`` is what they count ("people"), empty where that changes on the way."""

    name: str
    steps: tuple[Step, ...]
    counted: str = ""


LADDER = Pathway(
    "Hand-off ladder",
    (
        Step("coc-eligible-releases", "Released with a need"),
        Step("coc-destination-recorded", "Destination recorded"),
        Step("coc-referral-received", "Referral received"),
        Step("coc-appointment-before-release", "Appointment before release"),
        Step("coc-appointment-attended", "Appointment attended"),
        Step("coc-treatment-started", "Treatment started"),
        Step("coc-engaged-21-days", "Started within 21 days"),
        Step("coc-retained-12-weeks", "Still in treatment at 12 weeks"),
    ),
    counted="people",
)
FUNNEL = Pathway(
    "From arrest to treatment",
    (
        Step("dtoa-tests", "Tested on arrest", short="Tested"),
        Step("dtoa-positive-rate", "Positive", sorts=True, short="Positive"),
        Step("dtoa-assessment-rate", "Assessment required", short="Required"),
        Step("dtoa-assessment-attended", "Assessment attended", short="Assessed"),
        Step("dtoa-treatment-referral", "Referred to treatment", short="Referred"),
        Step("dtoa-treatment-started", "Treatment started", short="Started"),
    ),
)

# Who sends the referral for the same releases: the values of the breakdown "source".
ROUTES: Mapping[str, str] = {"prison": "Prison", "probation": "Probation", "reconnect": "RECONNECT (NHS)"}
REFERRED, STARTED = "coc-referral-received", "coc-engaged-21-days"
HEALTH_ROUTE = ("coc-treatment-summary-sent",)
LICENCE_ROUTE = (
    "coc-probation-told",
    "coc-licence-condition",
    "coc-probation-appointment",
    "coc-recalled-12-weeks",
)
SUBSTANCES = ("coc-opiate", "coc-non-opiate", "coc-alcohol")
AROUND_RELEASE = ("naloxone-on-release", "prison-leavers-housed-first-night", "reconnect-referrals")
BY_PRISON = "coc-by-prison"

# How a possession case was closed: strips of the chart, with the values of the breakdown "outcome" in each. Cautions
# old and new count together, for the new kinds take the place of the old. Any other value is under Other.
OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "Community resolution": ("community-resolution",),
    "Outcome 22": ("outcome-22",),
    "Caution, old or new": ("simple-caution", "conditional-caution", "community-caution", "diversionary-caution"),
    "Charge": ("charge",),
}
OTHER_OUTCOMES = "Other"
CLOSED, DIVERTED, TESTS = "possession-outcomes", "possession-diverted", "dtoa-tests"
TAKEN_APART = (BY_PRISON, CLOSED, DIVERTED)  # measures whose groups pages show of the parts of an area too
DIVERSIONS = (DIVERTED, "diversion-course-completion", "dtoa-non-trigger-share")
LIAISON = ("ld-adults-engaged", "ld-substance-need")

# Who starts treatment, and how many of them each agency referred.
STARTS = "new-presentations"
STARTS_REFERRED: Mapping[str, str] = {
    "Police": "new-presentations-police",
    "Prison": "new-presentations-prison",
    "Probation": "new-presentations-probation",
}

# Treatment requirements of community sentences: begun by kind, and from order to end.
REQUIREMENTS: Mapping[str, str] = {"drr": "Drug (DRR)", "atr": "Alcohol (ATR)", "mhtr": "Mental health (MHTR)"}
REQUIREMENTS_BEGUN: Mapping[str, str] = {kind: f"{kind}-commencements" for kind in REQUIREMENTS}
REQUIREMENT_STEPS: Mapping[str, str] = {
    "Ordered by the court": "requirements-ordered",
    "Treatment started within three weeks": "requirements-started-3-weeks",
    "Treatment appointments attended": "requirements-attended",
    "Ended as completed": "requirements-completed",
    "Ended by breach": "requirements-breached",
}

UNMET = ("unmet-need-ocu", "unmet-need-alcohol")
# Measures of which the first screen of an area shows more than the newest figure: small pictures, steps of one period.
PICTURED = (STARTED, *UNMET, *(step.indicator for step in FUNNEL.steps))
# Measures of which the page on a theme shows more than the newest figure: those that are told together for one period,
# and those that are drawn from the first figure to the last.
TOLD_TOGETHER = (
    *(step.indicator for pathway in (LADDER, FUNNEL) for step in pathway.steps),
    BY_PRISON,
    DIVERTED,
    *REQUIREMENTS_BEGUN.values(),
    *REQUIREMENT_STEPS.values(),
)
OVER_TIME = (STARTED, *UNMET, STARTS, *STARTS_REFERRED.values(), CLOSED)
