"""Flows: the gradient flow of this run and of pinned ones, computed and read."""
