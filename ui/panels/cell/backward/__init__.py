"""Boxes of the cell diagram in the backward pass: a value and its gradient side by side."""
