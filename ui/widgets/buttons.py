"""Tool buttons: the flat buttons in the heads and feet of panels."""

from PySide6.QtWidgets import QToolButton


def tool_button(
    text: str, tip: str = "", *, name: str = "", checkable: bool = False
) -> QToolButton:
    """Make a flat button.

    Args:
        tip: shown under the mouse. name: read aloud instead of the text.
    """
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setAccessibleName(name)
    button.setCheckable(checkable)
    return button
