"""Training panel: a form of what is learnt, and how; and the buttons that train."""
