"""Documents: open, save, autosave, recover."""
