"""Sentence of the cell panel: what is said, and the line that shows it."""
