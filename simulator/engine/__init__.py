"""Engine: the equations of a cell, their order in a run, and the trace of a run."""
