"""Session: the model side of the window, without widgets."""
