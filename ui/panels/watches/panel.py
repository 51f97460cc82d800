"""Watches panel: numbers with their values at every step, and breakpoints."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from simulator.analysis.address import Address, no_gradient
from simulator.breakpoints.condition_parser import HOW, parse
from simulator.breakpoints.conditions import Condition
from simulator.translation import mark, tr
from ui.cards.anchor import CardAnchor
from ui.panels.panel import Panel
from ui.panels.watches.model import WatchModel, WatchRow, words
from ui.panels.watches.table import WatchTable
from ui.session.snapshot import Snapshot
from ui.session.watching import Unread, Watching, at_subject
from ui.style import fonts
from ui.style.key_names import NAMES, with_key
from ui.style.theme import Theme
from ui.widgets.buttons import tool_button
from ui.widgets.elided_label import ElidedLabel

_NOTHING = mark(
    "Nothing is watched.\n\nType c[1] to see that value here at every step. Type a "
    "condition to stop at it: c[1] > 1.5, f all < 0.1, h[0] sign, g saturated, any "
    "nan, torch; with a readout: loss > 1, wrong; in the backward pass: |dc[1]| < "
    "1e-8, dy[0] > 0.\n\n{on}: run to the next breakpoint. {back}: run back to the "
    "previous one. Play stops there too. {stop} sets a breakpoint on the selected "
    "value."
)


class WatchesPanel(Panel):
    """Field to type in, and a table of watches and breakpoints.

    Signals:
        watching_set: the new Watching.
    """

    watching_set = Signal(object)

    shows_cell = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.field = QLineEdit(placeholderText=tr("e.g. c[1], or c[1] > 1.5"))
        self.field.setAccessibleName(tr("A value to watch, or a condition to stop at"))
        fonts.wear(self.field, fonts.mono_text)
        self.field.setToolTip(tr(HOW))
        self.add_button = tool_button(tr("Add"), tr("Add this line (Enter)"))
        self.problem = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.problem.hide()
        self.rows = WatchModel(theme, self)
        self.table = WatchTable(self.rows, theme)
        self.watch_button = tool_button(tr("Watch"))
        self.break_button = tool_button(tr("Break"))
        self.remove_button = tool_button(
            "✕", tr("Remove the selected row (Delete)"), name=tr("Remove")
        )
        self.subject = ElidedLabel()
        self.subject.about = tr("The selected value, used by “Watch” and “Break”")
        self._empty = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        self._help = QScrollArea(widgetResizable=True)
        self._help.setFrameShape(QFrame.Shape.NoFrame)
        self._help.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._help.setWidget(self._empty)
        self._lay_out()
        self._connect()
        self._name_keys()
        self.set_theme(theme)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the values at the timestep that is looked at."""
        if self.snapshot is None or self.snapshot.run is not snapshot.run:
            self.table.forget()
        self.snapshot = snapshot
        self.rows.take(snapshot)
        self.table.give_room()
        self._pages.setCurrentWidget(self.table if self.rows.rows else self._help)
        self.remove_button.setEnabled(bool(self.rows.rows))
        subject = snapshot.subject
        for button in (self.watch_button, self.break_button):
            button.setEnabled(subject is not None)
        if subject is not None:
            self.subject.set_text(subject.text())
            watch = tr("Follow {number} here at every step", number=subject.name)
            self.watch_button.setToolTip(with_key(watch, "watch"))
            stop = tr("Stop a run where {number} is computed", number=subject.text())
            self.break_button.setToolTip(with_key(stop, "break"))
        else:
            self.subject.set_text("")

    def _name_keys(self) -> None:
        keys = {
            "on": NAMES.way("run_on"),
            "back": NAMES.way("run_back"),
            "stop": NAMES.way("break"),
        }
        self._empty.setText(tr(_NOTHING, **keys))
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        self.rows.theme = theme
        self.table.set_theme(theme)
        self._empty.setStyleSheet(f"color: {theme.faint};")
        palette = self.subject.palette()
        palette.setColor(self.subject.foregroundRole(), theme.faint)
        self.subject.setPalette(palette)

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.field, 1)
        top.addWidget(self.add_button)
        bottom.addWidget(self.subject, 1)
        for button in (self.watch_button, self.break_button, self.remove_button):
            bottom.addWidget(button)
        self._pages.addWidget(self._help)
        self._pages.addWidget(self.table)
        column = QVBoxLayout()
        column.setContentsMargins(10, 6, 8, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.problem)
        column.addWidget(self._pages, 1)
        column.addLayout(bottom)
        self.setLayout(column)

    def _connect(self) -> None:
        NAMES.changed.connect(self._name_keys)
        self.field.returnPressed.connect(self._add_typed)
        self.field.textEdited.connect(self._forgive)
        self.add_button.clicked.connect(self._add_typed)
        self.watch_button.clicked.connect(self._watch_subject)
        self.break_button.clicked.connect(self._break_at_subject)
        self.remove_button.clicked.connect(self.table.remove_current)
        self.rows.switched.connect(self._switch)
        self.table.removed.connect(self._remove)
        self.table.picked.connect(self._look)
        self.table.pointed.connect(self._point)

    @property
    def _watching(self) -> Watching:
        return Watching() if self.snapshot is None else self.snapshot.watching

    def _add_typed(self) -> None:
        if self.snapshot is None:
            return
        text = self.field.text()
        try:
            changed = self._watching.typed(text, self.snapshot.lane, self.snapshot.row)
        except ValueError as error:
            self._tell(str(error), self.theme.bad)
            return
        self.field.clear()
        self._forgive()
        why = no_gradient(parse(text).quantity, self.snapshot.experiment)
        if why:
            self._tell(tr("{text} is kept, but not active: {why}", text=text.strip(), why=why))
        self.watching_set.emit(changed)

    def _tell(self, text: str, colour: str = "") -> None:
        """Tell of a text that was typed, until another is."""
        self.problem.setStyleSheet(f"color: {colour or self.theme.warn};")
        self.problem.setText(text)
        self.problem.show()

    def _forgive(self, _text: str = "") -> None:
        self.problem.hide()

    def _watch_subject(self) -> None:
        subject = self.snapshot.subject if self.snapshot is not None else None
        if subject is not None:
            self.watching_set.emit(self._watching.with_watch(subject))

    def _break_at_subject(self) -> None:
        subject = self.snapshot.subject if self.snapshot is not None else None
        if subject is not None:
            self.watching_set.emit(self._watching.toggled(at_subject(subject)))

    def _switch(self, condition: Condition, enabled: bool) -> None:
        self.watching_set.emit(self._watching.enabling(condition, enabled))

    def _remove(self, key: Address | Condition | Unread) -> None:
        self.watching_set.emit(self._watching.without(key))

    def _look(self, row: WatchRow) -> None:
        if row.subject is not None:
            self.looked_at.emit(row.subject)

    def _point(self, row: WatchRow | None) -> None:
        self.hovered.emit("" if row is None else words(row))
        self.card_asked.emit(self._spot_of(row))

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the number of the current row, while the table has the keys."""
        return self._spot_of(self.table.row_of_keys()) if self.table.hasFocus() else None

    def _spot_of(self, row: WatchRow | None) -> CardAnchor | None:
        """Return the number of a row; none where a condition has no single one, or none yet."""
        if row is None or row.subject is None:
            return None
        return CardAnchor(row.subject, self.table.viewport(), lambda: self.table.rect_of(row))
