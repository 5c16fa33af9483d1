"""Altair, pure: a chart is a specification made once; figures are bound to it each time it is drawn."""
