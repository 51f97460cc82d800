"""MatrixPanel: matrices behind tabs, each to read and to edit, as a heat map or as a table."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from simulator.arrays import Array
from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from simulator.lstm.lane import Lane
from simulator.translation import tr
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.matrix import Matrix
from ui.matrix.overlay import Mark
from ui.panels.panel import Panel
from ui.session.document import Document
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme, mono_font
from ui.widgets.buttons import menu_of, tool_button
from ui.widgets.elided_label import ElidedLabel


class Matrices(Protocol):
    """Source of a panel's tabs: reads matrices from a document, and writes them back."""

    TABS: tuple[str, ...]

    def tabs(self, config: LSTMConfig) -> tuple[str, ...]:
        """Return those of TABS that a lane has under these options."""

    def heading(self, experiment: Experiment, lane: Lane, row: int, tab: str) -> tuple[str, str]:
        """Return the name of a tab's tensor, and its shape."""

    def matrix_of(self, document: Document, lane: Lane, row: int, tab: str) -> Matrix:
        """Return a tab's matrix."""

    def with_matrix(
        self, experiment: Experiment, lane: Lane, row: int, tab: str, values: Array
    ) -> Experiment:
        """Return the experiment with a tab's numbers replaced."""

    def edited_tabs(self, document: Document, lane: Lane, row: int) -> frozenset[str]:
        """Return the tabs with an edited value."""

    def marks_of(self, snapshot: Snapshot, tab: str) -> tuple[Mark, ...]:
        """Return marks for the parts of a tab in use."""


class MatrixPanel(Panel):
    """Panel for one matrix at a time; parts in use are highlighted, edited values counted."""

    def __init__(self, matrices: Matrices, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._matrices = matrices
        self._shown: tuple[object, ...] = ()
        self.tabs = QTabBar(drawBase=False, expanding=False)
        for tab in matrices.TABS:
            self.tabs.addTab(tab)
        self.tabs.setFont(mono_font())
        self.tabs.setAccessibleName(tr("matrix"))
        self.editor = ArrayEditor(theme)
        self.table_button = tool_button(
            tr("Table"), tr("The same cells as a table of numbers"), checkable=True
        )
        self.matrix_button = tool_button(
            tr("Matrix ▾"), tr("Fill, scale or select all of this matrix")
        )
        self.matrix_menu = menu_of(self.matrix_button)
        self.fit_button = tool_button(
            tr("Fit"), tr("Show the whole matrix (double click on an axis)")
        )
        self.reset_button = tool_button(tr("reset"), tr("Put this matrix back as it was opened"))
        self._name, self._formula = ElidedLabel(), ElidedLabel()
        self._edited_title = QLabel(tr("edited"), textFormat=Qt.TextFormat.PlainText)
        self._edited = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.foot = QGridLayout()
        self._lay_out()
        self._connect()

    @property
    def tab(self) -> str:
        """Tab in front."""
        return self._matrices.TABS[self.tabs.currentIndex()]

    def draw(self, snapshot: Snapshot) -> None:
        """Bind the tab's matrix when it has changed, and highlight the parts in use."""
        self.snapshot = snapshot
        present = self._matrices.tabs(snapshot.experiment.config)
        for number, tab in enumerate(self._matrices.TABS):
            if self.tabs.isTabVisible(number) != (tab in present):
                self.tabs.setTabVisible(number, tab in present)
                self.tabs.updateGeometry()  # Qt keeps the bar's former width
        shown = (snapshot.document, snapshot.lane, snapshot.row, self.tab)
        if shown != self._shown:
            self._shown = shown
            self.bind(snapshot)
        self.editor.set_marks(self.marks(snapshot))

    def bind(self, snapshot: Snapshot) -> None:
        """Show the matrix of the tab in front, and which tabs were edited."""
        document, place = snapshot.document, (snapshot.lane, snapshot.row)
        name, formula = self._matrices.heading(snapshot.experiment, *place, self.tab)
        self._name.set_text(name)
        self._formula.set_text(formula)
        matrix = self._matrices.matrix_of(document, *place, self.tab)
        if not self.editor.shows(matrix):
            self.editor.bind(matrix)
        edited = self._matrices.edited_tabs(document, *place)
        for number, tab in enumerate(self._matrices.TABS):
            text = f"{tab} •" if tab in edited else tab
            if text != self.tabs.tabText(number):  # setting it lays all tabs out anew
                self.tabs.setTabText(number, text)
                self.tabs.setTabToolTip(number, tr("edited") if tab in edited else "")
        count, size = self.editor.matrix.edited_count, self.editor.matrix.values.size
        self._edited.setText(
            tr("{count:,} of {size:,} values", count=count, size=size) if count else tr("none")
        )
        self.reset_button.setVisible(count > 0)

    def marks(self, snapshot: Snapshot) -> tuple[Mark, ...]:
        """Return the marks to highlight."""
        return self._matrices.marks_of(snapshot, self.tab)

    def show_tab(self, tab: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(self._matrices.TABS.index(tab))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.editor.set_theme(theme)
        for label in (self._formula, self._edited_title):
            label.setStyleSheet(f"color: {theme.faint};")
        self.reset_button.setStyleSheet(f"color: {theme.accent}; padding: 0 4px;")

    def _tab_changed(self) -> None:
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def _edit(self, array: Array, label: str, merge_key: object) -> None:
        assert self.snapshot is not None
        experiment = self._matrices.with_matrix(
            self.snapshot.experiment, self.snapshot.lane, self.snapshot.row, self.tab, array
        )
        self.edited.emit(experiment, label, merge_key)

    def _reset(self) -> None:
        self.editor.reset(self.editor.matrix.whole)

    def _fill_menu(self) -> None:
        self.editor.fill_matrix_menu(self.matrix_menu)

    def _lay_out(self) -> None:
        self._name.setFont(mono_font(9))
        self._edited.setFont(mono_font(9))
        head, names, foot = QHBoxLayout(), QGridLayout(), self.foot
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.table_button)
        head.addWidget(self.matrix_button)
        head.setSpacing(2)
        names.addWidget(self._name, 0, 0)
        names.addWidget(self._formula, 1, 0)
        names.addWidget(self.fit_button, 0, 1, 2, 1)
        names.setColumnStretch(0, 1)
        names.setSpacing(0)
        foot.addWidget(self._edited_title, 1, 0)
        foot.addWidget(self._edited, 1, 1, Qt.AlignmentFlag.AlignRight)
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
        self.matrix_menu.aboutToShow.connect(self._fill_menu)
        self.fit_button.clicked.connect(self.editor.fit)
        self.reset_button.clicked.connect(self._reset)
        self.editor.zoomed.connect(self.fit_button.setVisible)
        self.editor.edited.connect(self._edit)
        self.editor.settled.connect(self.settled)
        self.editor.cancelled.connect(self.cancelled)
        self.editor.hovered.connect(self.hovered)
