"""Lesson panel: a strip beside the instruments, with one idea, a task and a question at a time."""
