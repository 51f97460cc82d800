"""Training: optimisers, and runs of their steps."""
