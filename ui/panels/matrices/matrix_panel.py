"""MatrixPanel: matrices behind tabs, each to read and to edit, as a heat map or as a table."""

import weakref
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from simulator.arrays import Array
from simulator.engine.run import Run
from simulator.translation import tr
from ui.cards.anchor import CardAnchor
from ui.matrix.array_editor import ArrayEditor
from ui.matrix.cells.overlay import Mark
from ui.matrix.matrix import Block, Matrix, changed_cells
from ui.matrix.selection import Entry
from ui.panels.consequence import consequence
from ui.panels.made_ahead import MadeAhead
from ui.panels.matrices.beside import Beside
from ui.panels.matrices.consequence_sheet import ConsequenceSheet
from ui.panels.matrices.edited_foot import EditedFoot
from ui.panels.matrices.gradients import Gradients
from ui.panels.matrices.heading import Heading
from ui.panels.matrices.matrices import Matrices
from ui.panels.matrices.title_buttons import TitleButtons
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.session.training_state.checkpoint import TrainingCheckpoint
from ui.style import fonts
from ui.style.theme import Theme
from ui.widgets.buttons import keep_room, menu_of, tool_button
from ui.widgets.cues.flash import Flash
from ui.widgets.cues.hints import CUT_OR_HOLD, DRAG_WEIGHT

_GAP, _COMFORT = 6, 60
"""Pixels: between the parts; and of height that a matrix has at least, beyond the least that it
needs, before lines that only describe it come in."""


class MatrixPanel(Panel):
    """Panel for one matrix at a time; parts in use are highlighted, edited values counted.

    What came of an edit is told beside its cell until the mouse moves on.

    Attributes:
        hints: keys of the gestures to tell while the mouse is on a number.
        asks_below: there is something to choose below the matrix, which no form leaves out.
    """

    hints: tuple[str, ...] = (DRAG_WEIGHT,)
    asks_below = False
    draws_edits = True

    def __init__(self, matrices: Matrices, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._matrices = matrices
        self._shown: tuple[object, ...] = ()
        self._gradients_of: tuple[object, ...] = ()
        self._prepared: list[Array] = []
        self.tabs = QTabBar(drawBase=False, expanding=False)
        for tab in matrices.TABS:
            self.tabs.setTabToolTip(self.tabs.addTab(tab), self._tip(tab, edited=False))
        fonts.wear(self.tabs, fonts.mono_text)
        self.tabs.setAccessibleName(tr("matrix"))
        self.single = ArrayEditor(theme)
        self.beside = Beside(self.single, theme)
        self.ahead = MadeAhead(self._missing, self.beside.make, self)
        self.page = QWidget()
        self._tools = self.tools = QWidget()
        self.tool_row = QHBoxLayout(self._tools)
        self.buttons = TitleButtons()
        self.table_button = self.buttons.make(
            "table", tr("Table"), tr("The same cells as a table of numbers"), checkable=True
        )
        self.matrix_button = self.buttons.make(
            "more", tr("Matrix"), tr("Fill, scale or select the whole matrix")
        )
        self.matrix_menu = menu_of(self.matrix_button)
        self.fit_button = tool_button(tr("Fit"), tr("Show the whole matrix (double-click an axis)"))
        self.heading = Heading(self.tabs, self.beside.choice)
        self.foot = EditedFoot()
        self.body, self.rows = QVBoxLayout(self), QVBoxLayout()
        self._changed: tuple[ArrayEditor, Block] | None = None
        self._places: dict[ArrayEditor, TrainingCheckpoint | None] = {}
        self._awaits = False
        self._stand: tuple[weakref.ref[Run], int] | None = None
        self.sheet = ConsequenceSheet(theme, self)
        self.flash = Flash(theme, self)
        self._lay_out()
        self._connect()
        self.watch(self.single)

    def minimumSizeHint(self) -> QSize:
        """Need the height of the tight form on the way back, where a matrix has gradients."""
        least = super().minimumSizeHint()
        if self.beside.has_gradients:
            least.setHeight(self._tight_height())
        return least

    def _tight_height(self) -> int:
        """Return the least height. The page is asked, for it knows of a change before the panel."""
        margins, page = self.body.contentsMargins(), self.page.minimumSizeHint().height()
        height = margins.top() + page + margins.bottom()
        return height if self.beside.is_tight else height - self._spare()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the form that has room."""
        super().resizeEvent(event)
        self._tighten()

    def _spare(self) -> int:
        """Return the pixels of height that the tight form saves."""
        saved = self.heading.spare + _GAP + self.beside.spare
        return saved if self.asks_below else saved + self.foot.sizeHint().height() + _GAP

    def _tighten(self) -> None:
        """Leave out what is said elsewhere too where gradients leave the matrix no height."""
        usual = self._tight_height() + self._spare() + fonts.px(_COMFORT)
        tight = self.beside.has_gradients and self.height() < usual
        if tight != self.beside.is_tight:
            self.heading.tighten(tight)
            self.beside.tighten(tight)
            self.foot.setVisible(self.asks_below or not tight)

    @property
    def editor(self) -> ArrayEditor:
        """Editor of the tab in front."""
        return self.single

    @property
    def tab(self) -> str:
        """Tab in front."""
        return self._matrices.TABS[self.tabs.currentIndex()]

    def prepare(self, snapshot: Snapshot) -> None:
        """Make the gradients of the tab in front, and hold them until they are drawn."""
        gradients = self.gradients(snapshot) if self.in_sight else None
        if gradients is not None:
            shown = self.beside.shown or self.gradient_keys()
            self._prepared = [part.values() for part in gradients.parts if part.key in shown]

    def draw(self, snapshot: Snapshot) -> None:
        """Bind the tab's matrix when it has changed, and highlight the parts in use.

        While the run of an edit is pending, the edited numbers are all there is to show.
        """
        self.snapshot = snapshot
        present = self._matrices.tabs(snapshot.experiment)
        for number, tab in enumerate(self._matrices.TABS):
            if self.tabs.isTabVisible(number) != (tab in present):
                self.tabs.setTabVisible(number, tab in present)
                self.tabs.updateGeometry()  # Qt keeps the bar's former width
        shown = (snapshot.document, snapshot.lane, snapshot.row, self.tab)
        if shown != self._shown:
            self._shown = shown
            self.bind(snapshot)
        if snapshot.pending:
            return
        self.light(snapshot)
        if self.returns(snapshot):
            self.sum_up(snapshot)
        else:
            self._gradients_of = self._matrix_of(snapshot)
            gradients = self.gradients(snapshot)
            self.beside.await_gradients(gradients is not None)
            self._tighten()
            for layout in (self.body, self.rows):  # now: large matrices take long to be resized
                layout.activate()
            self.beside.show_gradients(gradients, self.single.heat_map.marks)
        self._prepared = []
        self._tighten()
        self.ahead.follow(snapshot)
        self.tell_consequence(snapshot)

    def returns(self, snapshot: Snapshot) -> bool:
        """Return True while the run is computed to a place on the way back, as after an edit.

        The gradients that are shown stay for so long: the view does not change to that of the way
        forwards and back, and large matrices are not drawn at every look.
        """
        under_way = snapshot.position != snapshot.target > snapshot.schedule.end
        shown = self.beside.has_gradients and not self.page.isHidden()
        return under_way and shown and self._gradients_of == self._matrix_of(snapshot)

    def _matrix_of(self, snapshot: Snapshot) -> tuple[object, ...]:
        """Return what names the matrix that is shown, through edits of its numbers."""
        opened, config = snapshot.document.original, snapshot.experiment.config
        return opened, config, snapshot.lane, snapshot.row, self.tab

    def sum_up(self, snapshot: Snapshot) -> None:
        """Sum up what is walked, while gradients are not drawn: in the end it would take long."""

    def gradients(self, snapshot: Snapshot) -> Gradients | None:
        """Return the gradients of the tab in front; None where there are none to show."""
        return None

    def gradient_keys(self) -> tuple[str, ...]:
        """Return the keys of the gradients that the tab in front has on the way back."""
        return ()

    def _missing(self) -> list[str]:
        return [key for key in self.gradient_keys() if key not in self.beside.views]

    def watch(self, editor: ArrayEditor) -> None:
        """Tell what comes of an editor's edits, beside the cell."""
        editor.changed.connect(partial(self._await_consequence, editor))
        editor.card_shown.connect(self._tell)
        for view in (editor.heat_map, editor.table):
            view.cell_hovered.connect(partial(self._move_on, editor))
            view.cell_hovered.connect(partial(self._hint, editor))
        editor.heat_map.scrub_began.connect(lambda _: self.gesture_done.emit(DRAG_WEIGHT))
        editor.menu_made.connect(lambda *_: self.gesture_done.emit(CUT_OR_HOLD))

    def show_matrix(self, editor: ArrayEditor, matrix: Matrix) -> None:
        """Bind a matrix, if it is another; numbers that changed by no hand here flash.

        Those that training changes do not: it changes all of them, at every frame.
        """
        before = editor.matrix if editor.is_bound else None
        training = None if self.snapshot is None else self.snapshot.document.training
        trained = training is not self._places.get(editor)
        self._places[editor] = training
        if editor.shows(matrix):
            return
        editor.bind(matrix)
        if before is not None and not trained and not editor.is_editing and editor.isVisible():
            place = editor.ground.mapTo(self, QPoint())
            cells = changed_cells(before, matrix)
            rects = (editor.place_of(Block.cell(*cell)).translated(place) for cell in cells)
            self.flash.flash(map(QRectF, rects))

    def tell_consequence(self, snapshot: Snapshot) -> None:
        """Tell what came of an edit beside its cell; a step, or another edit, ends it."""
        if self._changed is None:
            return
        editor, _ = self._changed
        stand = weakref.ref(snapshot.run), snapshot.target
        if self._awaits:
            self._stand, self._awaits = stand, False
        elif stand != self._stand or not editor.isVisible():
            self._end_consequence()
            return
        self._tell()

    def light(self, snapshot: Snapshot) -> None:
        """Highlight the parts in use."""
        self.single.set_marks(self.marks(snapshot))

    def bind(self, snapshot: Snapshot) -> None:
        """Show the matrix of the tab in front, and which tabs were edited."""
        document, place = snapshot.document, (snapshot.lane, snapshot.row)
        name, formula = self._matrices.heading(snapshot.experiment, *place, self.tab)
        self.heading.name.set_text(name)
        self.heading.shape.set_text(formula)
        matrix = self._matrices.matrix_of(document, *place, self.tab)
        self.show_matrix(self.single, matrix)
        edited = self._matrices.edited_tabs(document, *place)
        for number, tab in enumerate(self._matrices.TABS):
            text = f"{tab} •" if tab in edited else tab
            if text != self.tabs.tabText(number):  # setting it lays all tabs out anew
                self.tabs.setTabText(number, text)
                self.tabs.setTabToolTip(number, self._tip(tab, tab in edited))
        self.foot.count(matrix.edited_count, matrix.values.size)

    def _tip(self, tab: str, edited: bool) -> str:
        """Say what a tab's matrix is, and that it was edited."""
        tip = tr(self._matrices.TIPS[tab])
        return "\n".join((tip, tr("Some of its values were edited."))) if edited else tip

    def marks(self, snapshot: Snapshot) -> tuple[Mark, ...]:
        """Return the marks to highlight."""
        return self._matrices.marks_of(snapshot, self.tab)

    def show_tab(self, tab: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(self._matrices.TABS.index(tab))

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.sheet.set_theme(theme)
        self.flash.set_theme(theme)
        for part in (self.single, self.beside, self.foot):
            part.set_theme(theme)
        self.heading.shape.setStyleSheet(f"color: {theme.faint};")
        self.buttons.set_theme(theme)

    def _tab_changed(self) -> None:
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def edit_tab(self, tab: str, array: Array, label: str, merge_key: object) -> None:
        """Request other numbers for a tab."""
        assert self.snapshot is not None
        place = self.snapshot.experiment, self.snapshot.lane, self.snapshot.row
        try:
            experiment = self._matrices.with_matrix(*place, tab, array)
        except ValueError as error:
            self.editor.complain(str(error))
        else:
            self.edited.emit(experiment, label, merge_key)

    def _tell_scale(self, words: str) -> None:
        """Frame the legend of gradients that have other colours now, and say so."""
        bar = self.beside.bar
        if bar.isVisible():
            self.flash.flash([QRectF(bar.rect()).translated(QPointF(bar.mapTo(self, QPoint())))])
            self.hovered.emit(words)

    def fill_menu(self) -> None:
        """Fill the menu of the whole matrix."""
        self.editor.fill_matrix_menu(self.matrix_menu)

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the number of the selected cell."""
        cell = self.editor.view.selected
        return None if cell is None else self._spot_in(self.tab, self.editor, cell)

    def point_in(self, tab: str, editor: ArrayEditor, cell: Entry | None) -> None:
        """Ask for a card of the cell under the mouse, unless a number is being typed."""
        waits = cell is None or editor.field.is_open
        self.card_asked.emit(None if waits or cell is None else self._spot_in(tab, editor, cell))

    def _spot_in(self, tab: str, editor: ArrayEditor, cell: Entry) -> CardAnchor | None:
        snapshot, view = self.snapshot, editor.view
        if snapshot is None:
            return None
        place = snapshot.experiment.config, snapshot.lane, snapshot.row
        (row, _), columns = cell, editor.matrix.shape[1]
        return CardAnchor(
            self._matrices.number_of(*place, tab, cell),
            view,
            lambda: view.block_rect(Block.cell(*cell)),
            lambda: [view.block_rect(Block(row, 0, row + 1, columns))],
            editor.hide_card,
        )

    def _tell(self) -> None:
        """Tell the consequence, where it is known, by the edited cell and its cards."""
        if self._changed is None or self._awaits or self.snapshot is None:
            return
        editor, block = self._changed
        line = consequence(self.snapshot)
        if line:
            place = editor.ground.mapTo(self, QPoint())
            cards = tuple(card.translated(place) for card in editor.cards())
            self.sheet.tell(line, editor.place_of(block).translated(place), cards)

    def _await_consequence(self, editor: ArrayEditor, block: Block) -> None:
        self._changed, self._awaits = (editor, block), True

    def _move_on(self, editor: ArrayEditor, cell: Entry | None) -> None:
        """End the line when the edit is done and the mouse is elsewhere."""
        if self._changed is None or editor.is_editing:
            return
        changed, block = self._changed
        if changed is not editor or cell is None or not block.covers(cell):
            self._end_consequence()

    def _end_consequence(self) -> None:
        self._changed, self._awaits = None, False
        self.sheet.hide()

    def _hint(self, editor: ArrayEditor, cell: Entry | None) -> None:
        keys = () if cell is None or editor.is_editing else self.hints
        self.hinted.emit(keys)

    def _edit(self, array: Array, label: str, merge_key: object) -> None:
        self.edit_tab(self.tab, array, label, merge_key)

    def _reset(self) -> None:
        self.single.reset(self.single.matrix.whole)

    def _lay_out(self) -> None:
        tools = self.tool_row
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(2)
        tools.addStretch(1)
        for button in (self.fit_button, self.table_button, self.matrix_button):
            tools.addWidget(button)
        keep_room(self.fit_button)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(_GAP)
        self.heading.lay_out(self.rows)
        self.rows.addWidget(self.beside, 1)
        self.rows.addWidget(self.foot)
        self.page.setLayout(self.rows)
        self.body.setContentsMargins(12, 0, 12, 8)
        self.body.setSpacing(4)
        self.body.addWidget(self._tools, 0, Qt.AlignmentFlag.AlignRight)  # a title bar takes them
        self.body.addWidget(self.page, 1)
        self.fit_button.hide()

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._tab_changed)
        self.table_button.toggled.connect(self.single.show_as_table)
        self.table_button.toggled.connect(self._tab_changed)
        self.matrix_menu.aboutToShow.connect(self.fill_menu)
        self.fit_button.clicked.connect(self.single.fit)
        self.foot.reset.clicked.connect(self._reset)
        self.single.zoomed.connect(self.fit_button.setVisible)
        self.single.edited.connect(self._edit)
        self.single.settled.connect(self.settled)
        self.single.cancelled.connect(self.cancelled)
        for source in (self.single, self.beside):
            source.hovered.connect(self.hovered)
        self.beside.choice.changed.connect(self._tab_changed)
        self.beside.rescaled.connect(self._tell_scale)
        self.single.cell_pointed.connect(lambda cell: self.point_in(self.tab, self.single, cell))
