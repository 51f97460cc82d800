"""The weights: every matrix of the selected layer and direction, to see by gate and to edit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from simulator.arrays import Array
from simulator.config import GATES
from ui import numbers
from ui.holding import HoldEdit
from ui.panels import parameter_matrices, spectral_radii, weight_cuts
from ui.panels.panel import Panel
from ui.panels.parameter_matrices import W_HH
from ui.panels.spectral_radii import SpectralRadii
from ui.snapshot import Document, Lane, Snapshot, Subject
from ui.theme import Theme, mono_font
from ui.widgets.array_editor import ArrayEditor
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.heat_map_cells import Mark
from ui.widgets.matrix import Block, Matrix


class WeightsPanel(Panel):
    """One matrix at a time, as a heat map or a table; what is in use is lit."""

    title = "Weights"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._shown: tuple[object, ...] = ()
        self._names: tuple[str, ...] = ()
        self._matrix: Matrix | None = None
        self._pointed: tuple[str, tuple[int, int]] | None = None
        self.tabs = QTabBar(drawBase=False, expanding=False)
        for tab in parameter_matrices.TABS:
            self.tabs.addTab(tab)
        self.tabs.setFont(mono_font())
        self.tabs.setAccessibleName("matrix")
        self.editor = ArrayEditor(theme)
        self.table_button = _tool_button("Table", "The same cells as a table of numbers")
        self.table_button.setCheckable(True)
        self.fit_button = _tool_button("Fit", "Show the whole matrix (double click on an axis)")
        self.reset_button = _tool_button("reset", "Put this matrix back as it was opened")
        self._name, self._edited, self._radii = (_plain_label() for _ in range(3))
        self._formula = ElidedLabel()
        self._spectrum = SpectralRadii(self)
        self._radii_of: Array | None = None
        self._lay_out()
        self._connect()
        self.set_theme(theme)

    @property
    def tab(self) -> str:
        """The matrix that is shown: W_ih, W_hh, b or W_hr."""
        return parameter_matrices.TABS[self.tabs.currentIndex()]

    def draw(self, snapshot: Snapshot) -> None:
        """Bind the lane's parameters when they are other ones; light what is in use."""
        if self.snapshot is not None and snapshot.subject != self.snapshot.subject:
            self._pointed = None
        self.snapshot = snapshot
        self._choose_tabs(snapshot)
        lane = snapshot.lane
        shown = (snapshot.document, lane.layer, lane.direction, self.tab)
        if shown != self._shown:
            self._shown = shown
            self._bind(snapshot)
        marks = parameter_matrices.marks_of(snapshot, self.tab)
        marks = (*marks, *weight_cuts.marks_of(snapshot, self.tab))
        if self._pointed is not None and self._pointed[0] in self._names:
            marks = (*marks, Mark(Block.cell(*self._pointed[1]), "", strong=True))
        self.editor.set_marks(marks)

    def show_parameter(self, name: str, index: tuple[int, ...]) -> None:
        """Show the matrix that has a parameter of torch's name; light one number, () for none."""
        if self.snapshot is None:
            return
        config, row = self.snapshot.experiment.config, self.snapshot.lane.row
        place = parameter_matrices.place_of(config, name, index)
        if place is None:
            return
        layer, direction, tab, cell = place
        if (layer, direction) != (self.snapshot.lane.layer, self.snapshot.lane.direction):
            self.lane_selected.emit(Lane(layer, direction, row))
        self._pointed = None if cell is None else (name, cell)
        self.tabs.setCurrentIndex(parameter_matrices.TABS.index(tab))
        self.draw(self.snapshot)

    def point_at(self, name: str, index: tuple[int, ...]) -> None:
        """Light a number of a parameter where it is in sight; an empty name lights none."""
        if self.snapshot is None:
            return
        place = parameter_matrices.place_of(self.snapshot.experiment.config, name, index)
        self._pointed = (name, place[3]) if place is not None and place[3] is not None else None
        self.draw(self.snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.editor.set_theme(theme)
        for label in (self._formula, self._edited_title, self._radii_title):
            label.setStyleSheet(f"color: {theme.faint};")
        self.reset_button.setStyleSheet(f"color: {theme.accent}; padding: 0 4px;")

    def _bind(self, snapshot: Snapshot) -> None:
        document, lane = snapshot.document, snapshot.lane
        config = snapshot.experiment.config
        matrix = parameter_matrices.matrix_of(document, lane, self.tab)
        self._matrix = matrix
        self._names = parameter_matrices.names_of(config, lane, self.tab)
        self._name.setText(", ".join(self._names))
        self._formula.set_text(parameter_matrices.shape_formula(config, lane, self.tab))
        self.editor.bind(matrix)
        self._mark_edited(document)
        self._ask_for_spectrum(matrix)

    def _choose_tabs(self, snapshot: Snapshot) -> None:
        present = parameter_matrices.tabs(snapshot.experiment.config)
        for number, tab in enumerate(parameter_matrices.TABS):
            self.tabs.setTabVisible(number, tab in present)

    def _mark_edited(self, document: Document) -> None:
        assert self._matrix is not None
        assert self.snapshot is not None
        edited = parameter_matrices.edited_tabs(document, self.snapshot.lane)
        for number, tab in enumerate(parameter_matrices.TABS):
            self.tabs.setTabText(number, f"{tab} •" if tab in edited else tab)
            self.tabs.setTabToolTip(number, "edited" if tab in edited else "")
        count, size = self._matrix.edited_count, self._matrix.values.size
        self._edited.setText(f"{count:,} of {size:,} values" if count else "none")
        self.reset_button.setVisible(count > 0)

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
        texts = (f"{gate} {numbers.short(r)}" for gate, r in zip(GATES, radii, strict=True))
        self._radii.setText("  ".join(texts))

    def _tab_changed(self) -> None:
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _edit(self, array: Array, label: str, merge_key: object) -> None:
        assert self.snapshot is not None
        experiment = parameter_matrices.with_matrix(self.snapshot.experiment, self._names, array)
        self.edited.emit(experiment, label, merge_key)

    def _offer_cuts(self, menu: QMenu, block: Block) -> None:
        if self.snapshot is not None:
            weight_cuts.add_entries(menu, block, self.snapshot, self.tab, self._take)

    def _take(self, edit: HoldEdit) -> None:
        self.edited.emit(*edit, None)

    def _reset(self) -> None:
        if self._matrix is not None:
            self.editor.reset(self._matrix.whole)

    def _look_at(self, cell: tuple[int, int]) -> None:
        snapshot = self.snapshot
        if snapshot is None or snapshot.timestep is None:
            return
        config = snapshot.experiment.config
        quantity, unit = parameter_matrices.subject_of(config, self.tab, cell[0])
        subject = Subject(quantity, unit, snapshot.timestep, snapshot.lane)
        if snapshot.knows_subject(subject):
            self.looked_at.emit(subject)

    def _lay_out(self) -> None:
        self._name.setFont(mono_font(9))
        for label in (self._edited, self._radii):
            label.setFont(mono_font(9))
        self._edited_title, self._radii_title = _plain_label(), _plain_label()
        self._edited_title.setText("edited")
        self._radii_title.setText("spectral radius")
        self._radii_title.setToolTip(
            "The largest |eigenvalue| of each gate's block of W_hh: W_hi, W_hf, W_hg, W_ho,\n"
            "each hidden_size × hidden_size."
        )
        head, names, foot = QHBoxLayout(), QVBoxLayout(), QGridLayout()
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.fit_button)
        head.addWidget(self.table_button)
        names.addWidget(self._name)
        names.addWidget(self._formula)
        names.setSpacing(0)
        right = Qt.AlignmentFlag.AlignRight
        foot.addWidget(self._radii_title, 0, 0)
        foot.addWidget(self._radii, 0, 1, 1, 2, right)
        foot.addWidget(self._edited_title, 1, 0)
        foot.addWidget(self._edited, 1, 1, right)
        foot.addWidget(self.reset_button, 1, 2)
        foot.setColumnStretch(1, 1)
        foot.setVerticalSpacing(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(names)
        layout.addWidget(self.editor, 1)
        layout.addLayout(foot)
        self.fit_button.hide()
        self.reset_button.hide()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_changed)
        self.table_button.toggled.connect(self.editor.show_as_table)
        self.fit_button.clicked.connect(self.editor.fit)
        self.reset_button.clicked.connect(self._reset)
        self.editor.zoomed.connect(self.fit_button.setVisible)
        self.editor.edited.connect(self._edit)
        self.editor.settled.connect(self.settled)
        self.editor.cancelled.connect(self.cancelled)
        self.editor.hovered.connect(self.hovered)
        self.editor.cell_clicked.connect(self._look_at)
        self.editor.menu_made.connect(self._offer_cuts)
        self._spectrum.found.connect(self._show_spectrum)


def _plain_label() -> QLabel:
    return QLabel(textFormat=Qt.TextFormat.PlainText)


def _tool_button(text: str, tool_tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tool_tip)
    return button
