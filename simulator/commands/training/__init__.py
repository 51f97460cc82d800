"""Command `train`: what is learnt, from which files, and what is told of it."""
