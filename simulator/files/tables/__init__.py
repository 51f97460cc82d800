"""Tables: numbers in rows and columns or arrays, from `.csv`, `.npy`, `.npz` and `.parquet`."""
