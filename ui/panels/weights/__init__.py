"""Weights panel: the parameters, to edit."""
