"""Commands: the table of actions, and what they do."""
