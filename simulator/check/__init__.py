"""Check: our engine against the reference, step by step, within bounds of rounding."""
