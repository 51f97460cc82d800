"""Gradients in words: who gets how much blame, what would have helped, and why."""
