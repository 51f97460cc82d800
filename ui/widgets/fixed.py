"""Fixed size of a widget: so that Qt does not lay out the whole window for each of its texts."""

from PySide6.QtWidgets import QWidget


def fit(widget: QWidget) -> None:
    """Fix a widget at the size that it asks for: call it after each text.

    Qt lays out all that is around a label or a button whenever its text or icon is set, even to one
    of the same width, unless the widget's size is fixed.
    """
    widget.ensurePolished()  # else it lacks what a style sheet adds
    widget.setFixedSize(widget.sizeHint())  # nothing happens where that is its size
