"""TransportBar: the position in words and on a slider, which moves it."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QSpinBox, QWidget

from simulator.translation import tr
from ui.session.snapshot import GATE, Snapshot
from ui.style.theme import Theme
from ui.widgets.elided_label import ElidedLabel


class TransportBar(QWidget):
    """Slider over the whole run, in ticks or in gate steps.

    Signals:
        went_to: a position. went_to_tick: a finished tick, -1 for the start.
    """

    went_to = Signal(object)
    went_to_tick = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_gate = False
        self._place = ElidedLabel()
        self._place.setMaximumWidth(self._place.fontMetrics().averageCharWidth() * 52)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(tr("Position in the run"))
        self._slider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._slider.valueChanged.connect(self._ask)
        self._number = QSpinBox()
        self._number.setKeyboardTracking(False)
        self._number.setAccessibleName(tr("Go to"))
        self._number.setToolTip(tr("Type where to go, then Enter"))
        self._number.valueChanged.connect(self._ask)
        self._of = QLabel(textFormat=Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 2)
        row.setSpacing(10)
        row.addWidget(self._place, 9)  # as wide as it may be, before the slider has more
        row.addWidget(self._slider, 1)
        row.addWidget(self._number)
        row.addWidget(self._of)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._place.setStyleSheet(f"color: {theme.ink}; font-weight: bold;")
        self._of.setStyleSheet(f"color: {theme.faint};")

    def draw(self, snapshot: Snapshot) -> None:
        """Move the slider to the present position."""
        schedule = snapshot.schedule
        self._by_gate = snapshot.granularity == GATE
        end, now = schedule.end, snapshot.position
        if not self._by_gate:
            end, now = schedule.num_ticks, schedule.ticks_begun(now)
        for control in (self._slider, self._number):
            with QSignalBlocker(control):  # a shorter range moves the value: nobody asked for that
                if control.maximum() != end:
                    control.setRange(0, end)
                if control.value() != now and snapshot.position == snapshot.target:
                    control.setValue(now)
        self._slider.setPageStep(schedule.position_after_ticks(10) if self._by_gate else 10)
        self._of.setText(
            tr("of {end:,} gate steps", end=end)
            if self._by_gate
            else tr("of {end:,} ticks", end=end)
        )
        computing = snapshot.target - snapshot.position
        still = tr(" · computing, {steps:,} steps to go", steps=computing) if computing else ""
        self._place.set_text(snapshot.place() + still)

    def _ask(self, value: int) -> None:
        if self._by_gate:
            self.went_to.emit(value)
        else:
            self.went_to_tick.emit(value - 1)
