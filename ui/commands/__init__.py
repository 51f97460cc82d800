"""Commands: the table of actions, and their handlers."""
