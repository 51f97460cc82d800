"""Every way of going anywhere ends a look elsewhere, and all parts of the window agree after it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from simulator.analysis.address import Address
from simulator.network.lane import Lane
from tests import depth
from tests.ui.double_click import double_click
from tests.ui.stories.statements import contradictions
from tests.ui.windows import sweep
from ui.panels.check.lane_strips import LaneStrips
from ui.panels.check.share_matrix import names_width
from ui.panels.timeline.panel import TimelinePanel
from ui.session.snapshot import GATE
from ui.window.transport.transport_bar import TransportBar

Button, Key, Modifier = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier

OPTIONS = {
    "one lane": {},
    "a batch of lengths": {"batch": 3, "lengths": [20, 9, 4]},
    "two directions": {"bidirectional": True, "num_layers": 2},
    "two directions and lengths": {"bidirectional": True, "batch": 2, "lengths": [9, 20]},
    "projected layers": {"num_layers": 2, "proj_size": 1},
}


def press(*keys, modifier=Modifier.NoModifier):
    def way(window):
        for key in keys:
            QTest.keyClick(window, key, modifier)

    return way


def type_timestep(change):
    def way(window):
        box = window.findChild(TransportBar).count.box
        number = box.value() + change
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, str(number))
        QTest.keyClick(box, Key.Key_Return)

    return way


def click_the_groove(window):
    slider = window.findChild(TransportBar).slider
    QTest.mouseClick(slider, Button.LeftButton, pos=QPoint(slider.width() - 3, 18))


def turn_the_slider(window):
    slider = window.findChild(TransportBar).slider
    slider.setFocus()
    QTest.keyClick(slider, Key.Key_Left)


def click_a_chip(window):
    chip = window.findChild(TransportBar).chips.chips["g"]
    QTest.mouseClick(chip, Button.LeftButton, pos=chip.rect().center())


def push(name):
    def way(window):
        button = next(b for b in window.findChild(TransportBar)._buttons if b.objectName() == name)
        QTest.mouseClick(button, Button.LeftButton, pos=button.rect().center())

    return way


def choose_the_lane(window):
    window.findChild(TransportBar).lanes._ask()


def drag_on_the_axis(change):
    def way(window):
        panel = window._panels.of(TimelinePanel)
        now = panel.snapshot.timestep_here
        plots = panel.plots
        point = plots.first.mapViewToScene(QPointF(now + change, 0))
        plots.axis.dragged.emit(QPointF(point.x(), plots.axis.sceneBoundingRect().center().y()))

    return way


def double_click_on_the_timeline(window):
    plots = window._panels.of(TimelinePanel).plots
    row = plots.tracks[plots.shown[-1]].view
    place = QPointF(row.mapViewToScene(QPointF(2, 0)).x(), row.sceneBoundingRect().center().y())
    point = plots.mapFromScene(place)
    QTest.mouseClick(plots.viewport(), Button.LeftButton, pos=point)
    double_click(plots.viewport(), Button.LeftButton, pos=point)


def click_on_the_strips(window):
    window._docks.show_panel("Check")
    strips = window.findChild(LaneStrips)
    sweep()
    x = names_width() + (strips.width() - names_width()) * 0.3
    place = QPoint(round(x), round(strips._area(0).center().y()))
    QTest.mouseClick(strips, Button.LeftButton, pos=place)


WAYS = {
    "the next step": press(Key.Key_Right),
    "the step before": press(Key.Key_Left),
    "the next gate": press(Key.Key_Period),
    "the gate before": press(Key.Key_Comma),
    "ten on": press(Key.Key_PageDown),
    "ten back": press(Key.Key_PageUp),
    "the start": press(Key.Key_Home),
    "the end": press(Key.Key_End),
    "run on": press(Key.Key_F5),
    "play": press(Key.Key_Space),
    "Esc": press(Key.Key_Escape),
    "first": push("first"),
    "back": push("back"),
    "button of play": push("play"),
    "next": push("next"),
    "last": push("last"),
    "slider, by the mouse": click_the_groove,
    "slider, by keys": turn_the_slider,
    "box, another timestep": type_timestep(1),
    "box, the same timestep": type_timestep(0),
    "chip": click_a_chip,
    "choice of the lane": choose_the_lane,
    "axis, another timestep": drag_on_the_axis(-1),
    "axis, the same timestep": drag_on_the_axis(0),
    "double click on the timeline": double_click_on_the_timeline,
    "strips of the check": click_on_the_strips,
}


@pytest.mark.few(1)
@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_every_way_of_going_ends_a_look_elsewhere(make_window, make_workbench, options):
    bench = make_workbench(timesteps=20, **options)
    window = make_window(bench, shown=True)
    config = bench.snapshot().experiment.config
    row = bench.snapshot().experiment.batch_size - 1
    lane = Lane(config.num_layers - 1, config.num_directions - 1)
    stays = []
    for name, way in list(WAYS.items())[:: depth.count(1, by_default=3)]:
        bench.set_playing(False)
        bench.select(lane, row)
        bench.go_to_timestep(2)
        t = 3 if lane.reverse else 1
        bench.look_at(Address("c", lane, t, row, 1))
        assert bench.snapshot().elsewhere
        way(window)
        if bench.snapshot().elsewhere:
            stays.append(name)
        sweep()
        assert not contradictions(window, painted=False), name
    assert not stays


def cut(experiment, length):
    """Return an experiment of the first timesteps alone."""
    return replace(experiment, sequence=experiment.sequence[:length], lengths=(length,))


def test_a_look_stays_while_its_number_does(make_window, make_workbench):
    bench = make_workbench(timesteps=20)
    window = make_window(bench, shown=True)
    bench.go_to_timestep(12)
    bench.set_granularity(GATE)
    bench.look_at(Address("c", Lane(), 6, 0, 1))
    experiment = bench.snapshot().experiment
    shorter = cut(experiment, 8)
    louder = shorter.with_sequence(shorter.sequence * 2)
    for edit, elsewhere in (
        (experiment.with_sequence(experiment.sequence * 2), True),
        (shorter, True),
        (louder, True),
    ):
        bench.edit(edit, "edit")
        assert bench.snapshot().elsewhere is elsewhere
        assert not contradictions(window, painted=False)
    bench.look_at(Address("c", Lane(), 6, 0, 1))
    bench.undo()
    assert bench.snapshot().elsewhere
    bench.undo()
    assert not contradictions(window, painted=False)
    bench.go_to_timestep(9)
    bench.look_at(Address("c", Lane(), 7, 0, 1))
    bench.edit(cut(experiment, 3), "3 timesteps")
    assert not bench.snapshot().elsewhere
    assert bench.snapshot().timestep_here == 2
    sweep()
    assert not contradictions(window, painted=False)
