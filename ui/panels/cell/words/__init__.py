"""Sentence of the cell panel: its words, and the line that shows it."""
