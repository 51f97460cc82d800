"""Ledger of a weight: which timesteps taught it."""
