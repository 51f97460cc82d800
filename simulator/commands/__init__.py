"""Commands without a window: trace, gradients, check, compare, diagnose, inspect, selftest."""
