"""NormaliseFields: a normalisation of a sequence, and its formulas."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from simulator.experiment.normalisation import (
    DIVIDE,
    MIN_MAX,
    NONE,
    Z_SCORE,
    Normalisation,
    Statistics,
    Wanted,
)
from simulator.files.errors import plain
from simulator.translation import mark, tr
from ui.style import fonts, number_format
from ui.style.theme import Theme

_KINDS = {
    NONE: mark("as they were read"),
    MIN_MAX: mark("min–max: from 0 to 1"),
    Z_SCORE: mark("z-score: mean 0, standard deviation 1"),
    DIVIDE: mark("divided by"),
}
_SHOWN = 4


class NormaliseFields(QWidget):
    """Choice of normalisation, and below it the formula of each feature.

    Signals:
        changed: the choice has changed.
    """

    changed = Signal()

    def __init__(self, begun: Wanted, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.kind = QComboBox()
        self.kind.setAccessibleName(tr("Normalisation"))
        self.kind.setToolTip(tr("How the input values are scaled, each feature separately"))
        for kind, text in _KINDS.items():
            self.kind.addItem(tr(text), kind)
        self.kind.setCurrentIndex(self.kind.findData(begun.kind))
        self.by = QLineEdit(number_format.brief(begun.by if begun.kind == DIVIDE else 100.0))
        self.by.setAccessibleName(tr("The number to divide by"))
        fonts.wear(self.by, fonts.mono_text)
        self.by.setToolTip(tr("The number to divide by"))
        self.by.setFixedWidth(fonts.px(90))
        self.formulas = QLabel(textFormat=Qt.TextFormat.PlainText)
        fonts.wear(self.formulas, fonts.mono_text)
        self.formulas.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.formulas.setMinimumHeight((_SHOWN + 1) * self.formulas.fontMetrics().lineSpacing())
        row = QHBoxLayout()
        row.addWidget(self.kind, 1)
        row.addWidget(self.by)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.formulas)
        self.setLayout(column)
        self.setFocusProxy(self.kind)
        self.kind.currentIndexChanged.connect(self._change)
        self.by.textChanged.connect(self._change)
        self.by.setVisible(begun.kind == DIVIDE)

    def wanted(self) -> Wanted:
        """Return the chosen normalisation.

        Raises:
            ValueError: the typed divisor is no number.
        """
        kind = self.kind.currentData()
        return Wanted(kind, number_format.parse(self.by.text())) if kind == DIVIDE else Wanted(kind)

    def tell(self, features: Sequence[Statistics], names: Sequence[str]) -> bool:
        """Write the formulas for these features; return False when they cannot be normalised."""
        try:
            fitted = Normalisation.fitted(self.wanted().kind, features, self.wanted().by)
        except ValueError as error:
            self._say(str(error), self._theme.bad)
            return False
        lines = [] if fitted is None else fitted.formulas(names)
        shown = [plain(line, 80) for line in lines[:_SHOWN]]
        if len(lines) > _SHOWN:
            shown.append(tr("and {count} more", count=len(lines) - _SHOWN))
        self._say("\n".join(shown), self._theme.faint)
        return True

    def _say(self, text: str, colour: str) -> None:
        self.formulas.setText(text)
        self.formulas.setStyleSheet(f"color: {colour};")

    def _change(self) -> None:
        self.by.setVisible(self.kind.currentData() == DIVIDE)
        self.changed.emit()
