"""Cues: what shows itself for a moment, or until it was used."""
