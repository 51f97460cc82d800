"""Holds panel: the list of the user's interventions."""
