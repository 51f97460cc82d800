"""Panels: a folder for each, with `draw(snapshot)` and signals for the user's requests."""
