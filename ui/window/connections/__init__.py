"""Connections of the signals of the window's parts with their receivers."""
