"""The second engine: torch, which the check compares ours with."""
