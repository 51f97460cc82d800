"""Gradients in files: written as `.npz`, CSV or Parquet, with torch's names for torch's things."""
