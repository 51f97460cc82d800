"""Cells of recurrent networks as values: sheets of equations, and what follows from the rows."""
