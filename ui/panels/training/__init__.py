"""Panels of training: what is learnt from, how the loss falls, and what is said afterwards."""
