"""Ledger: one number, term by term."""
