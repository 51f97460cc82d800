"""Commands: trace, check, compare, diagnose without a window."""
