"""Inputs panel: the sequence and the initial states, to read and to edit."""

from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from simulator.analysis.address import Given
from simulator.experiment.normalisation import NONE
from simulator.experiment.options import Options
from simulator.files.errors import plain
from simulator.translation import mark, tr
from ui.cards.anchor import CardAnchor
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.matrix import Block
from ui.matrix.selection import Entry
from ui.panels.inputs import input_gradients, input_matrices, target_matrix, word_menu
from ui.panels.inputs.append_bar import AppendBar
from ui.panels.inputs.target_matrix import TARGET
from ui.panels.matrices.gradients import Gradients
from ui.panels.matrices.matrix_panel import MatrixPanel
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fields.number_choice import NumberChoice


class InputsPanel(MatrixPanel):
    """Input, initial states and target of the selected batch row; in a batch, the row's length too.

    Signals:
        options_asked: the new Options of the experiment.
        append_asked: a word or a text to continue the input with.
    """

    options_asked = Signal(object)
    append_asked = Signal(str)

    shows_cell = True
    asks_below = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(input_matrices, theme, parent)
        self.append = AppendBar(theme)
        self.append.asked.connect(self.append_asked)
        self.heading.between.addWidget(self.append)
        self._length_title = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.length = NumberChoice()
        for part in (self._length_title, self.length):
            part.setToolTip(tr("Number of timesteps read from this row. The rest is padding."))
        self.foot.grid.addWidget(self._length_title, 0, 0)
        self.foot.grid.addWidget(self.length, 0, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
        self.length.chosen.connect(self._set_length)
        self.single.menu_made.connect(self._offer_no_target)
        self.single.menu_made.connect(self._offer_words)
        self.normalised = ElidedLabel()
        fonts.wear(self.normalised, fonts.mono_text)
        self.as_read = tool_button(tr("as read"), tr("Restore the values as they were read"))
        self.as_read.clicked.connect(self._read_again)
        done = QHBoxLayout()
        self.foot.grid.addLayout(done, 2, 0, 1, 3)
        done.addWidget(self.normalised, 1)
        done.addWidget(self.as_read)
        self.set_theme(theme)

    def bind(self, snapshot: Snapshot) -> None:
        """Show the matrix of the tab in front, and the row's length."""
        super().bind(snapshot)
        experiment, row = snapshot.experiment, snapshot.row
        for widget in (self._length_title, self.length):
            widget.setVisible(experiment.batched)
        self._length_title.setText(tr("length of row {row}", row=row))
        self.length.setAccessibleName(self._length_title.text())
        self._tell_normalisation(snapshot)
        self.length.setSuffix(tr(" of {steps} timesteps", steps=len(experiment.sequence)))
        self._show_length(snapshot)

    def show_given(self, given: Given) -> None:
        """Bring a number of the input, a state or a target to the front, and select it."""
        if self.snapshot is None:
            return
        given = target_matrix.source_of(self.snapshot.experiment, given)
        self.show_tab(given.name)
        if given.indices[1] != self.snapshot.row:
            return
        outer, _, inner = given.indices
        of_state = given.name in input_matrices.STATES
        cell = (inner, outer) if of_state else (outer, inner)
        self.editor.select(Block.cell(*cell))

    def draw(self, snapshot: Snapshot) -> None:
        """Show the selected row, and what can be appended to it."""
        super().draw(snapshot)
        self.append.draw(snapshot)
        self.append.setVisible(self.tab == input_matrices.INPUT)

    def gradients(self, snapshot: Snapshot) -> Gradients | None:
        """Return dx, or the gradient of a state, on the way back."""
        return input_gradients.gradients_of(snapshot, self.tab)

    def gradient_keys(self) -> tuple[str, ...]:
        """Return the key of the gradient of the input or a state."""
        return input_gradients.keys_of(self.tab)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        super().set_theme(theme)
        self.append.set_theme(theme)
        self._length_title.setStyleSheet(f"color: {theme.faint};")
        self.as_read.setStyleSheet(f"color: {theme.accent}; padding: 0 4px;")

    def _spot_in(self, tab: str, editor: ArrayEditor, cell: Entry) -> CardAnchor | None:
        """Return no number for a class, nor for a target that does not count."""
        if tab == TARGET and self.snapshot is not None:
            objective = self.snapshot.experiment.objective
            if objective.named(TARGET) is None or np.isnan(editor.matrix.values[cell]):
                return None
        return super()._spot_in(tab, editor, cell)

    def _offer_no_target(self, menu: QMenu, block: Block) -> None:
        """Offer to let a block of the target not count."""
        if self.tab == TARGET:
            menu.addSeparator()
            nothing = partial(self.single.put, block, np.float64(np.nan), mark("leave out {name}"))
            menu.addAction(tr("Leave out"), nothing)

    def _offer_words(self, menu: QMenu, block: Block) -> None:
        """Offer the words that can stand at the first timestep of a block of the input."""
        if self.tab == input_matrices.INPUT and self.snapshot is not None:
            words = word_menu.made(menu)
            if word_menu.fill(words, self.snapshot, block.top, self.edited.emit):
                menu.addSeparator()
                menu.addMenu(words)

    def _tell_normalisation(self, snapshot: Snapshot) -> None:
        """Write the features' normalisation in a line, while the input is in front."""
        scaling = snapshot.experiment.scaling
        formulas = []
        if scaling is not None and self.tab == input_matrices.INPUT:
            names = [plain(name, 40) for name in snapshot.document.feature_names]
            formulas = scaling.normalisation.formulas(names)
        self.normalised.set_text(", ".join(formulas))
        for widget in (self.normalised, self.as_read):
            widget.setVisible(bool(formulas))

    def _show_length(self, snapshot: Snapshot) -> None:
        experiment = snapshot.experiment
        self.length.show_number(experiment.lengths[snapshot.row], 1, len(experiment.sequence))

    def _read_again(self) -> None:
        assert self.snapshot is not None
        self.edited.emit(self.snapshot.experiment.normalised(NONE), tr("values as read"), None)

    def _set_length(self, length: int) -> None:
        assert self.snapshot is not None
        options, row = Options.of(self.snapshot.experiment), self.snapshot.row
        lengths = (*options.lengths[:row], length, *options.lengths[row + 1 :])
        self.options_asked.emit(replace(options, lengths=lengths, packed=True))
        self._show_length(self.snapshot)  # the present one, where the question was answered no
