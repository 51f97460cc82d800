"""Now: the numbers of the present cell."""
