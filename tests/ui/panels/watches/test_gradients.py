"""Gradients in the Watches panel: typed, by the buttons, and at every step of the way back."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from simulator.analysis.address import Address
from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.gradient_quantities import EVERY_GRADIENT
from simulator.network.lane import Lane
from simulator.objective.objective import NO_OBJECTIVE
from tests.depth import count
from tests.simulator.gradients.cases import random_case
from ui.panels.watches.model import CURVE, NAME, VALUE
from ui.panels.watches.panel import WatchesPanel
from ui.panels.watches.sparkline import Sparkline
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import number_format
from ui.style.decades import DecadeRange
from ui.style.theme import LIGHT

Key = Qt.Key
UNEVEN = next(
    seed
    for seed in range(1000)
    if (case := random_case(seed)).uneven
    and case.config.bidirectional
    and case.config.num_layers > 1
    and case.config.proj_size
    and case.source == "readout"
    and case.objective.readout.over == "every"
)


@pytest.fixture
def shown(follow):
    """Return the panel over a random experiment, and its workbench."""

    def show(experiment, size=(460, 320)):
        bench = Workbench(Document.of("test", experiment))
        panel = WatchesPanel(LIGHT)
        panel.watching_set.connect(bench.set_watching)
        return follow(panel, bench, size), bench

    return show


def type_in(panel, *texts):
    for text in texts:
        QTest.keyClicks(panel.field, text)
        QTest.keyClick(panel.field, Key.Key_Return)


def column(panel, number):
    return [panel.rows.index(row, number).data() for row in range(panel.rows.rowCount())]


def walked(experiment):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    return run.schedule, back.trace


def test_every_gradient_shows_its_newest_value_at_every_step_of_the_way_back(shown):
    experiment = random_case(UNEVEN)
    panel, bench = shown(experiment)
    keys = [key for key in EVERY_GRADIENT if key != "dz"]
    lane, row = Lane(1, 1), experiment.batch_size - 1
    type_in(panel, *(f"{key}[0] layer 1 reverse row {row}" for key in keys if key != "dy"))
    type_in(panel, f"dy[0] row {row}")
    schedule, numbers = walked(experiment)
    watches = bench.snapshot().watching.watches
    assert [watch.quantity for watch in watches] == keys
    assert {watch.lane for watch in watches[:-1]} == {lane}
    for position in (0, schedule.end // 2, schedule.end):
        bench.go_to(position)
        assert column(panel, VALUE) == ["·"] * len(keys)
    length = experiment.lengths[row]
    for position in range(schedule.end + 1, schedule.last + 1, count(1, by_default=3)):
        bench.go_to(position)
        for watch, text in zip(watches, column(panel, VALUE), strict=True):
            there = [Address(watch.quantity, watch.lane, t, row, 0) for t in range(length)]
            known = [a for a in there if a.position(schedule) <= position]
            if not known:
                assert text == "·"
                continue
            newest = max(known, key=lambda a: a.position(schedule))
            assert text == number_format.scientific(newest.value(numbers))


def test_what_is_typed_without_a_way_back_is_kept_and_told(shown):
    experiment = random_case(UNEVEN)
    panel, bench = shown(experiment.with_objective(NO_OBJECTIVE))
    type_in(panel, "dc[0]", "|dc[0]| < 1e-8")
    assert panel.problem.isVisible()
    assert "|dc[0]| < 1e-8" in panel.problem.text()
    assert "no backward pass" in panel.problem.text()
    assert column(panel, NAME)[-1] == "|dc[0]| < 1e-8"
    assert column(panel, VALUE)[0] == "–"
    for row in range(2):
        tip = panel.rows.data(panel.rows.index(row, NAME), Qt.ItemDataRole.ToolTipRole)
        assert "no backward pass" in tip
    bench.edit(experiment, "a loss")
    assert column(panel, VALUE)[0] == "·"
    tip = panel.rows.data(panel.rows.index(1, NAME), Qt.ItemDataRole.ToolTipRole)
    assert "no backward pass" not in tip
    QTest.keyClicks(panel.field, "h")
    assert not panel.problem.isVisible()


def test_the_buttons_watch_and_stop_at_the_gradient_that_is_lit(shown):
    experiment = random_case(UNEVEN)
    panel, bench = shown(experiment)
    bench.last()
    bench.step(2)
    bench.step(3, "gate")
    subject = bench.snapshot().subject
    assert subject.is_gradient
    assert panel.subject.text() == subject.text()
    QTest.mouseClick(panel.watch_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.break_button, Qt.MouseButton.LeftButton)
    watching = bench.snapshot().watching
    assert [(w.quantity, w.lane, w.unit) for w in watching.watches] == [
        (subject.quantity, subject.lane, subject.unit)
    ]
    bench.first()
    bench.first()
    bench.run_on()
    snapshot = bench.snapshot()
    assert snapshot.hit.number == subject
    met = panel.rows.rows[1]
    assert met.met
    row = panel.rows.index(0, VALUE)
    value = subject.value(snapshot.numbers)
    assert row.data() == number_format.scientific(value)


@pytest.mark.parametrize("value", [3e-4, -0.02, 0.9, 0.0, -3e-7])
def test_a_gradient_stands_at_its_place_on_two_mirrored_log_axes(value):
    image = QImage(50, 101, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.panel))
    painter = QPainter(image)
    values = np.array([1.0] * 5 + [value] * 4)
    line = Sparkline(values, 9)
    line.draw(painter, QRectF(0, 0, 50, 101), slice(0, 9), "dc", LIGHT, 8)
    painter.end()
    column = [image.pixelColor(40, row).lightness() for row in range(101)]
    height = float(DecadeRange.of(values).heights(np.array(value)))
    place = 50.5 - 50.5 * height
    dark = int(np.argmin(column))
    assert abs(dark + 0.5 - place) <= 1.5


def test_what_is_walked_is_drawn_from_the_right_with_a_bar_at_the_right_edge(shown):
    experiment = random_case(UNEVEN)
    panel, bench = shown(experiment)
    type_in(panel, "dc[0] layer 0 row 0", "c[0]")
    bench.last()
    bench.last()
    bench.step(-3)
    known = panel.rows.rows[0].known
    steps = experiment.lengths[0]
    assert 0 < known.start < known.stop == steps
    image = panel.table.viewport().grab().toImage()

    def colours(row, left, right):
        rect = panel.table.visualRect(panel.rows.index(row, CURVE))
        xs = range(round(rect.left() + left), round(rect.left() + right))
        y = rect.center().y()
        return {image.pixelColor(x, y).name() for x in xs}

    width = panel.table.visualRect(panel.rows.index(0, CURVE)).width()
    hue = LIGHT.colour("c").name()
    assert hue in colours(0, width - 3, width)
    assert hue not in colours(1, width - 3, width)
    left_of_known = 6 + (width - 12) * known.start / len(panel.rows.rows[0].series)
    rect = panel.table.visualRect(panel.rows.index(0, CURVE))
    strip = image.copy(rect.left(), rect.top(), round(left_of_known) - 3, rect.height())
    ground = image.pixelColor(rect.left() + 1, rect.top() + 1)
    drawn = [
        strip.pixelColor(x, y) != ground
        for x in range(strip.width())
        for y in range(1, strip.height() - 1)
    ]
    assert not any(drawn)
