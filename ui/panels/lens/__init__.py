"""The lens: activations of every unit over the whole run."""
