"""The session: the model side of the window, without widgets."""
