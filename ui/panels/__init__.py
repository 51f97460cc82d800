"""Panels: one instrument a file, each with `draw(snapshot)` and signals for what its user asked."""
