"""Strips of colour: values by unit, and the steps that gradients have."""
