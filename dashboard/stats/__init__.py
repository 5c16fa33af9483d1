"""Pure arithmetic on figures: intervals, totals, estimates."""
