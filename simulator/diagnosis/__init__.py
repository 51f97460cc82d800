"""The diagnosis: why somebody else's numbers differ from ours."""
