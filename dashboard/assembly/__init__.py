"""Figures as at a revision, made ready for journeys. It asks for no right, so only journeys may import it."""
