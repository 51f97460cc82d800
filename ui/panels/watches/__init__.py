"""Watches: conditions that are followed, and breakpoints."""
