"""Reading and writing: one format a file, atomic writes, no trust in what comes in."""
