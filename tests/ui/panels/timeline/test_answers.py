"""Answers on the timeline: the word of the largest y, red where it is wrong; losses from zero."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address
from simulator.network.lane import Lane
from simulator.network.quantities import LOSS, Y
from simulator.objective.loss import CROSS_ENTROPY, Loss
from simulator.objective.objective import Objective
from simulator.objective.readout import EVERY, H_N, LAST, SOFTMAX, Readout
from simulator.objective.targets import IGNORED, Targets
from tests.ui.panels.timeline.benches import workbench_of
from ui.panels.timeline.answers.binding import answers_of
from ui.panels.timeline.answers.said import NOTHING_RIGHT, SaidClasses
from ui.style import theme
from ui.widgets.word_places import columns_between, place_words

NAMES = ("the", "overwhelming", "cat", "a", "sat")


def bench_of(steps=24, names=NAMES, targets=True):
    """Return a workbench whose readout says one of five words, right about half the time."""
    bench = workbench_of(steps, scale=2.0)
    experiment, rng = bench.snapshot().experiment, np.random.default_rng(5)
    weight = rng.standard_normal((5, 2)).astype(np.float32) * 3
    readout = Readout(weight, rng.standard_normal(5).astype(np.float32), EVERY, SOFTMAX, names)
    bench.edit(experiment.with_objective(Objective(readout)), "readout")
    finish(bench)
    if targets:
        said = bench.snapshot().run.trace.values(Y, Lane()).argmax(axis=-1)
        right = np.where(rng.random(said.shape) < 0.5, said, (said + 1) % 5)
        right[3] = IGNORED
        objective = Objective(readout, Targets.of(right), Loss(CROSS_ENTROPY))
        bench.edit(experiment.with_objective(objective), "targets")
        finish(bench)
    return bench


def finish(bench):
    bench.go_to(bench.snapshot().schedule.end)
    while bench.snapshot().position != bench.snapshot().schedule.end:
        QApplication.processEvents()


def stand(bench, t):
    bench.go_to(Address(Y, t=t).position(bench.snapshot().schedule))
    while bench.snapshot().position != bench.snapshot().target:
        QApplication.processEvents()


@pytest.mark.parametrize("names", [NAMES, ()])
def test_the_said_word_is_that_of_the_largest_y(names):
    snapshot = bench_of(names=names).snapshot()
    classes = answers_of(snapshot).classes
    y = snapshot.run.trace.values(Y, Lane())[:, 0]
    targets = snapshot.experiment.objective.targets.values[:, 0]
    for t in range(len(y)):
        said = int(y[t].argmax())
        assert classes.word(t) == (names[said] if names else str(said))
        expected = None if targets[t] == IGNORED else said == int(targets[t])
        assert classes.is_right(t) is expected


def test_a_class_is_looked_for_only_where_it_is_asked_and_only_once():
    y = np.full((4, 3), np.nan)
    y[1], y[2] = [0, 2, 1], [3, 2, 1]
    classes = SaidClasses(y, np.full(4, NOTHING_RIGHT), Readout(np.ones((3, 1))))
    assert classes.of(slice(1, 3)).tolist() == [1, 0]
    y[1], y[3] = 0, [0, 0, 9]  # the run never changes what is computed, and fills the rest
    assert classes.of(slice(1, 4)).tolist() == [1, 0, 2]


def test_softmax_without_targets_says_words_that_are_neither_right_nor_wrong():
    classes = answers_of(bench_of(targets=False).snapshot()).classes
    assert [classes.is_right(t) for t in range(24)] == [None] * 24


def colours(panel, t, width=0.5):
    """Return the colours in the column of a timestep of the row y, those of the panel left out."""
    view = panel.plots.tracks[Y].view
    left, right = (
        panel.plots.mapFromScene(view.mapViewToScene(QPointF(t + side, 0))).x()
        for side in (-width, width)
    )
    scene = view.sceneBoundingRect()
    top, bottom = (panel.plots.mapFromScene(p).y() for p in (scene.topLeft(), scene.bottomLeft()))
    part = panel.plots.grab(QRect(left, top + 2, right - left, bottom - top - 4)).toImage()
    pixels = part.convertToFormat(QImage.Format.Format_RGB32)
    return [
        QColor.fromRgb(rgb) for rgb in set(np.array(pixels.constBits()).view(np.uint32).tolist())
    ]


def is_near(colour, wanted):
    return any(
        sum(abs(a - b) for a, b in zip(c.getRgb()[:3], QColor(wanted).getRgb()[:3], strict=True))
        < 60
        for c in colour
    )


@pytest.mark.parametrize("of", [theme.LIGHT, theme.DARK])
def test_wrong_words_are_red_and_right_ones_green(shown, of):
    bench = bench_of(12)
    panel = shown(bench, (1300, 420), of)
    panel.choose_tracks(("x", "h", Y))
    stand(bench, 8)
    QApplication.processEvents()
    classes = answers_of(bench.snapshot()).classes
    for t in (0, 1, 2, 4, 5, 6):
        drawn = colours(panel, t)
        assert is_near(drawn, of.bad) == (classes.is_right(t) is False)
        assert is_near(drawn, of.good) == (classes.is_right(t) is True)
    for t in (9, 10):  # ahead: dimmed
        assert not is_near(colours(panel, t), of.bad)


def test_hidden_words_ahead_are_not_drawn(shown):
    bench = bench_of(12)
    panel = shown(bench, (1300, 420))
    panel.choose_tracks(("x", "h", Y))
    stand(bench, 5)
    QApplication.processEvents()
    assert len(colours(panel, 10)) > 1
    bench.toggle_ahead()
    QApplication.processEvents()
    assert len(colours(panel, 10)) == 1


rooms = st.lists(st.floats(2.0, 90.0), min_size=1, max_size=30)


@given(rooms, st.floats(1.0, 60.0), st.data())
def test_placed_words_stand_beside_each_other_inside_and_the_first_one_stays(wide, width, data):
    steps = range(5, 5 + len(wide))
    ranked = data.draw(st.permutations(list(steps)))
    firm = data.draw(st.sets(st.sampled_from(list(steps))))
    room = dict(zip(steps, wide, strict=True))
    placed = place_words(ranked, steps, width, room.__getitem__, firm.__contains__)
    for (t, left), (_, then) in itertools.pairwise(placed):
        assert left + room[t] <= then
    shown = {t for t, _ in placed}
    first = next((t for t in ranked if t in firm or room[t] <= width), None)
    assert (first in shown) if first is not None else not shown
    end = len(wide) * width
    for t, left in placed:
        assert left >= 0
        assert left + room[t] <= max(end, room[t]) + 1e-9
    for t in columns_between(placed, steps, width, room.__getitem__):
        middle = (t - 5 + 0.5) * width
        assert not any(left <= middle <= left + room[word] for word, left in placed)


def test_bars_of_losses_stand_on_zero(shown):
    bench = bench_of(12)
    panel = shown(bench, (1300, 420))
    panel.choose_tracks(("x", "h", LOSS))
    stand(bench, 11)
    QApplication.processEvents()
    row, image = panel.plots.tracks[LOSS], panel.plots.grab().toImage()
    losses = bench.snapshot().run.trace.values(LOSS, Lane())[:, 0, 0]
    limit, ground = row.limits[1], QColor(theme.LIGHT.field)
    for t in range(11):
        share = losses[t] / limit
        for at in (0.1, 0.25, 0.5, 0.75, 0.9):
            if abs(at - share) < 0.1 or share < 0.02:
                continue
            place = row.view.mapViewToScene(QPointF(t + 0.3, 0.5 - at))
            colour = image.pixelColor(panel.plots.mapFromScene(place))
            assert (colour != ground) == (at < share)


def test_the_word_under_the_mouse_is_the_number_that_is_said(shown):
    bench = bench_of(12)
    panel = shown(bench, (1300, 420))
    panel.choose_tracks(("x", "h", Y))
    row = panel.plots.tracks[Y]
    y = bench.snapshot().run.trace.values(Y, Lane())[:, 0]
    for t in (0, 4, 9):
        place = row.place_at(row.view.mapViewToScene(QPointF(t, 0)))
        assert (place.timestep, place.unit) == (t, int(y[t].argmax()))


@pytest.mark.parametrize("over", [LAST, H_N])
def test_a_readout_of_the_end_says_its_word_there_alone(shown, over):
    bench = bench_of(12, targets=False)
    objective = bench.snapshot().experiment.objective
    objective = replace(objective, readout=replace(objective.readout, over=over))
    bench.edit(bench.snapshot().experiment.with_objective(objective), "over")
    finish(bench)
    panel = shown(bench, (1300, 420))
    panel.choose_tracks(("x", "h", Y))
    QApplication.processEvents()
    drawn = [is_near(colours(panel, t), theme.LIGHT.colour("y")) for t in range(11)]
    assert not any(drawn)
    assert is_near(colours(panel, 11, 0.4), theme.LIGHT.colour("y"))
