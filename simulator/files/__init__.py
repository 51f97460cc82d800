"""Readers and writers: one format a file, atomic writes, no trust in the input."""
