"""StartHere: the card of the one lesson to go on with; a newcomer's is the first."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from simulator.lessons.course import COURSE, START, lesson, steps_done, to_go_on_with
from simulator.lessons.text_template import unmarked
from simulator.translation import tr
from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme, restyle
from ui.welcome import example_pictures
from ui.welcome.card import Card, words
from ui.welcome.run_picture import RunPicture

_HEIGHTS = (example_pictures.WORDS, example_pictures.MEMORY, example_pictures.KEEP)


class StartHere(Card):
    """Title, idea, the picture of the run, and what looks like the page's main button.

    Attributes:
        id: of the lesson.
    """

    def __init__(self, done: Mapping[str, Collection[str]], theme: Theme) -> None:
        """Read the lesson.

        Args:
            done: ids of the steps that are done, by lesson, the one worked on last at the end.

        Raises:
            FileError: it cannot be read.
        """
        following = to_go_on_with(done)
        self.id = following or START
        begin, flags = lesson(self.id), steps_done(self.id, done.get(self.id, ()))
        head, press, foot = _said(following, flags, len(begin.steps))
        title, text = begin.title, unmarked(begin.text("idea"))
        super().__init__(title, text, 18, theme)
        self._here, self._text = words(head, fonts.text), words(text, fonts.text)
        self.picture = RunPicture(example_pictures.of_lesson(self.id), theme)
        self._letters = [
            words(letter, fonts.mono_text, bold=True) for letter in example_pictures.TRACKS
        ]
        self._names = [QLabel(), *(words(n, fonts.caption) for n in (tr("memory"), tr("keep")))]
        self._press = QLabel(press, alignment=Qt.AlignmentFlag.AlignCenter)
        self._needs = words(foot, fonts.caption)
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
        self.picture.setFixedHeight(example_pictures.height_of_lesson())
        self._press.setFixedHeight(px(32))
        for row, height in enumerate(_HEIGHTS):
            self._grid.setRowMinimumHeight(row, px(height))
        restyle(self._here, f"color: {theme.accent}; font-weight: 600;")
        for label in (*self._names, self._needs):
            restyle(label, f"color: {theme.faint};")
        for label, quantity in zip(self._letters, example_pictures.TRACKS, strict=True):
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


def _said(following: str, done: tuple[bool, ...], steps: int) -> tuple[str, str, str]:
    """Return what stands over the title, on the button and beside it.

    Args:
        following: the lesson to go on with; empty where all are done. done: which of its steps
            are; empty where none is. steps: how many it has.
    """
    if not following:
        return tr("All lessons are done"), tr("Begin the course again"), ""
    place = tr("Lesson {number} of {count}", number=COURSE.index(following) + 1, count=len(COURSE))
    if done:
        step = tr("step {step} of {steps}", step=done.index(False) + 1, steps=steps)
        return tr("Continue"), tr("Continue the lesson"), f"{place} · {step}"
    if following == START:
        needs = tr("about 10 minutes; you only need to add and multiply")
        return tr("Start here"), tr("Start the lesson"), needs
    return tr("Next lesson"), tr("Start the lesson"), place
