"""Loss panel: curves over the steps of training, whose axis is a slider."""
