"""Experiments: everything that decides one run's numbers, its edits, and undo."""
