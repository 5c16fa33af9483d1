"""Groups of people as our files write them: pairs of a breakdown and its value, "drug=heroin; prison=LPI"."""

LONGEST_BREAKDOWN = 300  # characters, as wide as the column that keeps it
BREAKDOWN_KEYS = (
    "deprivation",
    "drug",
    "ethnicity",
    "offence",
    "outcome",
    "prison",
    "reason",
    "requirement",
    "source",
    "tier",
)


def breakdown_text(pairs: dict[str, str]) -> str:
    """Return pairs as our files write them, sorted by key: "drug=heroin; prison=LPI"."""
    return "; ".join(f"{key}={value}" for key, value in sorted(pairs.items()))


def breakdown_pairs(text: str) -> dict[str, str]:
    """Return the pairs in a breakdown. Raise ValueError, saying what is wrong, where it is not pairs."""
    if len(text) > LONGEST_BREAKDOWN:
        raise ValueError(f"it is longer than {LONGEST_BREAKDOWN} characters")
    pairs: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value:
            raise ValueError(f"“{part}” is not a pair such as drug=heroin")
        if key.lower() not in BREAKDOWN_KEYS:
            raise ValueError(f"“{key}” is not one of {', '.join(BREAKDOWN_KEYS)}")
        if key.lower() in pairs:
            raise ValueError(f"“{key}” stands twice")
        pairs[key.lower()] = value.lower() if key.lower() != "prison" else value.upper()
    return pairs
