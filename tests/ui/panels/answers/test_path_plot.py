"""Path of two answers in the plane: what is drawn, and a click on a timestep."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from simulator.examples import EXAMPLES
from simulator.objective.readout import LAST
from ui.panels.answers import path_plot
from ui.panels.answers.panel import AnswersPanel
from ui.panels.answers.path_plot import path_of
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style.theme import LIGHT

STEPS = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}


@pytest.fixture
def bench():
    return Workbench(Document.of_example(EXAMPLES["walk"]()))


@pytest.fixture
def panel(qtbot, bench):
    panel = AnswersPanel(LIGHT)
    qtbot.addWidget(panel)
    bench.changed.connect(panel.draw)
    panel.looked_at.connect(bench.look_at)
    panel.resize(320, 420)
    panel.show()
    panel.draw(bench.snapshot())
    return panel


def walked(words):
    place, step, places = np.zeros(2), (0, 0), []
    for word in words:
        step = STEPS.get(word, step)
        place = place + step
        places.append(place)
    return np.array(places)


def drawn(curve):
    x, y = curve.getData()
    points = np.column_stack([[] if x is None else x, [] if y is None else y])
    return points[np.isfinite(points).all(axis=1)]


def test_the_walk_is_drawn_beside_the_way_that_was_told(bench, panel):
    bench.last()
    way = walked(bench.snapshot().document.timestep_labels)
    np.testing.assert_allclose(drawn(panel.path.right), way)
    np.testing.assert_allclose(drawn(panel.path.said), way, atol=0.05)
    np.testing.assert_allclose(drawn(panel.path.here), way[-1:], atol=0.05)
    assert panel.path.isVisible()


def test_what_is_ahead_is_drawn_apart_or_hidden(bench, panel):
    bench.go_to_timestep(7)
    known = len(drawn(panel.path.said))
    assert 7 <= known <= 9
    assert len(drawn(panel.path.ahead)) == 12 - known + 1
    bench.toggle_ahead()
    assert len(drawn(panel.path.said)) == known
    assert len(drawn(panel.path.ahead)) == 1


def test_a_click_looks_at_a_timestep(bench, panel):
    bench.last()
    view = panel.path.view
    said = path_of(bench.snapshot(), 11).said
    for t in (4, 7):
        place = panel.path.mapFromScene(view.mapViewToScene(QPointF(*said[t].tolist())))
        QTest.mouseClick(panel.path.viewport(), Qt.MouseButton.LeftButton, pos=place)
        subject = bench.snapshot().subject
        assert (subject.quantity, subject.t) == ("y", t)


def test_a_long_run_has_no_path(bench, monkeypatch):
    bench.last()
    assert path_of(bench.snapshot(), 11) is not None
    monkeypatch.setattr(path_plot, "_MOST", 11)
    assert path_of(bench.snapshot(), 11) is None


def test_other_readouts_have_no_path(bench, panel):
    experiment = bench.snapshot().experiment
    readout = experiment.objective.readout
    for other in (
        replace(readout, over=LAST),
        replace(readout, weight=readout.weight[:1], names=("east",)),
    ):
        objective = replace(experiment.objective, readout=other, targets=None, loss=None)
        bench.edit(experiment.with_objective(objective), "other")
        bench.last()
        assert path_of(bench.snapshot(), 11) is None
        assert not panel.path.isVisible()
