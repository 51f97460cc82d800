"""Transport: the position in the run, and all that moves it."""
