"""Inputs: the sequence and the first states, to edit."""
