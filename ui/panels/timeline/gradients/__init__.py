"""Gradients over time: the rows of the way back, filled from the end of the walk."""
