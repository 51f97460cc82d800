"""RecoveryBar: quietly offers the work that was open when Gatestep ended unexpectedly."""

from pathlib import Path

from PySide6.QtCore import QFileInfo, QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

from simulator.files.errors import FileError
from simulator.files.workspace_reader import read_title


class RecoveryBar(QToolBar):
    """One line and three buttons, above the panels.

    Signals:
        restored, discarded, postponed: what the user chose.
    """

    restored = Signal()
    discarded = Signal()
    postponed = Signal()

    def __init__(self, path: Path, parent: QWidget) -> None:
        super().__init__("Unsaved work", parent)
        self.setObjectName("recovery")
        self.setMovable(False)
        text = QLabel(what_was_left(path), textFormat=Qt.TextFormat.PlainText)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.addWidget(text, 1)
        for name, signal in (
            ("&Restore", self.restored),
            ("&Discard", self.discarded),
            ("&Later", self.postponed),
        ):
            button = QPushButton(name)
            button.setAccessibleName(f"{name.replace('&', '')} the unsaved work")
            button.clicked.connect(signal)
            layout.addWidget(button)
        self.addWidget(row)


def what_was_left(path: Path) -> str:
    """In one line, what the work is called and when it was kept."""
    try:
        name = f"“{read_title(path)}”"
    except FileError:
        name = "the work"
    changed = QFileInfo(str(path)).lastModified()
    when = QLocale().toString(changed, QLocale.FormatType.ShortFormat)
    return f"Gatestep ended before {name} was saved ({when})."
