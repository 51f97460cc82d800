"""Stops panel: conditions at which training pauses, and what happened at a step."""
