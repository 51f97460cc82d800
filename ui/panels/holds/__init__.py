"""Holds: the list of the user's interventions."""
