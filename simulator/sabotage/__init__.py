"""Sabotage: our engine with a mistake put in on purpose, to watch the check find it.

A sabotaged run records faithfully what its cells read and wrote, and shares nothing with the torch
engine, which goes on computing what is right.
"""
