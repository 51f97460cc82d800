"""Who trains the open network, step by step, and makes the runs that documents share."""
