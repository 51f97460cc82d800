"""Settings: one dialog for what is chosen once: looks, numbers, language, check and keys."""
