"""What the strip of a lesson shows."""
