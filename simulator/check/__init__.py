"""The check: ours against the reference, step by step, within bounds of rounding."""
