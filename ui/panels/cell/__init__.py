"""The cell diagram: one cell, lit gate by gate."""
