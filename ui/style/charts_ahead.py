"""Charts ahead: pyqtgraph is imported in slices, between the events of a window that is in use."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Final

from PySide6 import QtCore, QtGui, QtWidgets

_IMPORTED_BY_PYQTGRAPH: Final = (
    "multiprocessing.connection",
    "importlib.resources",
    "pydoc",
    "PySide6.QtSvg",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtTest",
)


def importing() -> Iterator[None]:
    """Import `ui.style.charts` in slices, of which none takes a tenth of a second."""
    if "pyqtgraph" not in sys.modules:
        # pyqtgraph asks for every name of these, and PySide makes a class when it is asked for it.
        for module in (QtCore, QtGui, QtWidgets):
            for name in dir(module):
                getattr(module, name)
            yield
        for needed in _IMPORTED_BY_PYQTGRAPH:
            with suppress(ImportError):  # pyqtgraph can do without
                import_module(needed)
            yield
    import_module(".charts", __package__)
