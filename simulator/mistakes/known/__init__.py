"""The known mistakes, by what they are made in."""
