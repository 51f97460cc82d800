"""Lens: activations of every unit over the whole run."""
