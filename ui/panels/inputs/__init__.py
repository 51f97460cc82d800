"""Inputs panel: the sequence and the initial states, to edit."""
