"""Tracks of training: what earlier networks say of the open sequence, and what the pin's keeps."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.engine.run import Run
from simulator.network.lane import Lane
from simulator.training.network import Network
from simulator.training.optimisers import SGD
from simulator.training.plan import Plan
from ui.panels.timeline import flash
from ui.panels.timeline.mouse.place_words import words_of
from ui.panels.timeline.track_choice import PINNED, SAID, tracks_of_training
from ui.panels.timeline.training.said import NOW, OF_PIN, START, SaidBy
from ui.session.trainer.task_document import document_of
from ui.session.workbench import Workbench
from ui.style import number_format

SIZE, UNIT = (900, 460), 4


@pytest.fixture(scope="module", autouse=True)
def _short_flashes():
    """End the flash of a scale soon: a panel lies still only after it, also that of the file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flash, "FLASH_MILLISECONDS", 10)
        yield


def trained(task="parity", steps=12):
    """Return a workbench at the end of the sequence, after so many steps of training."""
    bench = Workbench(document_of(task))
    for _ in range(steps):
        bench.trainer.take_step()
    bench.last()
    return bench


def pin_at(bench, step):
    """Pin a step, and go back to where the training stands."""
    newest = bench.snapshot().training.length
    bench.trainer.scrub(step)
    now = bench.snapshot()
    bench.set_baselines(now.against.baselines.with_document(now.document, None))
    bench.trainer.scrub(newest)


def settle(panel, qtbot):
    qtbot.waitUntil(lambda: panel.at_rest)
    QApplication.processEvents()


def said_of(panel):
    """Return what each network says, (T,), by which it is."""
    return {each.which: each for each in panel.plots.said.said._said}


def spot(plots, track):
    """Return the pixel of a unit at t 6 in a track."""
    view = plots.tracks[track].view
    return plots.mapFromScene(view.mapViewToScene(QPointF(6, UNIT if "c" in track else 0)))


def by_hand(bench, step):
    """Return p and c of the network of a step on the open sequence, by a run of its own."""
    now = bench.snapshot()
    network = now.training.run.network_at(step)
    run = Run(network.put_into(now.experiment))
    run.advance()
    return run.trace.values("p", Lane())[:, 0, 0], run.trace.values("c", Lane())[:, 0]


@pytest.fixture(scope="module")
def _document(qapp):
    return trained().snapshot().document


@pytest.fixture
def compared(_document, shown, qtbot):
    bench = Workbench(_document)
    bench.last()
    panel = shown(bench, SIZE)
    pin_at(bench, 5)
    settle(panel, qtbot)
    return bench, panel


def test_each_network_says_what_its_own_run_says(compared):
    bench, panel = compared
    said = said_of(panel)
    assert set(said) == {START, OF_PIN, NOW}
    for which, step in ((START, 0), (OF_PIN, 5), (NOW, 12)):
        np.testing.assert_array_equal(said[which].values, by_hand(bench, step)[0])
        assert str(step) in said[which].name
    assert np.array_equal(panel.plots.pinned["c"].values, by_hand(bench, 5)[1])


def test_the_pins_row_lies_under_the_present_one_on_one_scale(compared):
    _, panel = compared
    shown = panel.plots.shown
    assert shown[:2] == ("said", "x")
    assert shown.index("c pinned") == shown.index("c") + 1
    assert panel.plots.rows["c"].limits == panel.plots.pinned["c"].limits
    said, other = (panel.plots.tracks[key].view.height() for key in ("said", "c"))
    assert said > 3 * other


def test_the_scale_of_a_row_holds_the_values_of_the_pin(shown, qtbot):
    """A rate that is far too high drives c from 2 to 20 in three steps; the first is looked at."""
    bench = Workbench(document_of("parity"))
    bench.trainer.set_setting(replace(bench.trainer.setting, plan=Plan(SGD(30.0))))
    for _ in range(3):
        bench.trainer.take_step()
    pin_at(bench, 3)
    bench.trainer.scrub(0)
    bench.last()
    panel = shown(bench, SIZE)
    settle(panel, qtbot)
    now, pinned = (np.abs(by_hand(bench, step)[1]).max() for step in (0, 3))
    assert now < 2 < 15 < pinned <= 20
    assert panel.plots.rows["c"].limits == (-20.0, 20.0)


def test_scrubbing_makes_no_run_anew(compared, qtbot):
    bench, panel = compared
    runs = dict(panel._training.runs._runs)
    bench.trainer.scrub(9)
    settle(panel, qtbot)
    assert dict(panel._training.runs._runs) == runs
    np.testing.assert_array_equal(said_of(panel)[NOW].values, by_hand(bench, 9)[0])


def test_an_edit_of_the_sequence_gives_all_networks_another(compared, qtbot):
    bench, panel = compared
    experiment = bench.snapshot().experiment
    sequence = -experiment.sequence
    bench.edit(replace(experiment, sequence=sequence), "turned round")
    settle(panel, qtbot)
    for which, step in ((START, 0), (OF_PIN, 5)):
        np.testing.assert_array_equal(said_of(panel)[which].values, by_hand(bench, step)[0])


def test_without_training_there_are_no_such_rows(compared, qtbot):
    bench, panel = compared
    assert "said" in panel.plots.offered
    bench.open(replace(document_of("parity"), task=""))
    bench.last()
    settle(panel, qtbot)
    assert not {"said", "c pinned"} & panel.plots.offered
    assert "y" in panel.plots.shown
    assert not panel._training.runs._runs


def test_only_what_is_known_is_said(compared, qtbot):
    bench, panel = compared
    bench.first()
    settle(panel, qtbot)
    item = panel.plots.said.said
    assert item._known.start == item._known.stop
    bench.go_to_timestep(7)
    settle(panel, qtbot)
    assert (item._known.start, item._known.stop) == (0, 8)
    assert panel.plots.pinned["c"]._known == slice(0, 8)


def test_places_are_told(compared):
    bench, panel = compared
    plots, snapshot = panel.plots, bench.snapshot()
    told = []
    for track in ("said", "c pinned"):
        place = plots.tracks[track].place_at(plots.mapToScene(spot(plots, track)))
        told.append(words_of(snapshot, place, "values", str))
    p, c = by_hand(bench, 12)[0][6], by_hand(bench, 5)[1][6, UNIT]
    assert told == [
        f"p[0] at t 6 = {number_format.exact(p)}",
        f"c[{UNIT}] of the pinned network at t 6 = {number_format.exact(c)}",
    ]


def test_a_click_on_p_looks_at_it_and_one_on_the_pin_at_the_timestep(compared):
    _, panel = compared
    plots, looked = panel.plots, []
    panel.looked_at.connect(looked.append)
    for track in ("said", "c pinned"):
        QTest.mouseMove(plots.viewport(), spot(plots, track))
        QTest.mouseClick(plots.viewport(), Qt.MouseButton.LeftButton, pos=spot(plots, track))
        QApplication.processEvents()
    assert [(number.quantity, number.t) for number in looked] == [("p", 6), ("y", 6)]


@pytest.mark.parametrize("gradients", [(), ("dh", "dc")], ids=["out", "back"])
def test_a_lower_timeline_shows_fewer_tracks_and_at_last_what_is_said(qapp, gradients):
    trained = (SAID, *PINNED.values())
    shown = [set(tracks_of_training(height, trained, gradients)) for height in range(0, 600, 20)]
    assert shown[0] == {SAID}
    assert all(low <= high for low, high in pairwise(shown))
    assert shown[-1] >= {*trained, *gradients}


@pytest.mark.parametrize("task", ["adding-50", "sine"])
def test_a_number_said_is_on_a_scale_that_holds_it_and_what_is_right(shown, qtbot, task):
    bench = trained(task, steps=0)
    panel = shown(bench, SIZE)
    settle(panel, qtbot)
    said = panel.plots.said.said
    values = np.concatenate([said._right, *(each.values for each in said._said)])
    values = values[np.isfinite(values)]
    low, high = said._limits
    assert low <= min(values.min(), 0)
    assert high >= max(values.max(), 0)
    assert (low, high) != (0.0, 1.0)


def test_where_all_that_is_said_is_0_the_scale_has_it_in_the_middle(shown, qtbot):
    document = document_of("sine")
    experiment = document.experiment
    objective, targets = experiment.objective, experiment.objective.targets
    for name in ("readout.weight", "readout.bias"):
        objective = objective.with_named(name, 0 * objective.named(name))
    objective = replace(objective, targets=replace(targets, values=0 * targets.values))
    experiment = experiment.with_objective(objective)
    bench = Workbench(replace(document, experiment=experiment, original=experiment))
    bench.last()
    panel = shown(bench, SIZE)
    settle(panel, qtbot)
    assert not said_of(panel)[NOW].values.any()
    low, high = panel.plots.said.said._limits
    assert low == -high < 0


def test_a_lone_answer_is_a_dot(shown, qtbot):
    bench = trained(steps=0)
    panel = shown(bench, SIZE)
    settle(panel, qtbot)
    said, steps = panel.plots.said.said, len(said_of(panel)[NOW].values)
    view, viewport = said.getViewBox(), panel.plots.viewport()
    right, lone = np.full(steps, np.nan), np.full(steps, np.nan)
    lone[6] = sum(said._limits) / 2
    spot = panel.plots.mapFromScene(view.mapViewToScene(QPointF(6, view.viewRect().center().y())))

    def seen(values):
        said.bind((SaidBy(NOW, "step 0", values),), right)
        QApplication.processEvents()
        return viewport.grab().toImage().pixelColor(spot)

    assert seen(right) != said.colour(NOW)
    assert seen(lone) == said.colour(NOW)


def test_the_open_network_needs_no_run(shown_anew, qtbot):
    bench = trained(steps=0)
    panel = shown_anew(bench, SIZE)
    settle(panel, qtbot)
    assert list(said_of(panel)) == [NOW]
    assert not panel._training.runs._runs
    network = Network.of(bench.snapshot().experiment)
    assert network.parameters is bench.snapshot().run.experiment.parameters
