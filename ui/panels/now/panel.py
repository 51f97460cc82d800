"""Now panel: the cell's results and inputs at the present step, and torch's verdict."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from simulator.arrays import shape_text
from simulator.experiment.experiment import Experiment
from simulator.translation import mark, tr
from ui.cards.anchor import CardAnchor
from ui.panels.cell.cell_values import CellValues, cell_values
from ui.panels.now.answer_vectors import answer_vectors
from ui.panels.now.back_page import BackPage
from ui.panels.now.both_passes import BothPasses
from ui.panels.now.changes import changes_of
from ui.panels.now.models import AnswerModel, ReadModel, UnitModel, VectorModel
from ui.panels.now.number_table import NumberTable
from ui.panels.panel import Panel
from ui.session.check_state import VERDICT_TIP, CheckVerdict, fact_tips
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.style.theme import Theme, restyle
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.fact_list import FactList

FEWEST_ROWS = 3
_VERDICTS = {
    CheckVerdict.UNAVAILABLE: mark("Not checked: {why}"),
    CheckVerdict.DISAGREES: mark("✗ torch disagrees. {text}"),
    CheckVerdict.SILENT: mark("torch is not responding"),
    CheckVerdict.NOT_COMPARABLE: mark("Nothing to compare, because every step overflows."),
    CheckVerdict.NOTHING_CHECKED: mark("torch has not checked any step yet."),
    CheckVerdict.AGREES: mark("✓ torch {version} agrees so far."),
}
_BOTH_AGREE = mark("✓ torch {version} agrees with both passes so far.")

_SHAPE_TIPS = {
    "input": mark("Shape of the input, as nn.LSTM expects it"),
    "output": mark("Shape of the last layer's h at all timesteps, as nn.LSTM returns it"),
    "h_n, c_n": mark("Shape of all layers' final states, as nn.LSTM returns them"),
}


class NowPanel(Panel):
    """Tables of the selected lane's newest cell and of a readout; torch's verdict, and the shapes.

    A click on a number, or Enter, shows it in the ledger; up and down select the unit. On the way
    back each value stands above its gradient, units are columns.
    """

    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._experiment: Experiment | None = None
        self._disagrees = False
        self._words: Callable[[], str] = str
        self._told = ""
        self.back: BackPage | None = None
        self.place = ElidedLabel(self)
        self.place.about = tr(self.caption_tip)
        self.units = UnitModel(theme, self)
        self.reads = ReadModel(theme, self)
        self.unit_table = NumberTable(self.units, theme, (4, 3, 2), parent=self)
        self.unit_table.setAccessibleName(tr("Values of the cell, one row per unit"))
        self.read_table = NumberTable(self.reads, theme, uniform=True, parent=self)
        self.read_table.setAccessibleName(tr("What the cell reads, one column per unit"))
        self.read_table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.answers = AnswerModel(theme, self)
        self.answer_table = NumberTable(self.answers, theme, uniform=True, parent=self)
        self.answer_table.setAccessibleName(tr("What the readout predicts, one column per output"))
        self.answer_table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.answer_table.hide()
        self.torch = FactList(tr("Torch"), theme, self)
        self.verdict = self.torch.heading
        self.verdict.setToolTip(tr(VERDICT_TIP))
        self.passes = BothPasses(theme, self)
        self.passes.hide()
        self.shapes = FactList(tr("Shapes"), theme, self)
        self.shapes.heading.setToolTip(tr("Shapes that nn.LSTM takes and returns here"))
        self._listed = ((self.read_table, self.reads), (self.answer_table, self.answers))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 8, 6)
        column.setSpacing(4)
        column.addWidget(self.place)
        self._tables = QVBoxLayout()
        self._tables.setSpacing(4)
        self._tables.addWidget(self.unit_table, 1)
        self._tables.addWidget(self.read_table)
        self._tables.addWidget(self.answer_table)
        column.addLayout(self._tables, 1)
        column.addSpacing(4)
        column.addWidget(self.torch)
        column.addWidget(self.passes)
        column.addSpacing(4)
        column.addWidget(self.shapes)
        # Takes the rest when the table needs less than there is.
        column.addStretch(0)
        for table in (self.unit_table, self.read_table, self.answer_table):
            table.horizontalScrollBar().rangeChanged.connect(self._size_tables)
        self.unit_table.picked.connect(self._pick_unit)
        self.unit_table.row_moved.connect(self.unit_selected)
        self.unit_table.pointed.connect(self._point_at_unit)
        for table, model in self._listed:
            table.picked.connect(partial(self._look_at, model))
            table.pointed.connect(partial(self._point_at_listed, table, model))

    def draw(self, snapshot: Snapshot) -> None:
        """Show the present cell."""
        self.snapshot = snapshot
        values = cell_values(snapshot)
        lane = snapshot.lane
        where = f"t {values.timestep} · {lane.text()}"
        if snapshot.experiment.batch_size > 1:
            where += tr(" · row {row}", row=snapshot.row)
        if snapshot.goes_back:
            where = tr("{where} · backward", where=where)
        self.place.set_text(where if values.begun else tr("next: {where}", where=where))
        self._turn(snapshot.goes_back)
        if self.back is not None and snapshot.goes_back:
            self.back.draw(snapshot, values)
        else:
            self._draw_values(snapshot, values)
        self._tell_check(snapshot)
        self._tell_pointed()
        if snapshot.experiment is not self._experiment:
            self._experiment = snapshot.experiment
            self.shapes.set_facts(
                shapes(snapshot.experiment),
                {name: tr(tip) for name, tip in _SHAPE_TIPS.items()},
            )

    def _draw_values(self, snapshot: Snapshot, values: CellValues) -> None:
        """Show the tables of values."""
        steps = snapshot.experiment.config.steps
        self.units.compare(changes_of(snapshot, values.timestep, steps))
        reshaped = self.units.take(values, snapshot.unit)
        self.reads.take(values, snapshot.unit)
        answers = answer_vectors(snapshot, values.timestep)
        self.answers.take(replace(values, vectors=answers), snapshot.unit)
        self.answer_table.setVisible(bool(answers))
        for table in (self.unit_table, self.read_table, self.answer_table):
            table.fit_columns()
        self._size_tables()
        if reshaped or self.unit_table.currentIndex().row() != snapshot.unit:
            column = max(self.unit_table.currentIndex().column(), 0)
            self.unit_table.setCurrentIndex(self.units.index(snapshot.unit, column))

    def _turn(self, back: bool) -> None:
        """Show the tables of one pass in place of the other's."""
        if back and self.back is None:
            self.back = BackPage(self.theme, self)
            self.back.hide()
            self._tables.addWidget(self.back, 1)
            self.back.looked_at.connect(self.looked_at)
            self.back.unit_selected.connect(self.unit_selected)
            self.back.pointed.connect(self._point_in_back)
        if self.back is None or self.back.isVisibleTo(self) == back:
            return
        self._words = str
        self.back.setVisible(back)
        self.unit_table.setHidden(back)
        self.read_table.setHidden(back)
        if back:
            self.answer_table.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        for part in (
            self.units,
            self.reads,
            self.answers,
            self.unit_table,
            self.read_table,
            self.answer_table,
            self.torch,
            self.passes,
            self.shapes,
        ):
            part.set_theme(theme)
        if self.back is not None:
            self.back.set_theme(theme)
        if self.snapshot is not None:
            self._tell_check(self.snapshot)

    # Verdict

    def _tell_check(self, snapshot: Snapshot) -> None:
        check, report, verdict = snapshot.check, snapshot.check.report, snapshot.check.verdict
        compared, facts = verdict in (CheckVerdict.AGREES, CheckVerdict.DISAGREES), []
        found = check.first_disagreement
        both = compared and (snapshot.goes_back or (found is not None and found.of_gradient))
        if report is not None and compared and not both:
            facts = [
                (tr("largest difference"), number_format.short(report.max_abs_difference)),
                (tr("rounding allowance used"), number_format.share(report.max_ratio_to_bound)),
                (tr("cell steps checked"), f"{report.steps_checked:,}"),
            ]
        self.passes.setVisible(both)
        self.passes.draw(check)
        agree = verdict is CheckVerdict.AGREES and both and check.both_passes
        text = tr(
            _BOTH_AGREE if agree else _VERDICTS[verdict],
            why=check.unavailable,
            text="" if found is None else found.text(),
            version="" if report is None else report.torch_version,
        )
        self.torch.set_facts(facts, fact_tips())
        if text != self.verdict.text():
            self.verdict.setText(text)
        restyle(self.verdict, f"color: {verdict.colour(self.theme)}")
        self._disagrees = found is not None
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the parts that fit."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Hide the shapes, which have a panel too, when there is more to say in their room."""
        column = self._column
        needed = column.minimumHeightForWidth(self.width())
        if self.shapes.isHidden():
            needed += self.shapes.sizeHint().height() + column.spacing()
        back = self.snapshot is not None and self.snapshot.goes_back
        self.shapes.setHidden(back or (self._disagrees and needed > self.height()))

    # Requests

    def _pick_unit(self, row: int, column: int) -> None:
        if not self._look_at(self.units, row, column) and row < self.units.rowCount():
            self.unit_selected.emit(row)

    def _look_at(self, model: VectorModel, row: int, column: int) -> bool:
        place = model.place(row, column)
        subject = place[0].subject(place[1]) if place is not None else None
        if subject is not None:
            self.looked_at.emit(subject)
        return subject is not None

    def _point_at_unit(self, row: int, column: int) -> None:
        self._words = partial(self.units.exact, row, column)
        self._point(_spot_of(self.unit_table, self.units, row, column))

    def _point_at_listed(
        self, table: NumberTable, model: VectorModel, row: int, column: int
    ) -> None:
        self._words = partial(_exact, model, row, column)
        self._point(_spot_of(table, model, row, column))

    def _point_in_back(self, row: int, column: int) -> None:
        assert self.back is not None
        self._words = partial(self.back.model.exact, row, column)
        self._point(self.back.spot_at(row, column))

    def _point(self, spot: CardAnchor | None) -> None:
        """Tell the number under the mouse, and ask for its card."""
        self._tell_pointed()
        self.card_asked.emit(spot)

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the number of the table's current cell."""
        if self.back is not None and self.back.table.hasFocus():
            current = self.back.table.currentIndex()
            return self.back.spot_at(current.row(), current.column())
        for table, model in ((self.unit_table, self.units), *self._listed):
            if table.hasFocus():
                current = table.currentIndex()
                return _spot_of(table, model, current.row(), current.column())
        return None

    def _tell_pointed(self) -> None:
        """Report the number under the mouse when its text has changed."""
        words = self._words()
        if words != self._told:
            self._told = words
            self.hovered.emit(words)

    def _size_tables(self, *_range: int) -> None:
        """Make tables as high as their rows; the units' table shrinks when they do not fit."""
        table = self.unit_table
        row_height = table.verticalHeader().defaultSectionSize()
        header = table.horizontalHeader().sizeHint().height() + 2
        table.setMaximumHeight(table.rows_height())
        table.setMinimumHeight(header + row_height * min(FEWEST_ROWS, self.units.rowCount()))
        for listed, _ in self._listed:
            listed.setFixedHeight(listed.rows_height())


def _exact(model: VectorModel, row: int, column: int) -> str:
    place = model.place(row, column)
    return place[0].exact(place[1]) if place is not None else ""


def _spot_of(table: NumberTable, model: VectorModel, row: int, column: int) -> CardAnchor | None:
    place = model.place(row, column)
    if place is None:
        return None
    across = QRect(
        0, table.rowViewportPosition(row), table.viewport().width(), table.rowHeight(row)
    )
    return CardAnchor(
        place[0].source(place[1]),
        table.viewport(),
        lambda: table.visualRect(model.index(row, column)),
        lambda: [across],
    )


def shapes(experiment: Experiment) -> list[tuple[str, str]]:
    """Return the shapes that nn.LSTM takes and returns for an experiment."""
    config, steps, batch = experiment.config, experiment.num_timesteps, experiment.batch_size
    width = config.num_directions * config.output_size
    output: tuple[int, ...] = (steps, batch, width)
    if config.batch_first:
        output = (batch, steps, width)
    if not experiment.batched:
        output = (steps, width)
    named = [("input", experiment.input_as_given().shape), ("output", output)]
    states = dict[tuple[int, ...], list[str]]()
    for state in experiment.states:
        lanes, _, size = config.state_shape(batch, f"{state}_n")
        shape = (lanes, batch, size) if experiment.batched else (lanes, size)
        states.setdefault(shape, []).append(f"{state}_n")
    named += [(", ".join(names), shape) for shape, names in states.items()]
    return [(name, shape_text(shape)) for name, shape in named]
