"""Now panel: the numbers of the present cell."""
