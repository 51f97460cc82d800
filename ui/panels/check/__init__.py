"""The check: what torch said of each step."""
