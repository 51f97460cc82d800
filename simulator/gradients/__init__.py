"""Gradients: the way back through a run, cell by cell, recorded like the way forwards."""
