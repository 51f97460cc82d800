"""Tracks of a readout: rings and lines, words, losses; what a click there does, what is told."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.breakpoints.condition_parser import parse
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from simulator.objective.loss import CROSS_ENTROPY
from simulator.objective.objective import NO_OBJECTIVE, Objective
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from tests.ui.panels.timeline.test_panel import double_click
from tests.ui.readouts import bench_with_readout, experiment_with_readout
from ui.panels.timeline.answers.binding import answers_of, limits_of
from ui.panels.timeline.answers.item import _INSET
from ui.panels.timeline.mouse.place_words import words_of
from ui.panels.timeline.scales import TrackScales
from ui.panels.timeline.track_choice import tracks_for
from ui.session.document import Document
from ui.session.runner import Runner
from ui.session.viewing.hidden_values import HiddenValues
from ui.session.workbench import Workbench
from ui.style import number_format, theme

SIZE = (1200, 620)
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def latch():
    """Return a workbench at the end of the latch."""
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    bench.last()
    return bench


def edit(bench, name, index, value):
    experiment = bench.snapshot().experiment
    changed = experiment.parameters.with_value(name, index, value)
    bench.edit(experiment.with_parameters(changed), "a weight")
    bench.last()
    QApplication.processEvents()


def spot(panel, track, t, value=None):
    """Return the pixel of a timestep in a track; of the track of y at the height of a value."""
    view = panel.plots.tracks[track].view
    place = panel.plots.mapFromScene(view.mapViewToScene(QPointF(t, view.viewRect().center().y())))
    if value is not None:
        low, high = panel.plots.tracks[track].limits
        rect = view.sceneBoundingRect()
        share = (value - low) / (high - low)
        place.setY(round(rect.bottom() - _INSET - share * (rect.height() - 2 * _INSET)))
    return place


def colours_near(panel, t, value, reach=5):
    """Return the colours of the pixels around an answer's place in the track of y."""
    image, centre = panel.plots.grab().toImage(), spot(panel, "y", t, value)
    return {
        image.pixelColor(centre + QPoint(dx, dy)).name()
        for dx in range(-reach, reach + 1)
        for dy in range(-reach, reach + 1)
    }


def click(panel, track, t, button=LEFT):
    viewport, place = panel.plots.viewport(), spot(panel, track, t)
    QTest.mouseMove(viewport, place)
    QTest.mouseClick(viewport, button, Qt.KeyboardModifier.NoModifier, place)
    QApplication.processEvents()


def entries(panel):
    """Return the texts of the visible entries of the open menu, by their actions."""
    return {action.text(): action for action in panel._menu.actions() if action.isVisible()}


# What is drawn


def test_a_right_answer_is_a_ring_on_its_line(shown):
    bench = latch()
    panel = shown(bench, SIZE)
    p = bench.snapshot().values("p")[:, 0]
    assert panel.plots.tracks["y"].limits == (0.0, 1.0)
    for t, right in ((1, 1.0), (5, 0.0), (8, 1.0)):
        assert abs(p[t] - right) < 0.02
        near = colours_near(panel, t, right)
        assert {theme.LIGHT.good, theme.LIGHT.panel} <= near
        assert theme.LIGHT.bad not in near


def test_a_wrong_answer_is_a_ring_off_its_line_in_the_colour_of_what_is_wrong(shown):
    bench = latch()
    panel = shown(bench, SIZE)
    edit(bench, "weight_ih_l0", (2, 0), -6.0)  # yes is taken for no
    p = bench.snapshot().values("p")[:, 0]
    assert p[1] < 0.1
    ring = [QColor(name) for name in colours_near(panel, 1, p[1])]
    assert max(colour.red() - colour.green() for colour in ring) > 100
    assert theme.LIGHT.good not in colours_near(panel, 1, p[1])
    on_line = colours_near(panel, 1, 1.0)
    assert theme.LIGHT.good in on_line
    assert max(QColor(name).red() - QColor(name).green() for name in on_line) < 30


def test_an_answer_that_nothing_asks_for_has_no_line(shown):
    panel = shown(Workbench(Document.of_example(EXAMPLES["tagger"]())), SIZE)  # 0 is a bracket
    assert theme.LIGHT.good not in colours_near(panel, 0, 0.5)
    answers = panel._answers._answers
    assert np.isnan(answers.right[0, 0])
    assert not answers.wrong(slice(0, 1)).any()


def test_what_is_ahead_is_dim_and_can_be_hidden(shown):
    bench = latch()
    bench.go_to_timestep(5)
    panel = shown(bench, SIZE)
    assert theme.LIGHT.good not in colours_near(panel, 8, 1.0)
    dim = panel.plots.grab().toImage().pixelColor(spot(panel, "y", 9, 1.0) + QPoint(10, 0))
    assert dim.name() not in (theme.LIGHT.panel, theme.LIGHT.good)
    bench.toggle_ahead()
    assert panel.plots.tracks["y"]._ahead == slice(6, 6)


def test_classes_are_words_in_the_colours_of_right_and_wrong(shown):
    experiment = experiment_with_readout(steps=6, objective={"loss": "cross-entropy"})
    run = Workbench(Document.of("test", experiment))
    run.last()
    said = run.snapshot().values("y").argmax(axis=-1)
    right = np.where(np.arange(6) % 2 == 0, said, (said + 1) % 3)[:, None]
    old = experiment.objective
    objective = Objective(
        replace(old.readout, names=("ax", "bo", "cu")),
        Targets(right, np.ones((6, 1), bool)),
        old.loss,
    )
    bench = Workbench(Document.of("test", experiment.with_objective(objective)))
    bench.last()
    panel = shown(bench, SIZE)
    answers = panel._answers._answers
    words = [answers.classes.word(t) for t in range(6)]
    assert words == [("ax", "bo", "cu")[k] for k in said]
    assert answers.wrong(slice(0, 6)).tolist() == [False, True] * 3
    image = panel.plots.grab().toImage()
    for t in range(6):
        centre = spot(panel, "y", t)
        pixels = [
            image.pixelColor(centre + QPoint(x, y)) for x in range(-20, 21) for y in range(-9, 10)
        ]
        reddest = max(pixel.red() - pixel.green() for pixel in pixels)
        greenest = max(pixel.green() - pixel.red() for pixel in pixels)
        assert (reddest > 80, greenest > 40) == ((False, True) if t % 2 == 0 else (True, False))


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_another_theme_has_its_own_colours(shown, colours):
    panel = shown(latch(), SIZE)
    panel.set_theme(colours)
    assert {colours.good, colours.panel} <= colours_near(panel, 1, 1.0)


def test_the_scale_of_numbers_holds_what_is_said_and_what_is_right(shown):
    bench = bench_with_readout(steps=12, objective={"outputs": 2})
    bench.last()
    panel = shown(bench, SIZE)
    row = panel.plots.tracks["y"]
    targets = bench.snapshot().experiment.objective.targets
    right = np.where(targets.counted[..., None], targets.values, np.nan)
    both = np.concatenate([bench.snapshot().values("y").ravel(), right.ravel()])
    low, high = row.limits
    assert low <= min(0, np.nanmin(both))
    assert high >= np.nanmax(both)
    assert max(-low, high) <= 2.1 * np.nanmax(np.abs(both))
    losses = bench.snapshot().values("loss")
    assert panel.plots.tracks["loss"].limits[0] == 0
    assert losses.max() <= panel.plots.tracks["loss"].limits[1] <= 2.1 * losses.max()


def test_no_answer_is_off_the_scale_while_a_run_goes_on(shown, in_slices):
    experiment = experiment_with_readout(steps=30, objective={"outputs": 1})
    readout = Readout(np.array([[30.0, -30.0]]))
    free = experiment.with_objective(Objective(readout))
    bench = Workbench(Document.of("test", free))
    panel = shown(bench, SIZE)
    for _ in range(30):
        bench.step(1)
        QApplication.processEvents()
        snapshot = bench.snapshot()
        y = snapshot.values("y")[snapshot.known("y")]
        low, high = panel.plots.tracks["y"].limits
        assert ((low <= y) & (y <= high)).all()


def test_only_a_document_with_a_readout_has_its_tracks(shown):
    bench = bench_with_readout()
    panel = shown(bench, SIZE)
    assert {"y", "loss"} <= panel.plots.offered
    assert {"y", "loss"} <= set(panel.plots.shown)
    experiment = bench.snapshot().experiment
    objective = replace(experiment.objective, loss=None)
    bench.edit(experiment.with_objective(objective), "no loss")
    assert "loss" not in panel.plots.offered
    bench.edit(experiment.with_objective(NO_OBJECTIVE), "no readout")
    assert panel.plots.offered.isdisjoint({"y", "loss"})
    panel.plots.grab()


def test_another_row_of_a_batch_shows_its_own_answers(shown):
    bench = bench_with_readout(steps=6, batch=3, lengths=[6, 4, 2], bidirectional=True)
    bench.last()
    panel = shown(bench, SIZE)
    for row, length in ((1, 4), (2, 2), (0, 6)):
        bench.select(Lane(), row)
        y = bench.snapshot().run.trace.values("y", Lane())[:, row]
        assert np.shares_memory(panel._answers._answers.said, y)
        assert panel.plots.tracks["y"]._known == slice(0, length)
        assert panel.plots.tracks["loss"]._known == slice(0, length)


# What the mouse does


@pytest.mark.parametrize("track", ["y", "loss"])
def test_a_click_looks_at_an_answer_and_a_double_click_goes_to_its_step(shown, track):
    bench = bench_with_readout(num_layers=2, bidirectional=True)
    bench.last()
    bench.select(Lane(0, 1))
    panel = shown(bench, SIZE)
    click(panel, track, 2)
    snapshot = bench.snapshot()
    said = int(snapshot.values("y")[2].argmax()) if track == "y" else 0
    assert snapshot.pinned == Address(track, t=2, unit=said)
    assert snapshot.lane == Lane(1)
    click(panel, track, 3)
    double_click(panel, spot(panel, track, 3))
    snapshot = bench.snapshot()
    assert snapshot.position == Address("y", t=3).position(snapshot.schedule)
    assert (snapshot.quantity, snapshot.timestep, snapshot.pinned) == ("y", 3, None)


def test_a_click_on_the_input_looks_at_what_the_readout_says_of_it(shown):
    bench = bench_with_readout(hidden_size=1, objective={"outputs": 5})
    bench.last()
    panel = shown(bench, SIZE)
    assert bench.snapshot().quantity == "y"
    click(panel, "x", 1)
    said = int(bench.snapshot().values("y")[1].argmax())
    assert bench.snapshot().pinned == Address("y", t=1, unit=said)


def test_where_a_readout_gives_no_answer_a_click_looks_at_h(shown):
    bench = bench_with_readout(objective={"over": "last"})
    bench.last()
    panel = shown(bench, SIZE)
    click(panel, "y", 1)
    assert bench.snapshot().pinned is None
    click(panel, "x", 1)
    assert bench.snapshot().pinned == Address("h", t=1)
    click(panel, "y", 4)
    assert bench.snapshot().pinned.quantity == "y"


def test_the_menu_watches_stops_and_copies_and_holds_nothing(shown):
    bench = latch()
    panel = shown(bench, SIZE)
    panel.watching_set.connect(bench.set_watching)
    click(panel, "loss", 3, button=RIGHT)
    value = bench.snapshot().values("loss")[3, 0]
    offered = entries(panel)
    assert not [text for text in offered if "Hold" in text or "Release" in text]
    offered[next(text for text in offered if number_format.exact(value) in text)].trigger()
    assert float(QApplication.clipboard().text()) == value
    panel._menu.watches.watch.trigger()
    assert bench.snapshot().watching.watches == (Address("loss"),)
    conditions = [action.text() for action in panel._menu.watches.menu.actions()]
    near = f"{float(f'{value:.3g}')!r}"
    assert conditions == [f"loss > {near}", f"loss < {near}", "loss at 3 row 0"]
    assert [parse(text).text() for text in conditions] == conditions
    panel._menu.watches.menu.actions()[0].trigger()
    (made,) = bench.snapshot().watching.breakpoints
    assert made.condition == parse(conditions[0])
    panel._menu.close()
    click(panel, "y", 3, button=RIGHT)
    assert "wrong" in [action.text() for action in panel._menu.watches.menu.actions()]
    panel._menu.close()


def test_the_menu_names_a_lane_where_there_are_several(shown):
    bench = bench_with_readout(num_layers=2, batch=2)
    bench.last()
    bench.select(Lane(1), 1)
    panel = shown(bench, SIZE)
    click(panel, "c", 2, button=RIGHT)
    texts = [action.text() for action in panel._menu.watches.menu.actions()]
    assert all(text.endswith("layer 1 forward row 1") for text in texts)
    panel._menu.close()
    click(panel, "y", 2, button=RIGHT)
    texts = [action.text() for action in panel._menu.watches.menu.actions()]
    assert all("layer" not in text for text in texts)
    panel._menu.close()
    click(panel, "x", 2, button=RIGHT)
    assert not panel._menu.watches.watch.isVisible()
    assert not panel._menu.watches.menu.menuAction().isVisible()
    panel._menu.close()


# What is told


def test_the_place_under_the_mouse_is_told_with_every_digit(shown):
    bench = bench_with_readout()
    bench.last()
    panel = shown(bench, SIZE)
    said, cards = [], []
    panel.hovered.connect(said.append)
    panel.card_asked.connect(cards.append)
    for track in ("y", "loss"):
        QTest.mouseMove(panel.plots.viewport(), spot(panel, track, 2))
        QApplication.processEvents()
        values = bench.snapshot().values(track)[2]
        unit = int(values.argmax())
        name = f"y[{unit}]" if track == "y" else "loss"
        assert said[-1] == f"{name} at t 2 = {number_format.exact(values[unit])}"
        assert cards[-1].subject == Address(track, t=2, unit=unit)


def test_no_answer_is_told_as_such(shown):
    bench = bench_with_readout(objective={"over": "h_n"})
    panel = shown(bench, SIZE)
    row = panel.plots.tracks["y"]
    scene = row.view.mapViewToScene
    for t, words in ((1, "no output"), (4, "not computed")):
        bench.toggle_ahead() if t == 4 else None
        place = row.place_at(scene(QPointF(t, 0)))
        assert panel._pointing.spot_of(place) is None
        assert words in words_of(bench.snapshot(), place, "values", str)


def test_a_covered_answer_is_not_told(shown):
    bench = latch()
    panel = shown(bench, SIZE)
    bench.cover(HiddenValues(numbers=frozenset({Address("y", t=2), Address("loss", t=2)})))
    for track in ("y", "loss"):
        row = panel.plots.tracks[track]
        place = row.place_at(row.view.mapViewToScene(QPointF(2, 0)))
        assert (place.value, place.state) == (None, "covered")
        click(panel, track, 2)
        assert bench.snapshot().pinned is None


# Beside the baseline


def test_the_answers_before_an_edit_stand_behind_those_after_it(shown):
    bench = latch()
    panel = shown(bench, SIZE)
    before = bench.snapshot().values("p").copy()
    assert panel._answers._answers.before is None
    edit(bench, "weight_ih_l0", (2, 0), -6.0)
    answers = panel._answers._answers
    assert np.array_equal(answers.before, before)

    def greys(t, value):
        near = [QColor(name) for name in colours_near(panel, t, value)]
        return [c for c in near if c.red() < 170 and abs(c.red() - c.green()) < 20]

    assert greys(2, before[2, 0])  # a faint ring where the answer was
    assert not greys(0, 0.2)
    told = []
    panel.hovered.connect(told.append)
    QTest.mouseMove(panel.plots.viewport(), spot(panel, "y", 2))
    QApplication.processEvents()
    y = bench.snapshot().against.comparison.values("y", Lane(), 0)
    assert number_format.exact(y.before[2, 0]) in told[-1]
    assert number_format.exact(y.after[2, 0]) in told[-1]
    bench.undo()
    assert np.array_equal(bench.snapshot().values("p"), before)


def test_the_scale_of_answers_holds_those_of_the_baseline(qapp):
    """A readout ten times as loud says 13 where 5 is right; it may be drawn behind, or alone."""
    bench = Workbench(Document.of_example(EXAMPLES["depth"]()))
    experiment = bench.snapshot().experiment
    readout = experiment.objective.readout
    loud = replace(readout, weight=10 * np.asarray(readout.weight))
    bench.edit(experiment.with_objective(replace(experiment.objective, readout=loud)), "loud")
    bench.last()
    bench.edit(experiment, "quiet")

    def peak():
        return np.abs(bench.snapshot().values("y")).max()

    def end():
        return limits_of(bench.snapshot(), answers_of(bench.snapshot()))[1]

    assert peak() == pytest.approx(1.31, abs=0.01)
    assert end() == 15.0
    bench.undo()
    assert peak() == pytest.approx(13.1, abs=0.1)
    assert end() == 15.0
    bench.undo()
    assert end() == 5.0


def test_losses_differ_where_differences_are_drawn(shown):
    bench = latch()
    panel = shown(bench, SIZE)
    before = bench.snapshot().values("loss").copy()
    edit(bench, "weight_hh_l0", (2, 0), 1.0)
    after = bench.snapshot().values("loss")
    row = panel.plots.tracks["loss"]
    scene = row.view.mapViewToScene(QPointF(3, 0))
    assert row.place_at(scene).value == after[3, 0]
    panel.difference_button.click()
    assert row.place_at(scene).value == after[3, 0] - before[3, 0]
    low, high = row.limits
    assert low == -high <= -np.abs(after - before).max()
    panel.heat_map_button.click()
    assert row.place_at(scene).value == after[3, 0]


@pytest.mark.parametrize("differs", [False, True])
def test_a_moved_scale_of_losses_is_counted_and_told(shown, monkeypatch, differs):
    monkeypatch.setattr(Runner, "_compute_ahead", lambda *_: False)
    bench = bench_with_readout(steps=24)
    panel = shown(bench, SIZE)
    if differs:
        experiment = bench.snapshot().experiment
        readout = experiment.objective.readout
        louder = replace(readout, weight=3 * np.asarray(readout.weight))
        objective = replace(experiment.objective, readout=louder)
        bench.edit(experiment.with_objective(objective), "a louder readout")
        panel.difference_button.setChecked(True)
    row, seen = panel.plots.tracks["loss"], []
    for _ in range(bench.snapshot().experiment.num_timesteps):
        bench.step(1, "timestep")
        seen.append((row.limits, panel.scale_number, panel._scales.told))
    grown = [(a, b) for a, b in itertools.pairwise(seen) if a[0] != b[0]]
    assert grown
    for (_, number, told), (limits, now, tells) in grown:
        assert now > number
        assert tells is not told
        (of_losses,) = (part for part in tells.split("; ") if "loss" in part)
        assert ("±" in of_losses) == (limits[0] < 0)


@pytest.mark.parametrize("as_curves", [False, True])
def test_a_moved_scale_of_answers_is_counted_told_and_framed(shown, monkeypatch, as_curves):
    monkeypatch.setattr(Runner, "_compute_ahead", lambda *_: False)
    bench = bench_with_readout(steps=24, objective={"outputs": 2})
    panel = shown(bench, SIZE)
    panel.show_curves(as_curves)
    row, seen = panel.plots.tracks["y"], []
    for _ in range(bench.snapshot().experiment.num_timesteps):
        bench.step(1, "timestep")
        told = panel._scales.told
        seen.append((row.limits, panel.scale_number, told, row.label._flash))
        panel._flash.end()
    moved = [(a, b) for a, b in itertools.pairwise(seen) if a[0] != b[0]]
    low, high = moved[-1][1][0]
    assert -low != high  # other ends on both sides of 0, once all is computed
    for ((_, before), number, told, _), ((low, high), now, tells, is_framed) in moved:
        assert now > number
        assert tells is not told
        assert is_framed
        ends = f"±{high:g}" if low == -high else f"{low:g}…{high:g}".replace("-", "−")
        assert f"y: ±{before:g} → {ends}" in tells


def test_each_scale_that_moves_is_told_with_its_own_ends():
    scales = TrackScales()
    old = {"c": (-1.0, 1.0), "h": (-1.0, 1.0), "y": (-4.0, 4.0), "loss": (0.0, 1.0)}
    scales.moved(old)
    wider = {"c": (-2.0, 2.0), "h": (-2.0, 2.0), "y": (-3.0, 0.0), "loss": (0.0, 8.0)}
    assert scales.moved(wider) == ("c", "h", "y", "loss")
    of_values, of_answers, of_losses = scales.told.split("; ")
    assert of_values.endswith("c h: ±1 → ±2")
    assert of_answers.endswith("y: ±4 → −3…0")
    assert of_losses.endswith("loss: 1 → 8")


def test_words_have_no_scale_to_tell(shown):
    bench = bench_with_readout(steps=6, objective={"loss": CROSS_ENTROPY})
    panel = shown(bench, SIZE)
    bench.last()
    assert panel._answers._answers.classes is not None
    assert "y" not in panel._scales._shown
    assert "loss" in panel._scales._shown


def test_a_baseline_without_a_readout_is_no_baseline_of_answers(shown):
    bench = latch()
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_objective(NO_OBJECTIVE), "without")
    bench.edit(experiment, "with")
    bench.last()
    panel = shown(bench, SIZE)
    assert bench.snapshot().against.comparison is not None
    assert panel._answers._answers.before is None
    panel.difference_button.click()
    row = panel.plots.tracks["loss"]
    place = row.place_at(row.view.mapViewToScene(QPointF(3, 0)))
    assert place.value == bench.snapshot().values("loss")[3, 0]
    for track in ("y", "loss"):
        QTest.mouseMove(panel.plots.viewport(), spot(panel, track, 4))
        QApplication.processEvents()


def test_a_readout_takes_no_room_from_the_words_that_come_in():
    rows = ("f", "i", "g", "o", "c", "h")
    for bars in (True, False):
        for height in range(0, 800, 5):
            plain, read = (tracks_for(height, rows, bars, with_y) for with_y in ((), ("y", "loss")))
            assert ("x" in plain) == ("x" in read)
            assert {"c", "h"} <= set(read)
        assert "y" in tracks_for(800, rows, bars, ("y", "loss"))
