"""Tool buttons: the flat buttons in the heads and feet of panels."""

from PySide6.QtWidgets import QMenu, QToolButton, QWidget

_KEPT = "room_kept"
"""Property of a button that its bar counts while it is hidden too."""


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
    """Count a button in what its bar needs while it is hidden too (see `kept_room`).

    A panel that shows a button by its own width could else change that width by showing it.
    """
    button.setProperty(_KEPT, True)


def kept_room(tools: QWidget) -> int:
    """Return the width that the hidden buttons whose room is kept would need among tools."""
    layout = tools.layout()
    between = 0 if layout is None else layout.spacing()
    hidden = [b for b in tools.findChildren(QToolButton) if b.property(_KEPT) and b.isHidden()]
    for button in hidden:
        button.ensurePolished()  # one that was never shown has the style's padding only then
    sizes = (b.sizeHint().expandedTo(b.minimumSize()).boundedTo(b.maximumSize()) for b in hidden)
    return sum(size.width() + between for size in sizes)
