"""Lifetime of a dialog: it ends with its question."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtWidgets import QDialog

Dialog = TypeVar("Dialog", bound=QDialog)


@contextmanager
def asked(dialog: Dialog) -> Iterator[Dialog]:
    """Delete a dialog afterwards: its window would keep it, and the numbers in it."""
    try:
        yield dialog
    finally:
        dialog.deleteLater()
