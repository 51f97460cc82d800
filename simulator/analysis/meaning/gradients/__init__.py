"""Gradients in words: how large, what change would lower the loss, and why."""
