"""Size of the gradient in the backward pass of a lane: what carries it, and what could."""
