"""Withholding small counts, and whatever would give them away."""
