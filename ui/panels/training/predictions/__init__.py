"""Predictions panel: what the network of a step says of each validation sequence, by target."""
