"""Gradients: the backward pass through a run, cell by cell, recorded like the way forwards."""
