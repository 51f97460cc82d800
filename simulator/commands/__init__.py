"""Commands without a window: trace, check, compare, diagnose, inspect, selftest."""
