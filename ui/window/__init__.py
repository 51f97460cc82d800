"""Main window and its bars."""
