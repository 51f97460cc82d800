"""Dialogs before an export: what is written, in which format, and how much it is."""
