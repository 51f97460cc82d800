"""What only the way back shows is made in idle time before it, and never without a way back."""

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from simulator.objective.objective import NO_OBJECTIVE
from ui.panels.inputs.panel import InputsPanel
from ui.panels.layouts import LAYOUTS
from ui.panels.panel import Panel
from ui.panels.timeline.panel import TimelinePanel
from ui.panels.weights.panel import WeightsPanel
from ui.session.document import Document
from ui.session.snapshot import GATE
from ui.session.workbench import Workbench
from ui.style import theme

KINDS = WeightsPanel, InputsPanel, TimelinePanel


def made(window):
    """Return what is made for gradients: the views beside matrices, the rows of the timeline."""
    views = [sorted(window._panels.of(kind).beside.views) for kind in (WeightsPanel, InputsPanel)]
    return *views, sorted(window._panels.of(TimelinePanel).plots.gradients)


@pytest.mark.few(1)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_step_over_the_bend_makes_nothing(make_window, qtbot, layout):
    """Neither does a window without a way back, nor one that has not moved."""
    example = EXAMPLES["latch"]()
    bare = example.experiment.with_objective(NO_OBJECTIVE)
    bench = Workbench(Document.of("no objective", bare))
    window = make_window(bench)
    window.lay_out(layout)
    panels = [window._panels.of(kind) for kind in KINDS]
    bench.last()
    for panel in panels:
        panel.catch_up()
        assert not panel.ahead.busy
    bench.open(Document.of_example(example))
    QApplication.processEvents()
    assert made(window) == ([], [], []), "a window that does not go back pays nothing"
    bench.step(1, GATE)

    def ready():
        seen = all(panel.snapshot.position == bench.snapshot().position for panel in panels)
        return seen and not any(panel.ahead.busy for panel in panels)

    qtbot.waitUntil(ready)
    bench.last()
    before = made(window)
    assert before[:2] == (["share", "Σ"], ["dx"])
    assert before[2]
    bench.step(1, GATE)
    for panel in panels:
        panel.catch_up()
    assert bench.snapshot().goes_back
    assert made(window) == before
    bench.step(-1, GATE)
    for panel in panels:
        panel.catch_up()
    assert made(window) == before


class Recorder(Panel):
    """Panel that keeps what it drew."""

    def __init__(self, theme, drawn):
        super().__init__(theme)
        self._drawn = drawn

    def draw(self, snapshot):
        self.snapshot = snapshot
        self._drawn.append((self, snapshot))


def test_panels_out_of_sight_are_drawn_in_turn(qtbot):
    bench, drawn = Workbench(Document.of_example(EXAMPLES["latch"]())), []
    panels = [Recorder(theme.LIGHT, drawn) for _ in range(6)]
    for panel in panels:
        qtbot.addWidget(panel)
        panel.follow(bench.snapshot())
    bench.last()
    for panel in panels:
        panel.follow(bench.snapshot())
    assert not drawn
    while len(drawn) < len(panels):
        before = len(drawn)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert len(drawn) - before <= 1
    assert {panel for panel, _ in drawn} == {*panels}
    assert all(snapshot.position == bench.snapshot().position for _, snapshot in drawn)


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() == QEvent.Type.Paint
        return False

    def settle(self):
        """Count from 0, once what is painted still is painted."""
        before = None
        while before != self.count:
            before = self.count
            for _ in range(4):
                QApplication.processEvents()
        self.count = 0


def test_the_step_over_the_bend_paints_the_timeline_once(make_window, qtbot):
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    window = make_window(bench)
    timeline = window._panels.of(TimelinePanel)
    bench.step(1, GATE)
    bench.last()
    qtbot.waitUntil(lambda: window.at_rest and not timeline.ahead.busy)
    paints = Paints(timeline.plots.viewport())
    paints.settle()
    bench.step(1, GATE)
    for _ in range(4):
        QApplication.processEvents()
    assert not timeline.flashes
    assert paints.count == 1
