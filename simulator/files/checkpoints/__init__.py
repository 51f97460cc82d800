"""Checkpoints: weights in and out, and the LSTMs found in any tensors."""
