"""Analysis: what can be said of a computed number, and of two runs side by side."""
