"""Help: keys, mouse and words of the window, in one dialog."""
