"""Ledgers: numbers of a trace as sums, term by term."""
