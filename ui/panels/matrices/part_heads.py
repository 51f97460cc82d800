"""PartHeads: the heads of matrices beside each other, a title over a note."""

from collections.abc import Collection

from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel

_BETWEEN = 6
"""Pixels between a title and a note in its line."""


class PartHeads:
    """Heads by the keys of their matrices, each of two lines, or of one where there is no height.

    A title without room is written as its key, translated, as the choice of the matrices has it.
    A note in the title's line is left out where it has no room.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        self._theme, self._parent = theme, parent
        self._labels: dict[str, tuple[ElidedLabel, ElidedLabel]] = {}
        self._texts: dict[str, tuple[str, str]] = {}
        self._rooms: dict[str, tuple[QRect, bool]] = {}

    def show(self, keys: Collection[str]) -> None:
        """Show the heads of these matrices alone."""
        for key in keys:
            if key not in self._labels:
                self._labels[key] = self._made()
        for key, labels in self._labels.items():
            for label in labels:
                label.setVisible(key in keys)
        for key in keys:
            self._fit(key)

    def shown(self, key: str) -> tuple[str, str]:
        """Return the title and the note of a head as displayed."""
        title, note = self._labels[key]
        return title.text(), note.text()

    def write(self, key: str, title: str, note: str) -> None:
        """Write a head."""
        if self._texts.get(key) != (title, note):
            self._texts[key] = title, note
            self._fit(key)

    def place(self, key: str, room: QRect, in_line: bool = False) -> None:
        """Give a head its place, and its title the form that has room there.

        Args:
            in_line: the note stands beside the title, and not under it.
        """
        if self._rooms.get(key) != (room, in_line):
            self._rooms[key] = room, in_line
            self._fit(key)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for _, note in self._labels.values():
            note.setStyleSheet(f"color: {theme.faint};")

    def _fit(self, key: str) -> None:
        if not (key in self._texts and key in self._labels and key in self._rooms):
            return
        labels, (title, note) = self._labels[key], self._texts[key]
        room, in_line = self._rooms[key]
        metrics = QFontMetrics(fonts.bold(fonts.text()))
        if metrics.horizontalAdvance(title) > room.width():
            title = tr(key)
        for label, text in zip(labels, (title, note), strict=True):
            if label.text() != text:
                label.set_text(text)
        self._lay_out(labels, room, in_line)

    def _lay_out(self, labels: tuple[ElidedLabel, ElidedLabel], room: QRect, in_line: bool) -> None:
        title, note = labels
        over, under = QRect(room), QRect(room)
        if in_line:
            under.setLeft(room.left() + title.sizeHint().width() + fonts.px(_BETWEEN))
            over.setRight(under.left() - 1)
        else:
            over.setHeight(room.height() // 2)
            under.setTop(over.bottom() + 1)
        title.setGeometry(over)
        note.setGeometry(under)
        fits = not in_line or note.sizeHint().width() <= under.width()
        if note.isHidden() == (fits and not title.isHidden()):
            note.setVisible(note.isHidden())

    def _made(self) -> tuple[ElidedLabel, ElidedLabel]:
        title, note = ElidedLabel(self._parent), ElidedLabel(self._parent)
        title.setFont(fonts.bold(fonts.text()))
        fonts.wear(title, fonts.text)  # it stays bold
        fonts.wear(note, fonts.caption)
        note.setStyleSheet(f"color: {self._theme.faint};")
        return title, note
