"""Edits: what the window changes of an experiment, beside its arrays: holds, cuts and seeds."""
