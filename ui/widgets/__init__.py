"""Widgets: small parts that two panels or more share."""
