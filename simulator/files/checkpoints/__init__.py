"""Checkpoints: reading and writing weights, and finding LSTMs among tensors."""
