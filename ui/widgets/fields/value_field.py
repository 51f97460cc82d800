"""ValueField: a card over a cell to type its number in; every keystroke takes effect."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from simulator.translation import tr
from ui.style import fonts, number_format
from ui.style.theme import Theme
from ui.widgets.fields.leaving import Leaving
from ui.widgets.fields.number_edit import NumberEdit
from ui.widgets.key_filter import give_back_keys


class ValueField(QFrame):
    """Card with the cell's name, the number being typed, its former value, and a refusal.

    Signals:
        typed: a number, at every keystroke that makes one.
        confirmed: the number in the field is to stand (Enter).
        left: the last number typed stays (a click elsewhere).
        abandoned: restore the former value (Esc, or left while the text is no number).
    """

    typed = Signal(object)
    confirmed = Signal()
    left = Signal()
    abandoned = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self.edit = NumberEdit(np.dtype(np.float64), theme, self)
        self._name, self._was, self._reason = (
            QLabel(self, textFormat=Qt.TextFormat.PlainText) for _ in range(3)
        )
        fonts.wear(self._name, fonts.mono_caption)
        fonts.wear(self._was, fonts.mono_caption)
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
        self._leaving = Leaving(self.edit, self)
        self._leaving.left.connect(self._leave)
        self.edit.typed.connect(self._typed)
        self.edit.refused.connect(self._refuse)
        self.edit.returnPressed.connect(self._confirm)
        self.edit.gave_up.connect(self._abandon)
        self.set_theme(theme)
        self.hide()

    @property
    def is_open(self) -> bool:
        """True while a number is being typed."""
        return self._leaving.listens

    def open(
        self,
        place: QRect,
        name: str,
        value: np.floating,
        tells_former: bool = False,
        first: str = "",
        check: Callable[[np.floating], object] | None = None,
    ) -> None:
        """Open for a cell at a rectangle of the parent.

        Args:
            tells_former: the number that it was stands beside it.
            first: a text to begin with, in place of the number.
            check: raises ValueError, in words, to refuse a number.
        """
        self._leaving.rest()
        self._place = place
        self._name.setText(name)
        self._was.setVisible(tells_former)
        self._was.setText(_former(value))
        self.edit.setAccessibleName(name)
        self.edit.check = check
        self.edit.set_number(value)
        self._leaving.listen()
        self.setVisible(True)
        self._arrange()
        self.raise_()
        self.edit.setFocus()
        if first:
            self.edit.setText(first)

    def renew(self, value: np.floating) -> None:
        """Show another number in place of the one that nobody has typed over."""
        self._was.setText(_former(value))
        self._leaving.rest()
        self.edit.set_number(value)
        self._leaving.listen()

    def stand_at(self, place: QRect) -> None:
        """Stand at another place of the cell, in the present size of the texts."""
        self._place = place
        self._arrange()

    def close_silently(self) -> None:
        """Close without a signal: the cell being typed in is gone."""
        self._leaving.rest()
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

    def _leave(self) -> None:
        """Keep a number; abandon any other text."""
        if self.edit.hasAcceptableInput():
            self._end()
            self.left.emit()
        else:
            self._abandon()

    def _typed(self, value: np.floating) -> None:
        if self._leaving.listens:
            self.typed.emit(value)

    def _confirm(self) -> None:
        self._end()
        self.confirmed.emit()

    def _abandon(self) -> None:
        self._end()
        self.abandoned.emit()

    def _end(self) -> None:
        self._leaving.rest()
        had_focus = self.edit.hasFocus()
        self.hide()
        if had_focus:
            give_back_keys(self)

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


def _former(value: np.floating) -> str:
    return tr("was {value}", value=number_format.exact(value))


def placed(cell: QRect, size: QSize, around: QRect) -> QPoint:
    """Place a card of a size by a cell: under it, else above it, always inside."""
    x = min(max(cell.left(), around.left()), around.right() - size.width())
    below, above = cell.bottom() + 4, cell.top() - 4 - size.height()
    y = below if below + size.height() <= around.bottom() else above
    return QPoint(x, min(max(y, around.top()), around.bottom() - size.height()))
