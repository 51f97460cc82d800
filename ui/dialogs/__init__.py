"""Dialogs: questions asked before something is done."""
