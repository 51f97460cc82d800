"""Cards: what a number is, how it comes about and what it means, at the pointer."""
