"""Files of training: the log of a run's steps."""
