"""Workspaces written at once."""

from simulator.files.workspaces.writer import writing
from simulator.progress import finish


def write_workspace(path, workspace):
    """Write a workspace file."""
    finish(writing(path, workspace))
