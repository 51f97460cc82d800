"""TransportBar: one row below the menus: steps, where the run stands, and torch's verdict."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayoutItem,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from simulator.translation import tr
from ui.commands.actions import Actions
from ui.session.snapshot import Snapshot
from ui.style.fonts import px
from ui.style.key_names import NAMES
from ui.style.theme import Theme, restyle
from ui.widgets.fixed import fit
from ui.window.badge import CheckBadge
from ui.window.transport.lane_selector import LaneSelector
from ui.window.transport.run_slider import RunSlider
from ui.window.transport.speed_label import SpeedLabel
from ui.window.transport.step_chips import StepChips
from ui.window.transport.step_count import StepCount
from ui.window.transport.timestep_count import TimestepCount

_GROUPS = (("undo", "redo"), ("first", "back", "play", "next", "last", "loop"))
_GRANULARITIES = ("by_gate", "by_timestep")
_ROW, _TWO_ROWS = 48, (40, 36)
_MARGIN, _SPACING = 12, 12
_ICON = 18
_SPARE = 200


class TransportBar(QWidget):
    """Buttons, granularity, chips of the steps, slider, timestep, lanes, steps, speed, badge.

    In a narrow window the count of steps goes first, then the timestep's word, the words "Step by",
    the loop's button, the gaps between the chips; then slider, timestep, lanes and count have a row
    of their own, and at last the chips with them. Where there is a way back, one row has room for
    the words at the slider's rails, or there are two.

    Signals:
        went_to: a position. went_to_tick: a finished tick, -1 for the start. went_to_timestep: a
            timestep of the selected lane and row.
    """

    went_to = Signal(object)
    went_to_tick = Signal(int)
    went_to_timestep = Signal(int)

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips, self.slider = StepChips(theme), RunSlider(theme)
        self.count, self.lanes = TimestepCount(theme), LaneSelector()
        self.steps = StepCount(theme)
        self.speed, self.badge = SpeedLabel(), CheckBadge(theme)
        self._place_parts = (self.slider, self.count, self.lanes, self.steps)
        self._drawn = (self.chips, *self._place_parts, self.speed, self.badge)
        self._lines: list[QFrame] = []
        self._buttons: list[QToolButton] = []
        self._step_by = QLabel(tr("Step by"))
        self._step_by.setToolTip(
            tr("One step is either a gate (one box of the cell) or a whole timestep")
        )
        self._folded: tuple[object, ...] = ()
        self._tries, self._height = False, 0
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._fold_anew)
        self._top, self._below = QHBoxLayout(), QHBoxLayout()
        rows = self._rows = QVBoxLayout()
        rows.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        rows.setSpacing(0)
        for row in (self._top, self._below):
            row.setSpacing(_SPACING)
            rows.addLayout(row)
        for group in _GROUPS:
            self._top.addLayout(self._row_of(actions, group))
            self._top.addWidget(self._line())
        self._step_by.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._top.addWidget(self._step_by)
        self._top.addLayout(self._segments(actions))
        self._chips_at = self._top.count()
        self._top.addWidget(self.chips)
        self._beneath: tuple[QWidget, ...] = ()
        NAMES.changed.connect(self._name_keys)
        self._name_keys()
        self._loop = next(b for b in self._buttons if b.objectName() == "loop")
        for part in self._place_parts:
            self._top.addWidget(part)
        self._top.addStretch(0)
        for label in (self.speed, self.badge):
            self._top.addWidget(label)
        self._top.setStretchFactor(self.slider, 1)
        self.setLayout(rows)
        self.slider.went_to.connect(self.went_to)
        self.slider.went_to_tick.connect(self.went_to_tick)
        self.chips.went_to.connect(self.went_to)
        self.count.went_to_timestep.connect(self.went_to_timestep)
        self.count.started.connect(lambda: self.went_to.emit(0))
        self.set_theme(theme)

    def _name_keys(self) -> None:
        """Name the buttons for screen readers as their tool tips do."""
        for button in self._buttons:
            name, _, tip = button.defaultAction().toolTip().partition("\n")
            button.setAccessibleName(name)
            button.setAccessibleDescription(tip)

    def draw(self, snapshot: Snapshot) -> None:
        """Show a snapshot in every part."""
        for part in self._drawn:
            part.draw(snapshot)
        for button in self._buttons:
            fit(button)
        self._fold()

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours and the text size."""
        for part in self._drawn:
            part.set_theme(theme)
        for button in self._buttons:
            button.setIconSize(QSize(px(_ICON), px(_ICON)))
        restyle(self._step_by, f"color: {theme.faint};")
        for line in self._lines:
            restyle(line, f"background: {theme.rule};")
        self.updateGeometry()
        self._fold_anew()
        self._soon.start()  # the rows inside have measured themselves by then

    @property
    def rows(self) -> int:
        """Number of rows, 1 or 2."""
        return 1 if self._below.isEmpty() else 2

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the height; any width is enough for the tool bar, or it would hide the bar.

        While forms are tried it stays: Qt would lay out the whole window for each.
        """
        if not self._tries:
            self._height = px(_ROW) if self.rows == 1 else sum(self._heights())
        return QSize(1, self._height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the height that another width of the window needs, once the window is laid out.

        Meanwhile Qt heeds no other height of a tool bar.
        """
        resized = event.type() == QEvent.Type.Resize
        if resized and self.height() != self.minimumSizeHint().height():
            self._settle()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Fold."""
        super().showEvent(event)
        self.window().installEventFilter(self)  # once, however often
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold."""
        super().resizeEvent(event)
        self._fold()

    # Folding

    def _fold_anew(self) -> None:
        """Fold, also where nothing seems to have changed."""
        self._folded = ()
        self._fold()

    def _fold(self) -> None:
        """Take the first form that fits, once the bar has its width."""
        if not self.isVisible():
            return
        parts = (self.count.box, self.lanes, self.speed, self.badge)
        sizes = ((part.isHidden(), part.sizeHint().width()) for part in parts)
        chips = self.chips.wants()
        words = self.slider.words_need()
        key = (self.width(), self.count.tail.wants(), self.steps.wants(), words, chips, *sizes)
        if key == self._folded:
            return
        self._folded, self._tries = key, True
        self._take(self._form_for(words))
        self._tries, before = False, self._height
        if self.minimumSizeHint().height() != before:
            self._settle()

    def _form_for(self, words: int) -> "_Form":
        """Return the first form that fits; where the least of some does not, none of them does."""
        for forms in _FORMS:
            *fuller, least = forms
            if self._fits(least, words):
                return next((form for form in fuller if self._fits(form, words)), least)
        return _FORMS[-1][-1]

    def _fits(self, form: "_Form", words: int) -> bool:
        """Try a form. `words`: the pixels that the words of the slider need."""
        self._take(form)
        top, below = map(_width_of, (self._top, self._below))
        spare = max(form.spare, words if form.rows == 1 or form.steps else 0)
        if form.rows == 1:
            top += spare
        else:
            below += spare
        return max(top, below) <= self.width() - 2 * _MARGIN

    def _settle(self) -> None:
        """Let the window take another height of the bar at once.

        A scene paints all that is to be painted, and would do so before, in the former places.
        """
        self.updateGeometry()
        for around in (self.parentWidget(), self.window()):
            QCoreApplication.sendPostedEvents(around, QEvent.Type.LayoutRequest.value)

    def _take(self, form: "_Form") -> None:
        """Show what a form shows, in its rows."""
        self.steps.setVisible(form.steps and self.steps.wants() > 0)
        self.count.tail.show_word(form.word)
        self._step_by.setVisible(form.step_by)
        self._loop.setVisible(form.loop)
        self.chips.set_form(form.tight, form.full)
        beneath = () if form.rows == 1 else self._place_parts
        self._move((self.chips, *beneath) if form.chips_below else beneath)

    def _move(self, beneath: tuple[QWidget, ...]) -> None:
        """Put these parts into the second row, and the others of a place into the first."""
        if beneath == self._beneath:
            return
        self._beneath = beneath
        parts = (self.chips, *self._place_parts)
        for row in (self._top, self._below):
            for part in parts:
                row.removeWidget(part)
        for offset, part in enumerate(part for part in parts if part not in beneath):
            self._top.insertWidget(self._chips_at + offset, part)
        for below in beneath:
            self._below.addWidget(below)
        (self._below if beneath else self._top).setStretchFactor(self.slider, 1)
        for at, height in enumerate(self._heights()):
            self._rows.setStretch(at, height)
        self.updateGeometry()

    def _heights(self) -> tuple[int, int]:
        """Return the heights of two rows; rails and marks do not grow with the text."""
        first, second = _TWO_ROWS
        below = max(second, self.count.sizeHint().height() + 8, self.slider.sizeHint().height())
        return px(first), below

    # Making

    def _line(self) -> QFrame:
        line = QFrame()
        line.setFixedSize(1, 24)
        self._lines.append(line)
        return line

    def _row_of(self, actions: Actions, ids: tuple[str, ...]) -> QHBoxLayout:
        """Return buttons side by side."""
        row = QHBoxLayout()
        row.setSpacing(4)
        for id in ids:
            button = QToolButton()
            button.setDefaultAction(actions[id])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setObjectName(id)
            row.addWidget(button)
            self._buttons.append(button)
        return row

    def _segments(self, actions: Actions) -> QHBoxLayout:
        row = self._row_of(actions, _GRANULARITIES)
        row.setSpacing(0)
        return row


class _Form(NamedTuple):
    """Form of the bar for a width.

    Attributes:
        tight, full: see `StepChips`. spare: pixels that the slider gets beyond its least width.
        chips_below: the chips are in the second row. steps: with the count of steps.
    """

    rows: int
    word: bool = True
    step_by: bool = True
    loop: bool = True
    tight: bool = False
    full: bool = False
    spare: int = 0
    chips_below: bool = False
    steps: bool = False


_FORMS = (
    (
        _Form(1, full=True, spare=_SPARE, steps=True),
        _Form(1, full=True, spare=_SPARE),
        _Form(1),
        _Form(1, word=False),
        _Form(1, word=False, step_by=False),
        _Form(1, word=False, step_by=False, loop=False),
        _Form(1, word=False, step_by=False, loop=False, tight=True),
    ),
    (
        _Form(2, full=True, steps=True),
        _Form(2, full=True),
        _Form(2, steps=True),
        _Form(2),
        _Form(2, step_by=False),
        _Form(2, word=False, step_by=False, loop=False, tight=True),
    ),
    (
        _Form(2, word=False, chips_below=True),
        _Form(2, word=False, step_by=False, loop=False, tight=True, chips_below=True),
    ),
)
"""Forms for less and less width: of one row, of two, and with the chips in the second."""


def _width_of(row: QHBoxLayout) -> int:
    """Return the width that a row wants now; what it has measured may be of former texts."""
    items = [row.itemAt(index) for index in range(row.count())]
    widths = [_wanted(item) for item in items if item is not None and not item.isEmpty()]
    return sum(widths) + _SPACING * len(widths)


def _wanted(item: QLayoutItem) -> int:
    widget = item.widget()
    if widget is None:
        return item.sizeHint().width()
    size = widget.sizeHint().expandedTo(widget.minimumSizeHint())
    return size.boundedTo(widget.maximumSize()).expandedTo(widget.minimumSize()).width()
