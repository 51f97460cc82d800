"""Traces: written to and read from .csv, .npz and .parquet."""
