"""Weights panel: every matrix of the selected layer and direction, to read by gate and to edit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from simulator.analysis.address import Address
from simulator.arrays import Array
from simulator.lstm.quantities import GATES
from simulator.translation import tr
from ui.matrix.matrix import Block, Matrix
from ui.matrix.overlay import Mark
from ui.panels.matrices.matrix_panel import MatrixPanel
from ui.panels.weights import parameter_matrices, spectral_radii, weight_cuts
from ui.panels.weights.parameter_matrices import W_HH
from ui.panels.weights.spectral_radii import SpectralRadii
from ui.session.hold_edits import HoldEdit
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import Theme, mono_font


class WeightsPanel(MatrixPanel):
    """W_ih, W_hh, the biases and W_hr; the spectral radii of W_hh, and cut connections."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parameter_matrices, theme, parent)
        self._pointed: tuple[str, tuple[int, int]] | None = None
        self._spectrum = SpectralRadii(self)
        self._radii_of: Array | None = None
        self._radii_title = QLabel(tr("spectral radius"), textFormat=Qt.TextFormat.PlainText)
        self._radii = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._radii_title.setToolTip(tr(spectral_radii.MEANING))
        self._radii.setFont(mono_font(9))
        self.foot.addWidget(self._radii_title, 0, 0)
        self.foot.addWidget(self._radii, 0, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        self._spectrum.found.connect(self._show_spectrum)
        self.editor.cell_clicked.connect(self._look_at)
        self.editor.menu_made.connect(self._offer_cuts)
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Bind the lane's parameters when they have changed, and highlight the parts in use."""
        if self.snapshot is not None and snapshot.subject != self.snapshot.subject:
            self._pointed = None
        super().draw(snapshot)

    def bind(self, snapshot: Snapshot) -> None:
        """Show the matrix of the tab in front, and its spectral radii, if it has them."""
        super().bind(snapshot)
        self._ask_for_spectrum(self.editor.matrix)

    def marks(self, snapshot: Snapshot) -> tuple[Mark, ...]:
        """Return marks for the rows in use, the cut connections, and the number pointed at."""
        marks = (*super().marks(snapshot), *weight_cuts.marks_of(snapshot, self.tab))
        if self._pointed is not None:
            name, cell = self._pointed
            config = snapshot.experiment.config
            if name in parameter_matrices.names_of(config, snapshot.lane, self.tab):
                return (*marks, Mark(Block.cell(*cell), "", strong=True))
        return marks

    def show_parameter(self, name: str, index: tuple[int, ...]) -> None:
        """Show the matrix of a parameter by torch's name; highlight one number, () for none."""
        if self.snapshot is None:
            return
        config = self.snapshot.experiment.config
        place = parameter_matrices.place_of(config, name, index)
        if place is None:
            return
        lane, tab, cell = place
        if lane != self.snapshot.lane:
            self.lane_selected.emit(lane, self.snapshot.row)
        self._pointed = None if cell is None else (name, cell)
        self.show_tab(tab)
        self.draw(self.snapshot)

    def point_at(self, name: str, index: tuple[int, ...]) -> None:
        """Highlight a number of a parameter where it is visible; an empty name clears it."""
        if self.snapshot is None:
            return
        place = parameter_matrices.place_of(self.snapshot.experiment.config, name, index)
        self._pointed = (name, place[2]) if place is not None and place[2] is not None else None
        self.draw(self.snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        self._radii_title.setStyleSheet(f"color: {theme.faint};")

    def _ask_for_spectrum(self, matrix: Matrix) -> None:
        rows, columns = matrix.shape
        square = self.tab == W_HH and rows == 4 * columns
        shown = square and columns <= spectral_radii.LARGEST
        self._radii_title.setVisible(shown)
        self._radii.setVisible(shown)
        if shown:
            if matrix.values is not self._radii_of:
                self._radii.setText("…")
            self._spectrum.ask(matrix.values)

    def _show_spectrum(self, array: Array, radii: tuple[float, ...]) -> None:
        self._radii_of = array
        texts = (f"{gate} {number_format.short(r)}" for gate, r in zip(GATES, radii, strict=True))
        self._radii.setText("  ".join(texts))

    def _offer_cuts(self, menu: QMenu, block: Block) -> None:
        if self.snapshot is not None:
            weight_cuts.add_entries(menu, block, self.snapshot, self.tab, self._take)

    def _take(self, edit: HoldEdit) -> None:
        self.edited.emit(*edit, None)

    def _look_at(self, cell: tuple[int, int]) -> None:
        snapshot = self.snapshot
        if snapshot is None or snapshot.timestep is None:
            return
        config = snapshot.experiment.config
        quantity, unit = parameter_matrices.subject_of(config, self.tab, cell[0])
        subject = Address(quantity, snapshot.lane, snapshot.timestep, snapshot.row, unit)
        if snapshot.knows_subject(subject):
            self.looked_at.emit(subject)
