"""MishapLine: what to look at where a task goes wrong on purpose, and a button that mends it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from simulator.translation import tr
from ui.session.training_state.tasks import MENDED, mishap_of
from ui.style import fonts


class MishapLine(QWidget):
    """The sign of a mishap; of one that is mended, its cure. Hidden with any other task."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.mend = QPushButton(tr("Fix it"))
        fonts.wear(self.text, fonts.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 2)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def draw(self, task: str) -> None:
        """Tell of a task, by its key."""
        mishap, mended = mishap_of(task), task.endswith(MENDED)
        self.setVisible(mishap is not None)
        if mishap is None:
            return
        cure = tr(mishap.cure)
        text = tr("Fixed: {cure}", cure=cure) if mended else tr(mishap.sign)
        if text != self.text.text():
            self.text.setText(text)
        self.mend.setToolTip(cure)
        self.mend.setVisible(not mended)
