"""ValueField: a card over a cell to type its number in; every keystroke takes effect."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QLineEdit, QWidget

from simulator.translation import tr
from ui.style import number_format
from ui.style.theme import Theme, mono_font

STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Reasons for losing the focus after which typing goes on."""


def presses_outside(widget: QWidget, watched: QObject, event: QEvent) -> bool:
    """Return True for a mouse press outside a widget, with no menu open."""
    return (
        event.type() == QEvent.Type.MouseButtonPress
        and isinstance(watched, QWidget)
        and watched is not widget
        and not widget.isAncestorOf(watched)
        and QApplication.activePopupWidget() is None
    )


class NumberEdit(QLineEdit):
    """Line edit for a number of a dtype; any other text is unacceptable input.

    `check` may refuse a number, by a ValueError.

    Signals:
        typed: the number, at every keystroke that makes one.
        refused: why the text is not a number; empty when it is one.
        gave_up: Esc was pressed.
    """

    typed = Signal(object)
    refused = Signal(str)
    gave_up = Signal()

    def __init__(self, dtype: np.dtype, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dtype, self._theme = dtype, theme
        self.check: Callable[[np.floating], object] | None = None
        self.setAccessibleName(tr("Value"))
        self.setFont(mono_font())
        self.setValidator(_NumberValidator(self))
        self.textChanged.connect(self._judge)

    def number(self) -> np.floating:
        """Return the number in the line.

        Raises:
            ValueError: in words for the user, for text that is no number, or from `check`.
        """
        return self.number_of(self.text())

    def number_of(self, text: str) -> np.floating:
        """Convert a text to a number; ValueError as in `number`."""
        value = number_format.parse_as(text, self._dtype)
        if self.check is not None:
            self.check(value)
        return value

    def set_number(self, value: np.floating) -> None:
        """Show a number exactly, ready to be typed over."""
        self._dtype = value.dtype
        self.setText(number_format.exact(value))
        self._select_from_the_end()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self._frame(self.hasAcceptableInput())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keep the first digits visible, also after a table has selected them."""
        super().focusInEvent(event)
        if self.selectedText() == self.text():
            self._select_from_the_end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Esc; stop Enter here, for the cells below would act on it."""
        if event.key() == Qt.Key.Key_Escape:
            self.gave_up.emit()
        else:
            super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def _select_from_the_end(self) -> None:
        """Select all, with the cursor at the first digit, since Qt keeps the cursor visible."""
        self.end(False)
        self.home(True)

    def _judge(self) -> None:
        try:
            value = self.number()
        except ValueError as error:
            self._frame(False)
            self.refused.emit(str(error))
        else:
            self._frame(True)
            self.refused.emit("")
            self.typed.emit(value)

    def _frame(self, good: bool) -> None:
        colour = self._theme.accent if good else self._theme.bad
        self.setStyleSheet(
            f"QLineEdit {{ border: 1px solid {colour}; border-radius: 3px; padding: 1px 3px;"
            f" background: {self._theme.panel}; color: {self._theme.ink}; }}"
        )


class ValueField(QFrame):
    """Card with the cell's name, the number being typed, its former value, and a refusal.

    Signals:
        typed: a number, at every keystroke that makes one.
        kept: the last number typed stays (Enter, or a click elsewhere).
        abandoned: restore the former value (Esc, or left while the text is no number).
    """

    typed = Signal(object)
    kept = Signal()
    abandoned = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.edit = NumberEdit(np.dtype(np.float64), theme, self)
        self._name, self._was, self._reason = (
            QLabel(self, textFormat=Qt.TextFormat.PlainText) for _ in range(3)
        )
        self._name.setFont(mono_font(8.5))
        self._was.setFont(mono_font(8))
        self._reason.setWordWrap(True)
        layout = self._grid = QGridLayout(self)
        layout.setContentsMargins(8, 6, 8, 7)
        layout.setSpacing(4)
        layout.addWidget(self._name, 0, 0, 1, 2)
        layout.addWidget(self.edit, 1, 0)
        layout.addWidget(self._was, 1, 1)
        layout.addWidget(self._reason, 2, 0, 1, 2)
        layout.setColumnStretch(0, 1)
        self._place = QRect()
        self._live = False
        self.edit.typed.connect(self._typed)
        self.edit.refused.connect(self._refuse)
        self.edit.returnPressed.connect(self._keep)
        self.edit.gave_up.connect(self._abandon)
        self.set_theme(theme)
        self.hide()

    @property
    def is_open(self) -> bool:
        """True while a number is being typed."""
        return self._live

    def open(
        self,
        place: QRect,
        name: str,
        value: np.floating,
        was: str = "",
        first: str = "",
        check: Callable[[np.floating], object] | None = None,
    ) -> None:
        """Open for a cell at a rectangle of the parent.

        Args:
            was: the text beside the number.
            first: a text to begin with, in place of the number.
            check: raises ValueError, in words, to refuse a number.
        """
        self._set_live(False)
        self._place = place
        self._name.setText(name)
        self._was.setText(was)
        self.edit.setAccessibleName(name)
        self.edit.check = check
        self.edit.set_number(value)
        self._set_live(True)
        self.setVisible(True)
        self._arrange()
        self.raise_()
        self.edit.setFocus()
        if first:
            self.edit.setText(first)

    def close_silently(self) -> None:
        """Close without a signal: the cell being typed in is gone."""
        self._set_live(False)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.edit.set_theme(theme)
        self.setStyleSheet(
            f"ValueField {{ background: {theme.panel}; border: 1px solid {theme.ink};"
            f" border-radius: 5px; }}"
            f"ValueField QLabel {{ color: {theme.faint}; background: transparent; }}"
        )
        self._reason.setStyleSheet(f"color: {theme.bad};")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the keys that the line does not use from the cells below."""
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On leaving, or a press elsewhere, keep a number, and abandon any other text."""
        if self._live and self._leaves(watched, event):
            if self.edit.hasAcceptableInput():
                self._keep()
            else:
                self._abandon()
        return False

    def _leaves(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            return watched is self.edit and event.reason() not in STAYS
        return presses_outside(self, watched, event)

    def _set_live(self, live: bool) -> None:
        application = QApplication.instance()
        assert application is not None
        if live and not self._live:
            application.installEventFilter(self)
        elif self._live and not live:
            application.removeEventFilter(self)
        self._live = live

    def _typed(self, value: np.floating) -> None:
        if self._live:
            self.typed.emit(value)

    def _keep(self) -> None:
        self._end()
        self.kept.emit()

    def _abandon(self) -> None:
        self._end()
        self.abandoned.emit()

    def _end(self) -> None:
        self._set_live(False)
        had_focus = self.edit.hasFocus()
        self.hide()
        if had_focus:
            self._around.setFocus()

    def _refuse(self, reason: str) -> None:
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self.edit.setAccessibleDescription(reason)
        self._arrange()

    def _arrange(self) -> None:
        self._grid.activate()
        around = self._around.rect().adjusted(2, 2, -2, -2)
        size = self.sizeHint().expandedTo(QSize(190, 0)).boundedTo(around.size())
        if self._reason.text():
            size.setHeight(max(size.height(), self.heightForWidth(size.width())))
        self.setGeometry(QRect(placed(self._place, size, around), size))


def placed(cell: QRect, size: QSize, around: QRect) -> QPoint:
    """Place a card of a size by a cell: under it, else above it, always inside."""
    x = min(max(cell.left(), around.left()), around.right() - size.width())
    below, above = cell.bottom() + 4, cell.top() - 4 - size.height()
    y = below if below + size.height() <= around.bottom() else above
    return QPoint(x, min(max(y, around.top()), around.bottom() - size.height()))


class _NumberValidator(QValidator):
    """Lets every text be typed, and tells which are numbers."""

    def __init__(self, edit: NumberEdit) -> None:
        super().__init__(edit)
        self._edit = edit

    def validate(self, text: str, cursor: int) -> object:
        try:
            self._edit.number_of(text)
        except ValueError:
            return QValidator.State.Intermediate, text, cursor
        return QValidator.State.Acceptable, text, cursor
