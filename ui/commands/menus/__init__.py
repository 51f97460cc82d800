"""Menus whose entries are made as they open: what to append, and which example."""
