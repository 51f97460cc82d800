"""The known mistakes, by the part of a computation that is wrong."""
