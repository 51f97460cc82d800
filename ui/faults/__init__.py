"""Faults: errors inside Gatestep are told, logged with tracebacks, and copied for a report."""
