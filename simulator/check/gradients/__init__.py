"""Checks of gradients: sums of the weights, readouts, windows, and what training learns from."""
