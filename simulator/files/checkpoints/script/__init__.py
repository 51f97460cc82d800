"""Export of an experiment as a Python program for PyTorch."""
