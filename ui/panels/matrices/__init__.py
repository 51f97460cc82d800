"""The base of the panels that edit matrices."""
