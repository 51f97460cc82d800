"""Training in the window: where it stands, its settings, and who carries it on."""
