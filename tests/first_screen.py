"""What a chair would ask of the first screen, and figures of a partnership that answer all of it."""

from tests.figures import template

YEAR, BEFORE = "12 months to Jun 2025", "12 months to Jun 2024"
COUNTRY, FORCE = "E92000001", "E23000001"


def _row(indicator: str, area: str, period: str, count: str, whole: str = "", **more: str) -> dict[str, object]:
    return {"indicator": indicator, "area": area, "period": period, "count": count, "denominator": whole, **more}


def _funnel() -> list[dict[str, object]]:
    counts = {
        "dtoa-tests": ("1240", ""),
        "dtoa-positive-rate": ("694", "1240"),
        "dtoa-assessment-rate": ("628", "694"),
        "dtoa-assessment-attended": ("500", "628"),
        "dtoa-treatment-referral": ("300", "500"),
        "dtoa-treatment-started": ("181", "300"),
    }
    return [_row(name, FORCE, "Apr to Jun 2025", *numbers) for name, numbers in counts.items()]


UNMET = {"value": "58", "lower_ci_95": "44", "upper_ci_95": "67"}
FIGURES = template(
    [
        _row("coc-engaged-21-days", "Barnet", YEAR, "52", "131"),
        _row("coc-engaged-21-days", "Barnet", BEFORE, "50", "125"),
        _row("coc-engaged-21-days", COUNTRY, YEAR, "5300", "10000"),
        _row("coc-engaged-21-days", COUNTRY, BEFORE, "5000", "10000"),
        _row("adults-in-treatment", "Barnet", YEAR, "2310"),
        _row("adults-in-treatment", "Barnet", BEFORE, "2200"),
        _row("unmet-need-ocu", "Barnet", "2023/24", "1050", "1810", **UNMET),
        *_funnel(),
        _row("requirements-ordered", "Barnet", YEAR, "64"),
        _row("requirements-started-3-weeks", "Barnet", YEAR, "25", "64"),
        _row("requirements-started-3-weeks", COUNTRY, YEAR, "4500", "10000"),
        _row("early-unplanned-exits", "Barnet", YEAR, "40", "400"),
        _row("early-unplanned-exits", "Barnet", BEFORE, "80", "400"),
    ]
)

# Each question, where on the page it is answered, and the words that answer it.
QUESTIONS = (
    ("How are we doing on continuity of care?", ".continuity_of_care", "Worse than England (53%)"),
    ("How many people is that?", ".continuity_of_care", "52 of 131 people (40%)"),
    ("Is it better than England, and how sure is that?", ".continuity_of_care", "Likely between 32% and 48%"),
    ("Is it getting better?", ".continuity_of_care", "About the same as a year before (40%)."),
    (
        "How many more people would it take to reach England's rate, and the ambition?",
        ".continuity_of_care",
        "18 more people would match England, 47 more would reach the 75% ambition.",
    ),
    ("How many are in treatment?", ".treatment_access", "2,310 people in treatment"),
    ("How many are missing out?", ".treatment_access", "By estimate, 1,050 of 1,810 people"),
    ("Where are most people lost after arrest?", ".diversion", "Biggest drop: assessed to referred, 200 fewer."),
    ("Are orders started in time?", ".community_sentences", "25 of 64 requirements for treatment led to a first"),
    ("What should I look at first?", ".looks", "Look here first. Continuity of care: 52 of 131 (40%)"),
    (
        "What got better?",
        ".looks",
        "Going well. Early unplanned exits: Fell in a year from about 20% to about 10%: about 40 fewer",
    ),
    ("How old are the figures?", ".ages", "Police: to June 2025, "),
    ("What is missing?", ".looks", "What we cannot see. Of all measures: "),
    ("When are the next figures due?", ".st-key-take", "Late: Probation, due in November 2025"),
)
