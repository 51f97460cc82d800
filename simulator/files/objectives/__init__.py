"""Files that an objective comes from: a readout's V and b, and targets."""
