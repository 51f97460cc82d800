"""RecentList: the files opened or saved last, what is inside, and when that was."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel

from simulator.files.errors import plain
from simulator.translation import tr
from ui.commands.recent_details import RecentFile
from ui.style import fonts
from ui.style.fonts import px
from ui.style.theme import Theme, restyle
from ui.welcome.card import words
from ui.welcome.link import Link
from ui.welcome.sheet import Sheet
from ui.widgets.elided_label import ElidedLabel

MOST = 3
"""Largest number of files: as many as the sheet has room for beside the drop area."""


class RecentList(Sheet):
    """Sheet with a line for each file.

    Signals:
        chosen: a path.
    """

    chosen = Signal(str)

    def __init__(self, files: Sequence[RecentFile], theme: Theme) -> None:
        super().__init__(theme)
        self.links: list[Link] = []
        self._quiet: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 8, 24, 8)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(2)
        self._head = words(tr("Recent files"), fonts.text, bold=True)
        self._head.setContentsMargins(4, 0, 0, 0)
        grid.addWidget(self._head, 0, 0, 1, 3)
        for number, file in enumerate(files[:MOST], 1):
            self._add(grid, number, file)
        if not files:
            none = words(tr("Files that you open are listed here."), fonts.text)
            none.setContentsMargins(4, 0, 0, 0)
            grid.addWidget(none, 1, 0, 1, 3)
            self._quiet.append(none)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setRowStretch(MOST + 1, 1)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        for link in self.links:
            link.set_theme(theme)
        for label in (self._head, *self._quiet):
            restyle(label, f"color: {theme.faint};")

    def _add(self, grid: QGridLayout, row: int, file: RecentFile) -> None:
        link = Link(plain(Path(file.path).name, 200), self._theme)
        link.setToolTip(plain(file.path, 200).replace("<", "‹"))
        link.setAccessibleDescription(" · ".join(filter(None, (file.inside, file.when))))
        link.clicked.connect(partial(self._choose, file.path))
        self.links.append(link)
        inside = ElidedLabel(cut=Qt.TextElideMode.ElideMiddle)
        inside.set_text(file.inside or plain(Path(file.path).parent, 200))
        when = words(file.when, fonts.caption)
        when.setWordWrap(False)
        when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._quiet.append(when)
        for column, part in enumerate((link, inside, when)):
            grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignVCenter)
            grid.setRowMinimumHeight(row, px(24))

    def _choose(self, path: str, _checked: bool = False) -> None:
        self.chosen.emit(path)
