"""Table of actions: their rows, their keys, and other words for them."""
