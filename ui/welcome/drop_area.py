"""DropArea: where files may be dropped, and the buttons that open or make a model."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from simulator.translation import tr
from ui.style import fonts
from ui.style.fonts import px
from ui.style.mnemonic import without_mnemonic
from ui.style.theme import Theme, restyle
from ui.welcome.card import words

_KINDS = (
    *(".safetensors", ".pt", ".onnx", ".keras"),
    "·",
    *(".npy", ".csv", ".parquet", ".txt"),
)
"""Suffixes of some models, and of some sequences."""


class DropArea(QWidget):
    """Dashed frame, which is lit while something is dragged over the window.

    Attributes:
        new, open: the buttons.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._lit = theme, False
        self._kinds = words("  ".join(_KINDS), fonts.caption)
        self.open, self.new = (_button(text) for text in (tr("&Open files…"), tr("&New LSTM…")))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        column.addStretch()
        title = words(tr("Drop a model and its sequence here"), fonts.sentence, bold=True)
        for label in (title, self._kinds):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(8)
        row = QHBoxLayout()
        column.addLayout(row)
        row.setSpacing(12)
        row.addStretch()
        row.addWidget(self.open)
        row.addWidget(self.new)
        row.addStretch()
        column.addStretch()
        self.set_theme(theme)

    @property
    def lit(self) -> bool:
        """True while something is dragged over the window."""
        return self._lit

    def light(self, lit: bool) -> None:
        """Light the area up."""
        self._lit = lit
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        self.setMinimumHeight(px(112))
        restyle(self._kinds, f"color: {theme.faint};")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(self._theme.accent if self._lit else self._theme.wire)
        pen = QPen(edge, 2.0 if self._lit else 1.2)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        if self._lit:
            edge.setAlpha(28)
            painter.setBrush(edge)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(without_mnemonic(text))
    button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    return button
