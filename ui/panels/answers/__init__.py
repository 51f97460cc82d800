"""Answers panel: what the readout says at the present timestep, and what is right."""
