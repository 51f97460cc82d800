"""FindField: a line to find units in, by their numbers or by a test."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit

from simulator.breakpoints.unit_search import HOW, UnitSearch, parse
from simulator.translation import tr
from ui.style import fonts
from ui.style.theme import Theme
from ui.style.unit_ranges import parse_units
from ui.widgets.key_filter import give_back_keys

PATIENCE_MILLISECONDS = 700
"""Rest after which an unfinished text is complained about."""


class Found(NamedTuple):
    """What is searched for: a test, units, or None for all; and why it is not what is typed."""

    test: UnitSearch | tuple[int, ...] | None
    problem: str = ""


class FindField(QLineEdit):
    """A line whose text is taken while it is typed. Esc empties it, or gives the keys back.

    A text that is not understood is reported on Enter, or after a rest; until then the last one
    that was understood counts.

    Signals:
        changed: another text, or it is to be complained about now.
    """

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._last: str = ""
        self._rested = False
        self._rest = QTimer(self, interval=PATIENCE_MILLISECONDS, singleShot=True)
        self._rest.timeout.connect(self._complain)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(tr("e.g. 405, or f closed > 0.5"))
        self.setAccessibleName(tr("Find units"))
        self.setToolTip(_tip())
        fonts.wear(self, fonts.mono_text)
        self.textChanged.connect(self._on_text)
        self.returnPressed.connect(self._complain)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours: the palette suffices."""

    def put(self, text: str) -> None:
        """Search for a text."""
        self.setText(text)
        self._complain()

    def found(self, width: int, quantities: Sequence[str]) -> Found:
        """Return what is searched for among `width` units of cells with some quantities."""
        try:
            test = _understood(self.text(), width, quantities)
        except ValueError as error:
            problem = str(error) if self._rested else ""
            try:
                return Found(_understood(self._last, width, quantities), problem)
            except ValueError:
                return Found(None, problem)
        self._last = self.text()
        return Found(test)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.text():
            self.clear()
        else:
            give_back_keys(self)

    def _on_text(self, _text: str) -> None:
        self._rested = False
        self._rest.start()
        self.changed.emit()

    def _complain(self) -> None:
        self._rest.stop()
        self._rested = True
        self.changed.emit()


def _understood(
    text: str, width: int, quantities: Sequence[str]
) -> UnitSearch | tuple[int, ...] | None:
    """Return the units or the test that a text names; None for an empty one."""
    plain = text.strip()
    if not plain:
        return None
    if plain[0].isdigit():
        return parse_units(plain, width, width)
    return parse(plain, quantities)


def _tip() -> str:
    lines = (
        tr(HOW),
        tr(
            "closed and open: at an end of the curve (gates: below 0.1 or above 0.9; "
            "tanh: beyond ±0.9)"
        ),
        tr("also: mean, change (from the baseline), norm (of the weights), nan"),
    )
    return "\n".join(lines)
