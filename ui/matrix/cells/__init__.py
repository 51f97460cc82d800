"""Items of the picture of a matrix: the colours of its cells, what lies over them, their view."""
