"""Sequences for an LSTM, from tables, batches of files, text or typed numbers."""
