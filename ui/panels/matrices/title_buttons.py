"""TitleButtons: small buttons of a title bar: icons, named under the mouse and read aloud."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton

from ui.style import fonts
from ui.style.icons import icon
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button

_BUTTON, _ICON = 24, 18


class TitleButtons:
    """Buttons of one panel, which follow the theme and the text size."""

    def __init__(self) -> None:
        self._drawings: dict[QToolButton, str] = {}

    def make(self, drawing: str, name: str, tip: str, *, checkable: bool = False) -> QToolButton:
        """Make a button with a drawing of `resources/icons`."""
        button = tool_button("", f"{name}: {tip}", name=name, checkable=checkable)
        self._drawings[button] = drawing
        _fit(button)
        return button

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours, and the text size."""
        for button, drawing in self._drawings.items():
            button.setIcon(icon(drawing, theme))
            _fit(button)


def _fit(button: QToolButton) -> None:
    """Give a button and its icon the text size."""
    button.setIconSize(QSize(fonts.px(_ICON), fonts.px(_ICON)))
    button.setFixedSize(fonts.px(_BUTTON), fonts.px(_BUTTON))
