"""StartHere: the card of the one lesson that a newcomer opens first."""

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from simulator.lessons.course import START, lesson
from simulator.lessons.text import unmarked
from simulator.translation import tr
from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme, restyle
from ui.welcome import example_pictures
from ui.welcome.card import Card, words
from ui.welcome.run_picture import RunPicture

_HEIGHTS = (example_pictures.WORDS, example_pictures.MEMORY, example_pictures.KEEP)


class StartHere(Card):
    """Title, idea, the picture of the run, and what looks like the page's main button."""

    def __init__(self, done: Collection[str], theme: Theme) -> None:
        """Read the lesson.

        Args:
            done: ids of its steps that are done.

        Raises:
            FileError: it cannot be read.
        """
        begin = lesson(START)
        is_begun = 0 < sum(step.id in done for step in begin.steps) < len(begin.steps)
        press = tr("Go on with the lesson") if is_begun else tr("Start the lesson")
        title, text = begin.title, unmarked(begin.text("idea"))
        super().__init__(title, text, 18, theme)
        self._here, self._text = words(tr("Start here"), fonts.text), words(text, fonts.text)
        self.picture = RunPicture(START, theme)
        self._letters = [words(letter, fonts.mono_text, bold=True) for letter in ("x", "c", "f")]
        self._names = [QLabel(), *(words(n, fonts.caption) for n in (tr("memory"), tr("keep")))]
        self._press = QLabel(press, alignment=Qt.AlignmentFlag.AlignCenter)
        self._needs = words(tr("about 5 minutes; you need σ, nothing else"), fonts.caption)
        self.put(self._here)
        self.put(words(title, fonts.lit, bold=True))
        self.put(self._text)
        self.column.addSpacing(4)
        self.column.addStretch()
        self.put(self._run())
        self.column.addStretch()
        self.column.addSpacing(4)
        self.put(self._foot())
        self.set_theme(theme)

    @property
    def edge(self) -> str:
        """Ink: the only card of the page that is framed."""
        return self._theme.ink

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        self.picture.set_theme(theme)
        self.picture.setFixedHeight(example_pictures.height_of_start())
        self._press.setFixedHeight(px(32))
        for row, height in enumerate(_HEIGHTS):
            self._grid.setRowMinimumHeight(row, px(height))
        restyle(self._here, f"color: {theme.accent}; font-weight: 600;")
        for label in (*self._names, self._needs):
            restyle(label, f"color: {theme.faint};")
        for label, quantity in zip(self._letters, ("x", "c", "f"), strict=True):
            restyle(label, f"color: {theme.colour(quantity).name()};")
        restyle(
            self._press,
            f"background: {theme.accent}; color: {theme.panel}; border-radius: 4px; "
            f"padding: 0 18px; font-weight: 600;",
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the letters' names where the picture needs the room."""
        super().resizeEvent(event)
        for name in self._names:
            name.setVisible(self.width() >= px(420))

    def _run(self) -> QWidget:
        """Return the picture with the letters of its tracks beside it."""
        part = QWidget()
        self._grid = grid = QGridLayout(part)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(example_pictures.SPACING)
        for number, (letter, name) in enumerate(zip(self._letters, self._names, strict=True)):
            grid.addWidget(letter, number, 0)
            grid.addWidget(name, number, 1)
            for label in (letter, name):
                label.setWordWrap(False)
                label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        grid.addWidget(self.picture, 0, 2, 3, 1)
        grid.setColumnStretch(2, 1)
        return part

    def _foot(self) -> QWidget:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._press)
        row.addWidget(self._needs, 1)
        return part
