"""Use cases: one function is one change, made in one transaction."""
