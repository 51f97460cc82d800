"""Breakpoints: conditions that stop a run, and the language they are written in."""
