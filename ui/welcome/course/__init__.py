"""The course on the start page: its lessons, and how far one has come."""
