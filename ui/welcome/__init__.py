"""Welcome: the start page and the tour."""
