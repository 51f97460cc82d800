"""Sequences: what an LSTM reads, from tables, batches, text or typed numbers."""
