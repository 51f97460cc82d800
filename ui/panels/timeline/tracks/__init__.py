"""Tracks: what each row of a timeline draws."""
