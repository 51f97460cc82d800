"""Ctrl+Z stops once, visibly, where something was opened; the next one goes beyond."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.commands.undoing import Undoing
from ui.session.messages import Messages

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def opened(make_window, make_workbench):
    """Return a window in which a document was edited, another opened after it and edited too."""
    bench = make_workbench(timesteps=5)
    window = make_window(bench)
    edit(bench, 2)
    first = bench.snapshot().document
    second = make_workbench(timesteps=7, seed=3).snapshot().document
    bench.open(second)
    edit(bench, 3)
    edit(bench, 5)
    return window, bench, first, second


def edit(bench, factor):
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_sequence(experiment.sequence * factor), f"times {factor}")


def undo(window, times=1):
    for _ in range(times):
        QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)


def test_it_stops_once_at_an_opening_and_says_so(opened):
    window, bench, first, second = opened
    lines = []
    window.messages.told.connect(lines.append)
    undo(window, 2)
    assert bench.snapshot().document is second
    assert not any(lines)
    undo(window)
    assert bench.snapshot().document is second
    assert second.title in lines[-1]
    assert first.title in lines[-1]
    undo(window)
    assert bench.snapshot().document is first
    undo(window)
    assert bench.snapshot().document.experiment is first.original
    undo(window)
    assert bench.snapshot().document.experiment is first.original


def test_it_stops_anew_after_anything_else(opened):
    window, bench, first, second = opened
    undo(window, 3)
    bench.step(1)
    undo(window)
    assert bench.snapshot().document is second
    edit(bench, 7)
    undo(window, 2)
    assert bench.snapshot().document is second
    undo(window)
    assert bench.snapshot().document is first
    QTest.keyClick(window, Qt.Key.Key_Y, CONTROL)
    assert bench.snapshot().document is second
    undo(window)
    assert bench.snapshot().document is second


def test_it_stops_at_each_opening_by_itself(make_workbench):
    """At the same position too: each document begins at 0."""
    bench = make_workbench()
    undoing = Undoing(bench, Messages())
    for seed in (1, 2):
        bench.open(make_workbench(seed=seed).snapshot().document)
        opened = bench.snapshot().document
        undoing.undo()
        assert bench.snapshot().document is opened
    undoing.undo()
    assert bench.snapshot().document is not opened


def test_a_key_that_is_held_does_not_run_past_an_opening(opened):
    window, bench, first, _ = opened
    action = window._actions["undo"]
    repeats = [action.autoRepeat()]
    for _ in range(4):
        undo(window)
        repeats.append(action.autoRepeat())
    assert bench.snapshot().document is first
    assert repeats == [True, True, False, False, True]
