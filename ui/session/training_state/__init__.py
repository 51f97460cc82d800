"""Training in the window: a place in a run, what it learns by, and how it is stored."""
