"""Watches panel: watched numbers, and breakpoints."""
