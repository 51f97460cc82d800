"""Worker: the torch process, and the requests to it."""
