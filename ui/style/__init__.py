"""Style: theme, number format, icons."""
