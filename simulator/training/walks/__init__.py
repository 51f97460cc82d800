"""Walks: the parts of a training step's passes: a lane, and the readout with its loss."""
