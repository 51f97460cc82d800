"""Cell diagram: one cell, lit gate by gate."""
