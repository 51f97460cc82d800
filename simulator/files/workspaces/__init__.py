"""Workspaces: `.gatestep` files, which hold everything that is open."""
