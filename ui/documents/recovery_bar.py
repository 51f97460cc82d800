"""RecoveryBar: offers work that only a copy holds."""

from pathlib import Path

from PySide6.QtCore import QFileInfo, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

from simulator.files.errors import FileError, plain
from simulator.files.workspaces.reader import read_heading
from simulator.translation import tr
from ui.documents.workspace_view import file_of


class RecoveryBar(QToolBar):
    """One line and three buttons, above the panels.

    Signals:
        restored, discarded, postponed: the user's choice.
    """

    restored = Signal()
    discarded = Signal()
    postponed = Signal()

    def __init__(self, path: Path, dropped: bool, parent: QWidget) -> None:
        super().__init__(tr("Unsaved work"), parent)
        self.setObjectName("recovery")
        self.setMovable(False)
        left = QLabel(what_was_left(path, dropped), textFormat=Qt.TextFormat.PlainText)
        left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.addWidget(left, 1)
        for text, name, signal in (
            (tr("&Restore"), tr("Restore the unsaved work"), self.restored),
            (tr("&Discard"), tr("Discard the unsaved work"), self.discarded),
            (tr("&Later"), tr("Keep the unsaved work for later"), self.postponed),
        ):
            button = QPushButton(text)
            button.setAccessibleName(name)
            button.clicked.connect(signal)
            layout.addWidget(button)
        self.addWidget(row)


def what_was_left(path: Path, dropped: bool = False) -> str:
    """Describe in one line the work, by its file or else its title, and the time of its copy.

    Args:
        dropped: this window's history has dropped it; else Gatestep ended before it was saved.
    """
    changed = QFileInfo(str(path)).lastModified()
    when = QLocale().toString(changed, QLocale.FormatType.ShortFormat)
    try:
        title, view = read_heading(path)
    except FileError:
        return tr("Gatestep closed before the work was saved ({when}).", when=when)
    file = file_of(view)
    if file is not None:
        title = plain(Path(file.path).name)
    if dropped:
        return tr(
            "Undo and redo can no longer restore “{title}”, which is not saved ({when}).",
            title=title,
            when=when,
        )
    return tr("Gatestep ended before “{title}” was saved ({when}).", title=title, when=when)
