"""Check panel: torch's verdict on each step."""
