"""DrawNumbers: a form to draw numbers by a seed; the matrix behind shows each draw at once."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from simulator.arrays import Array
from simulator.translation import tr
from ui.matrix.matrix import Fill
from ui.style import number_format
from ui.style.theme import Theme
from ui.widgets.fields.number_edit import NumberEdit

_LARGEST_SEED = 2**31 - 1


class DrawNumbers(QDialog):
    """Form with a way to draw, its size if it has one, and the seed.

    Args:
        block: the present numbers. first: the index of the first choice.
        sizes: names and values of sizes to choose from, the first choice first.

    Signals:
        drawn: an Array of the block's shape, at every change that makes one.
    """

    drawn = Signal(object)

    def __init__(
        self,
        title: str,
        block: Array,
        fills: Sequence[Fill],
        first: int,
        sizes: Sequence[tuple[str, float]],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._block, self._fills, self._theme = block, tuple(fills), theme
        self.fill = QComboBox()
        self.fill.addItems([tr(fill.title) for fill in fills])
        self.fill.setCurrentIndex(first)
        self.size_edit = NumberEdit(block.dtype, theme)
        self.size_edit.set_number(block.dtype.type(sizes[0][1]))
        self.seed = QSpinBox(maximum=_LARGEST_SEED)
        self._another = QPushButton(tr("Draw again"))
        self._another.setAutoDefault(False)
        self._message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._message.setStyleSheet(f"color: {theme.bad};")
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._lay_out(sizes)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.fill.currentIndexChanged.connect(self._changed)
        self.seed.valueChanged.connect(self._changed)
        self.size_edit.textChanged.connect(self._changed)
        self._another.clicked.connect(self._draw_again)

    def begin(self) -> None:
        """Open, and draw the first numbers."""
        self.open()
        self._changed()

    def _lay_out(self, sizes: Sequence[tuple[str, float]]) -> None:
        size, seed = QHBoxLayout(), QHBoxLayout()
        size.addWidget(self.size_edit, 1)
        for name, value in sizes:
            button = QPushButton(name)
            button.setAutoDefault(False)
            number = self._block.dtype.type(value)
            button.setToolTip(number_format.exact(number))
            button.setProperty("number", number_format.exact(number))
            button.clicked.connect(self._choose_size)
            size.addWidget(button)
        seed.addWidget(self.seed, 1)
        seed.addWidget(self._another)
        self._form = QFormLayout()
        self._form.addRow(tr("Distribution"), self.fill)
        self._form.addRow(tr("Size"), size)
        self._form.addRow(tr("Seed"), seed)
        for name, field in (
            (tr("numbers"), self.fill),
            (tr("size"), self.size_edit),
            (tr("seed"), self.seed),
        ):
            field.setAccessibleName(name)
        layout = QVBoxLayout()
        layout.addLayout(self._form)
        layout.addWidget(self._message)
        layout.addWidget(self._buttons)
        self.setLayout(layout)
        self._show_rows()

    def _show_rows(self) -> None:
        fill = self._fills[self.fill.currentIndex()]
        self._form.setRowVisible(1, fill.sized)
        self._form.setRowVisible(2, fill.seeded)

    def _choose_size(self) -> None:
        self.size_edit.setText(self.sender().property("number"))

    def _draw_again(self) -> None:
        self.seed.setValue((self.seed.value() + 1) % (_LARGEST_SEED + 1))

    def _changed(self) -> None:
        self._show_rows()
        try:
            values = self._draw()
        except ValueError as error:
            self._say(str(error))
        else:
            self._say("")
            self.drawn.emit(values)

    def _draw(self) -> Array:
        fill = self._fills[self.fill.currentIndex()]
        size = float(self.size_edit.number()) if fill.sized else 0.0
        if size < 0:
            raise ValueError(tr("a size cannot be negative"))
        values = fill.numbers(self._block, self.seed.value(), size)
        return np.asarray(values, self._block.dtype)

    def _say(self, reason: str) -> None:
        self._message.setText(reason)
        self._message.setVisible(bool(reason))
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not reason)
