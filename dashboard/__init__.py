"""The dashboard of England's Combating Drugs Partnerships."""
