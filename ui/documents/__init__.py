"""Documents: opening, saving, autosaving, recovering."""
