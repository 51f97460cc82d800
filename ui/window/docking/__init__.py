"""Docks of the window, and their title bars."""
