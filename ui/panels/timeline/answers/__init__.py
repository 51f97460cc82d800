"""Answers over time: what a readout says beside what is right."""
