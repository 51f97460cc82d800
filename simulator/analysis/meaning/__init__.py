"""Meaning: what one number does at its step, as a sentence with this step's values."""
