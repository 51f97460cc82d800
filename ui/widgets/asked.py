"""A dialog lives for as long as it is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtWidgets import QDialog

Dialog = TypeVar("Dialog", bound=QDialog)


@contextmanager
def asked(dialog: Dialog) -> Iterator[Dialog]:
    """Let go of a dialog afterwards: its window would keep it, and the numbers that it is about."""
    try:
        yield dialog
    finally:
        dialog.deleteLater()
