"""Mistakes in an LSTM: what they change, and engines that make them."""
