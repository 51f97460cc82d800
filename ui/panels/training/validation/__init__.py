"""Validation: what the network of a step makes of the sequences that it does not learn from."""
