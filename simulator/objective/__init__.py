"""Objective: what the numbers of an LSTM are for: a readout, targets, a loss, seeds."""
