"""What happened at a step of a training run: computed from what the run kept, and said in words."""
