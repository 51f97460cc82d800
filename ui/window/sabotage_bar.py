"""SabotageBar: says across the whole window that the numbers are wrong on purpose."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

from simulator.mistakes.sabotages import SABOTAGES
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme, restyle


class SabotageBar(QToolBar):
    """There exactly while our engine makes a mistake: no layout and no menu can hide it.

    Signals:
        undone: the sabotage is to be taken back.
    """

    undone = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sabotage"), parent)
        self._sabotaged = False
        self.setObjectName("sabotage")
        self.setMovable(False)
        self.setAccessibleName(tr("Sabotage"))
        self.text = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.undo = QPushButton(tr("Undo"))
        self.undo.setAccessibleName(tr("Take the sabotage back"))
        self.undo.clicked.connect(self.undone)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(6, 2, 6, 2)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.undo)
        self.addWidget(row)
        self.set_theme(theme)
        self.setVisible(False)

    def draw(self, snapshot: Snapshot) -> None:
        """Name the sabotage, or go away."""
        name = snapshot.document.mistake
        self._sabotaged = bool(name)
        if name:
            self.text.setText(
                tr(
                    "Sabotaged: {name}. Our engine's numbers are wrong on purpose.",
                    name=SABOTAGES[name].text(),
                )
            )
        if self.isHidden() == self._sabotaged:
            self.setVisible(self._sabotaged)

    def setVisible(self, visible: bool) -> None:
        """Whoever asks, the bar is there while there is a sabotage, and only then."""
        super().setVisible(self._sabotaged)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        ink = theme.text_on(QColor(theme.bad)).name()
        restyle(
            self,
            f"QToolBar {{ background: {theme.bad}; }}"
            f" QWidget {{ color: {ink}; background: {theme.bad}; font-weight: bold; }}"
            f" QPushButton {{ border: 1px solid {ink}; border-radius: 4px; padding: 2px 14px; }}"
            f" QPushButton:focus {{ border: 2px solid {ink}; }}",
        )
