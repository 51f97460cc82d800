"""Spectral radius of each gate's block of a W_hh, computed when the program is idle, and shown."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel

from simulator.arrays import Array
from simulator.translation import mark, tr
from ui.style import fonts, number_format
from ui.style.theme import Theme

LARGEST = 256
"""Largest hidden_size computed: a block's eigenvalues take 0.03 s there."""
MEANING = mark(
    "The largest |eigenvalue| of each gate's block of W_hh: W_hi, W_hf, W_hg, W_ho,\n"
    "each hidden_size × hidden_size. Below 1, what a gate reads from h decays over "
    "the\nsteps; above 1 it can grow, so that small changes become large ones, within "
    "the\nlimits of σ and tanh."
)
"""Meaning of the radii, for a tooltip."""
_IDLE_MILLISECONDS = 150


def spectral_radius(block: Array) -> float:
    """Return the largest |eigenvalue| of a square matrix, in float64; NaN when it is not finite."""
    if not np.isfinite(block).all():
        return float("nan")
    return float(np.abs(np.linalg.eigvals(block.astype(np.float64))).max())


class SpectralRadii(QObject):
    """Computes the radii of one array at a time, one gate a time slice.

    Signals:
        found: the array, and its radii in the order of the gates.
    """

    found = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._compute)
        self._array: Array | None = None
        self._blocks: list[Array] = []
        self._radii: list[float] = []

    def ask(self, weight_hh: Array) -> None:
        """Request the radii of H rows each, H at most LARGEST; drops the former request."""
        if weight_hh is not self._array:
            self._array, self._radii = weight_hh, []
            self._blocks = np.split(weight_hh, len(weight_hh) // weight_hh.shape[1])
            self._timer.start(_IDLE_MILLISECONDS)

    def _compute(self) -> None:
        assert self._array is not None
        self._radii.append(spectral_radius(self._blocks[len(self._radii)]))
        if len(self._radii) < len(self._blocks):
            self._timer.start(0)
        else:
            self.found.emit(self._array, tuple(self._radii))


class RadiiRow:
    """Line of a panel's foot: the radii of a W_hh that is not too large."""

    def __init__(self, foot: QGridLayout, parent: QObject) -> None:
        self._of: Array | None = None
        self._gates: tuple[str, ...] = ()
        self._spectrum = SpectralRadii(parent)
        self._spectrum.found.connect(self._show)
        self.title = QLabel(tr("spectral radius"), textFormat=Qt.TextFormat.PlainText)
        self.radii = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.title.setToolTip(tr(MEANING))
        fonts.wear(self.radii, fonts.mono_text)
        foot.addWidget(self.title, 0, 0)
        foot.addWidget(self.radii, 0, 1, 1, 2, Qt.AlignmentFlag.AlignRight)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.title.setStyleSheet(f"color: {theme.faint};")

    def show_of(self, weight_hh: Array | None, gates: Sequence[str]) -> None:
        """Show the radii of a W_hh of square blocks, once they are computed; else no line.

        Args:
            gates: the letter of each block.
        """
        self._gates = tuple(gates)
        rows, columns = (0, 1) if weight_hh is None else weight_hh.shape
        shown = rows == len(gates) * columns and columns <= LARGEST
        for label in (self.title, self.radii):
            label.setVisible(shown)
        if weight_hh is not None and shown:
            if weight_hh is not self._of:
                self.radii.setText("…")
            self._spectrum.ask(weight_hh)

    def _show(self, array: Array, radii: tuple[float, ...]) -> None:
        self._of = array
        written = map(number_format.short, radii)
        self.radii.setText("  ".join(map(" ".join, zip(self._gates, written, strict=True))))
