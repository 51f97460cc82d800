"""Traces: writers and readers for `.csv`, `.npz` and `.parquet`."""
