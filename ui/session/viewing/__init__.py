"""What the user looks at, and what may be seen of a run."""
