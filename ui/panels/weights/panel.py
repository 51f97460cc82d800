"""Weights panel: every matrix of the selected layer and direction, and V and b of a readout."""

import weakref
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from simulator.analysis.address import Given
from simulator.analysis.weight_gradient import learns
from simulator.arrays import Array
from simulator.engine.gate_step import Cell
from simulator.engine.run import Run
from simulator.network.quantities import Y
from simulator.translation import tr
from ui.cards.anchor import CardAnchor
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import Block, Matrix
from ui.panels.matrices.gradients import Gradients
from ui.panels.matrices.matrix_panel import MatrixPanel
from ui.panels.weights import (
    parameter_matrices,
    readings,
    side_by_side,
    weight_changes,
    weight_cuts,
    weight_gradients,
)
from ui.panels.weights.parameter_matrices import W_HH, W_HR, W_IH, V
from ui.panels.weights.readings import RowSum
from ui.panels.weights.side_by_side import SideBySide
from ui.panels.weights.spectral_radii import RadiiRow
from ui.session.edits.hold_edits import HoldEdit
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.widgets.buttons import keep_room
from ui.widgets.cues.hints import CUT_OR_HOLD, DRAG_WEIGHT
from ui.widgets.scrolled import room_of

_ROOMY = 480
_SLICE_SECONDS = 0.012
"""Width from which the title bar has room for a caption, in pixels."""

_Summed = tuple[weakref.ref[Run] | None, Cell | None, Mapping[int, RowSum]]
"""Run and cell whose sums were shown last, and the sums."""


class WeightsPanel(MatrixPanel):
    """W_ih, W_hh, the biases and W_hr, or V and b; spectral radii of W_hh, and cut connections."""

    shows_cell = True
    hints = DRAG_WEIGHT, CUT_OR_HOLD

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parameter_matrices, theme, parent)
        self._pointed: tuple[str, tuple[int, int]] | None = None
        self._chosen = W_IH
        self._summed: _Summed = None, None, {}
        self._edited_tabs: frozenset[str] = frozenset()
        self._peaks: dict[str, tuple[Array, float]] = {}
        self.side_button = self.buttons.make(
            "side",
            tr("Side by side"),
            tr("All matrices of the step, side by side"),
            checkable=True,
        )
        self.side_button.setChecked(True)
        self.side = SideBySide(theme)
        self.side.hide()
        self._foretelling = QTimer(self, interval=0, singleShot=True)
        self._foretelling.timeout.connect(self._foretell)
        self.radii = RadiiRow(self.foot.grid, self)
        self.body.addWidget(self.side, 1)
        self.tool_row.insertWidget(2, self.side_button)
        keep_room(self.side_button)
        self._connect_parts()
        self.set_theme(theme)

    @property
    def editor(self) -> ArrayEditor:
        """Editor of the matrix that was chosen last: one of those side by side, or that in front.

        Side by side, a step changes which there are.
        """
        if not self.is_side_by_side or not self.side.tabs:
            return self.single
        tab = self._chosen if self._chosen in self.side.tabs else self.side.tabs[0]
        return self.side.editors[tab]

    @property
    def is_side_by_side(self) -> bool:
        """True while all matrices of the step are seen."""
        return not self.side.isHidden()

    def caption(self, snapshot: Snapshot) -> str:
        """Return the order of the rows, where there is room to say it."""
        if self.width() < _ROOMY:
            return ""
        if self.is_side_by_side and snapshot.quantity == Y:
            return tr("one row per output")
        return tr(
            "gate order in torch: {gates}",
            gates=" ".join(snapshot.experiment.config.cell.gates["torch"]),
        )

    def draw(self, snapshot: Snapshot) -> None:
        """Bind the lane's parameters when they have changed, and highlight the parts in use."""
        if self.snapshot is not None and snapshot.subject != self.snapshot.subject:
            self._pointed = None
        self.snapshot = snapshot
        if not snapshot.pending:
            self._choose_view(snapshot)
        if self.is_side_by_side:
            self._bind_side(snapshot)
            if snapshot.pending:
                return
            self._light_side(snapshot)
            self.ahead.follow(snapshot)
            self.tell_consequence(snapshot)
        else:
            super().draw(snapshot)

    def bind(self, snapshot: Snapshot) -> None:
        """Show the matrix of the tab in front, and its spectral radii, if it has them."""
        super().bind(snapshot)
        gates = snapshot.experiment.config.cell.gates["torch"]
        self.radii.show_of(self.single.matrix.values if self.tab == W_HH else None, gates)

    def gradients(self, snapshot: Snapshot) -> Gradients | None:
        """Return the last share and the sum so far, on the way back; in training the changes."""
        found = weight_gradients.gradients_of(snapshot, self.tab)
        changed = weight_changes.with_changes(found, snapshot, self.tab)
        if changed is not None and weight_changes.awaits_step(snapshot, changed):
            self._foretelling.start()
        return changed

    def sum_up(self, snapshot: Snapshot) -> None:
        """Sum up the gradient of the tab in front so far."""
        found = weight_gradients.gradients_of(snapshot, self.tab)
        if found is not None:
            found.parts[-1].values()

    def gradient_keys(self) -> tuple[str, ...]:
        """Return the keys of the share and the sum."""
        return weight_gradients.SHARE, weight_gradients.SUM

    def marks(self, snapshot: Snapshot) -> tuple[Mark, ...]:
        """Return marks for the rows in use, the cut connections, and the number pointed at."""
        return (*super().marks(snapshot), *self._marks_in(snapshot, self.tab))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the matrices side by side where there is room."""
        super().resizeEvent(event)
        if self.snapshot is not None and self._wants_side(self.snapshot) != self.is_side_by_side:
            self.draw(self.snapshot)
        elif self.is_side_by_side and self.snapshot is not None:
            self._light_side(self.snapshot)

    def show_parameter(self, name: str, index: tuple[int, ...]) -> None:
        """Show the matrix of a parameter by torch's name; highlight one number, () for none."""
        if self.snapshot is None:
            return
        place = parameter_matrices.place_of(self.snapshot.experiment, name, index)
        if place is None:
            return
        lane, tab, cell = place
        if lane not in (None, self.snapshot.lane):
            self.lane_selected.emit(lane, self.snapshot.row)
        self._pointed = None if cell is None else (name, cell)
        self._chosen = tab
        if self.is_side_by_side and tab not in self.side.tabs:
            self.side_button.setChecked(False)
        self.show_tab(tab)
        self.draw(self.snapshot)

    def point_at(self, name: str, index: tuple[int, ...]) -> None:
        """Highlight a number of a parameter where it is visible; an empty name clears it."""
        if self.snapshot is None:
            return
        place = parameter_matrices.place_of(self.snapshot.experiment, name, index)
        self._pointed = (name, place[2]) if place is not None and place[2] is not None else None
        self.draw(self.snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        self.side.set_theme(theme)
        self.radii.set_theme(theme)

    def fill_menu(self) -> None:
        """Fill the menu of the whole matrix: side by side, of each."""
        if not self.is_side_by_side:
            super().fill_menu()
            return
        self.matrix_menu.clear()
        for inner in self.matrix_menu.findChildren(QMenu):  # clear() leaves them behind
            inner.deleteLater()
        for tab in self.side.tabs:
            editor = self.side.editors[tab]
            menu = self.matrix_menu.addMenu(editor.matrix.title)
            editor.fill_matrix_menu(menu)

    def _connect_parts(self) -> None:
        self.single.cell_clicked.connect(lambda cell: self._look_at(self.tab, cell))
        self.beside.cell_clicked.connect(lambda cell: self._look_at(self.tab, cell))
        self.single.menu_made.connect(lambda menu, block: self._offer(self.tab, menu, block))
        self.side_button.toggled.connect(self._redraw)
        self.table_button.toggled.connect(self._redraw)
        self.tabs.currentChanged.connect(self._take_tab)
        side = self.side
        side.edited.connect(self.edit_tab)
        side.settled.connect(self.settled)
        side.cancelled.connect(self.cancelled)
        side.hovered.connect(self.hovered)
        side.cell_clicked.connect(self._look_at)
        side.cell_pointed.connect(lambda tab, cell: self.point_in(tab, side.editors[tab], cell))
        side.menu_made.connect(self._offer)
        side.chosen.connect(self._choose)
        side.made.connect(self.watch)

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the number of the cell that is selected in the matrix with the keys."""
        editor = self.editor
        tab = next((t for t, e in self.side.editors.items() if e is editor), self.tab)
        cell = editor.view.selected
        return None if cell is None else self._spot_in(tab, editor, cell)

    def _choose(self, tab: str) -> None:
        self._chosen = tab

    def _take_tab(self) -> None:
        self._chosen = self.tab

    def _foretell(self) -> None:
        """Go on with a next step that takes long, and show it once it is made."""
        snapshot = self.snapshot
        if snapshot is None or not self.in_sight:
            return
        if weight_changes.foretold(snapshot, _SLICE_SECONDS) is None:
            self._foretelling.start()
        else:
            self._redraw()

    def _redraw(self) -> None:
        if self.snapshot is not None:
            self.draw(self.snapshot)

    # Side by side

    def _wants_side(self, snapshot: Snapshot) -> bool:
        """Return True for all matrices of the step.

        On the way back and in training one is shown, with what is beside it.
        """
        chosen = self.side_button.isChecked() and not self.table_button.isChecked()
        return chosen and not self._shows_beside(snapshot) and self._fits(snapshot)

    def _shows_beside(self, snapshot: Snapshot) -> bool:
        in_training = weight_changes.are_shown(snapshot)
        return snapshot.goes_back or self.returns(snapshot) or in_training

    def _fits(self, snapshot: Snapshot) -> bool:
        experiment, least = snapshot.experiment, 0
        for quantity, rows in ((None, 4 * experiment.config.hidden_size), (Y, experiment.width(Y))):
            tabs = readings.tabs_read(experiment, quantity)
            widths = (parameter_matrices.width_of(experiment, snapshot.lane, tab) for tab in tabs)
            least = max(least, side_by_side.least_width(rows, sum(widths)))
        return room_of(self).width() - 24 >= least

    def _choose_view(self, snapshot: Snapshot) -> None:
        can = self._fits(snapshot) and not self._shows_beside(snapshot)
        self.side_button.setVisible(can and not self.table_button.isChecked())
        side = self._wants_side(snapshot)
        if side == self.is_side_by_side:
            return
        if not side:
            present = parameter_matrices.tabs(snapshot.experiment)
            self.show_tab(self._chosen if self._chosen in present else W_IH)
        self._shown = ()
        self.page.setVisible(not side)
        self.side.setVisible(side)
        self.fit_button.setVisible(not side and self.single.heat_map.is_zoomed)

    def _bind_side(self, snapshot: Snapshot) -> None:
        """Show the matrices of the step; until an edited run is there, those of the step before."""
        tabs = self.side.tabs
        if not snapshot.pending:
            tabs = readings.tabs_read(snapshot.experiment, snapshot.quantity)
        shown = (snapshot.document, snapshot.lane, snapshot.row, tabs)
        if shown != self._shown:
            self._shown = shown
            place = snapshot.lane, snapshot.row
            self._edited_tabs = parameter_matrices.edited_tabs(snapshot.document, *place)
            found = {
                tab: parameter_matrices.matrix_of(snapshot.document, *place, tab) for tab in tabs
            }
            reach = max(self._peak(tab, matrix) for tab, matrix in found.items())
            found = {tab: replace(m, reach=reach) for tab, m in found.items()}
            self.side.show_tabs(found, self.show_matrix)

    def _light_side(self, snapshot: Snapshot) -> None:
        tabs, edited = self.side.tabs, self._edited_tabs
        heads = {
            tab: (f"{tab} •" if tab in edited else tab, readings.reads(snapshot, tab))
            for tab in tabs
        }
        self.side.show_heads(heads, {W_HR: "h", V: "y"}.get(tabs[0], "z"))
        subject, lit = snapshot.subject, parameter_matrices.lit_row(snapshot, tabs[0])
        few = self.side.writes
        found = {tab: readings.reading_of(snapshot, tab, few) for tab in tabs}
        quantity = subject.quantity if subject is not None else ""
        rows = self.side.summed_rows or (() if lit is None else (lit,))
        sums = readings.sums_of(snapshot, tabs[0], rows)
        self.side.show_cell(found, sums, lit, quantity)
        self._flash_sums(snapshot, sums)
        for tab in tabs:
            block = () if few else parameter_matrices.marks_of(snapshot, tab)[:1]
            self.side.set_marks(tab, (*block, *self._marks_in(snapshot, tab)))

    def _flash_sums(self, snapshot: Snapshot, sums: Mapping[int, RowSum]) -> None:
        """Flash the sums that an edit has changed."""
        run = weakref.ref(snapshot.run)
        (seen, cell, before), self._summed = self._summed, (run, snapshot.cell, sums)
        if seen is None or seen == run or cell != snapshot.cell or len(sums) < 2:
            return
        changed = [row for row in before.keys() & sums if before[row] != sums[row]]
        place = QPointF(self.side.pos())
        self.flash.flash(self.side.sum_rect(row).translated(place) for row in changed)

    def _peak(self, tab: str, matrix: Matrix) -> float:
        """Return a matrix's largest |value|, taken again only of other numbers."""
        values, peak = self._peaks.get(tab, (None, 0.0))
        if values is not matrix.values:
            peak = matrix.limit
            self._peaks[tab] = matrix.values, peak
        return peak

    def _marks_in(self, snapshot: Snapshot, tab: str) -> tuple[Mark, ...]:
        """Mark the cut connections of a tab, and the number pointed at."""
        marks = weight_cuts.marks_of(snapshot, tab)
        if self._pointed is None:
            return marks
        name, cell = self._pointed
        names = parameter_matrices.names_of(snapshot.experiment.config, snapshot.lane, tab)
        return (*marks, Mark(Block.cell(*cell), "", strong=True)) if name in names else marks

    def _offer_cuts(self, tab: str, menu: QMenu, block: Block) -> None:
        if self.snapshot is not None:
            weight_cuts.add_entries(menu, block, self.snapshot, tab, self._take)

    def _take(self, edit: HoldEdit) -> None:
        self.edited.emit(*edit, None)

    def _look_at(self, tab: str, cell: tuple[int, int]) -> None:
        """Look at what the row computes; on the way back, at what taught the weight."""
        snapshot = self.snapshot
        if snapshot is None:
            return
        if snapshot.goes_back and self._learns(tab, cell):
            self.weight_asked.emit(self._weight(tab, cell))
            return
        subject = weight_gradients.subject_of(snapshot, tab, cell[0])
        if subject is not None:
            self.looked_at.emit(subject)

    def ask_what_teaches(self) -> None:
        """Ask what teaches the selected weight; without one, the one that learns most."""
        snapshot = self.snapshot
        if snapshot is None:
            return
        tab = next((t for t, e in self.side.editors.items() if e is self.editor), self.tab)
        cell = self.editor.view.selected or weight_gradients.largest(snapshot, tab)
        self.teaching_asked.emit(self._weight(tab, cell))

    def _offer(self, tab: str, menu: QMenu, block: Block) -> None:
        """Add what a right click on weights offers: to ask what teaches one, and cuts."""
        cell = (block.top, block.left)
        if block.size == 1:
            menu.addSeparator()
            ask = partial(self.teaching_asked.emit, self._weight(tab, cell))
            menu.addAction(tr("Gradient of this weight by timestep"), ask)
        self._offer_cuts(tab, menu, block)

    def _weight(self, tab: str, cell: tuple[int, int]) -> Given:
        assert self.snapshot is not None
        place = self.snapshot.experiment.config, self.snapshot.lane, self.snapshot.row
        return parameter_matrices.number_of(*place, tab, cell)

    def _learns(self, tab: str, cell: tuple[int, int]) -> bool:
        snapshot = self.snapshot
        return snapshot is not None and learns(self._weight(tab, cell), snapshot.experiment)
