"""Units panel: all units as one list to sort and search."""
