"""Tutor: leads through a lesson, and finds out what the reader has done."""
