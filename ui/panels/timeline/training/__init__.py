"""Training over time: what networks of several steps of a run make of the open sequence."""
