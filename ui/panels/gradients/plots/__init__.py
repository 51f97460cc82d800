"""Plots of gradient flow: norms and growth over time, a line a run."""
