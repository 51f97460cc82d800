"""Pictures of the window: PNG, SVG, animated PNG."""
