"""Charts: pyqtgraph as the window uses it. Importing it takes long, so nobody does before it draws.

Every module that draws with pyqtgraph takes it from here.
"""

import sys

import pyqtgraph as pg
from pyqtgraph import debug
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

__all__ = ["pg", "take_colours"]


def take_colours() -> None:
    """Take the colours of the application's palette for new charts."""
    palette, role = QApplication.palette(), QPalette.ColorRole
    pg.setConfigOptions(
        background=palette.color(role.Base), foreground=palette.color(role.PlaceholderText)
    )


pg.setConfigOptions(imageAxisOrder="row-major", antialias=True)
if QApplication.instance() is not None:
    take_colours()

# pyqtgraph catches an item's exception at a click, a drag or a hover, and prints a traceback.
debug.printExc = lambda *_, **__: sys.excepthook(*sys.exc_info())
