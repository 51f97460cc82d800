"""Base of the panels that edit matrices."""
