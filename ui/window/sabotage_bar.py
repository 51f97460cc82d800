"""SabotageBar: says across the whole window that the numbers are wrong on purpose."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

from simulator.mistakes.catalogue import MISTAKES
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme, restyle


class SabotageBar(QToolBar):
    """Bar that is visible exactly while our engine makes a mistake: no layout or menu can hide it.

    Signals:
        undone: take the sabotage back.
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
        """Name the sabotage, or hide the bar."""
        name = snapshot.document.mistake
        self._sabotaged = bool(name)
        if name:
            self.text.setText(
                tr(
                    "Sabotaged: {name}. Our engine's numbers are wrong on purpose.",
                    name=MISTAKES[name].text(),
                )
            )
        if self.isHidden() == self._sabotaged:
            self.setVisible(self._sabotaged)

    def setVisible(self, visible: bool) -> None:
        """Show the bar exactly while there is a sabotage, whatever is requested."""
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
