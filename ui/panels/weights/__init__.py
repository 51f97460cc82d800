"""Weights: the parameters, to edit."""
