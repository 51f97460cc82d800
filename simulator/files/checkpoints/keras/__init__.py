"""Keras files: `.keras` and `.h5`."""
