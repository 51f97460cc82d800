"""Tool buttons: the flat buttons in the heads and feet of panels."""

from PySide6.QtWidgets import QMenu, QToolButton


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


def menu_of(button: QToolButton) -> QMenu:
    """Give a button a menu that a click opens; its text says so, without Qt's own mark."""
    menu = QMenu(button)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
    return menu


def keep_room(button: QToolButton) -> None:
    """Keep the room of a button while it is hidden: its bar needs the same width with and without.

    A panel that shows a button by its own width could else change that width by showing it.
    """
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    button.setSizePolicy(policy)
