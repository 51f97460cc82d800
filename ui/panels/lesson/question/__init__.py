"""Question of a lesson: what the reader answers with, and what is said to it."""
