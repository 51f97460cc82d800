"""The torch process, and what is asked of it."""
