"""Analysis of computed numbers: their terms, their distribution, and two runs side by side."""
