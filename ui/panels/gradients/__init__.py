"""Gradient flow: does a gradient arrive at the far end of a lane, and what carries it."""
