"""Lessons: a small network, texts, tasks, predictions, and claims that the engine evaluates."""
