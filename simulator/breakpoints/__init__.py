"""Breakpoints: conditions that stop a run, and their language."""
