"""After an edit what is looked at is painted first; what still shows the run of before says so."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication

from simulator.experiment.equality import same_values
from simulator.network.interventions import Hold
from tests.ui.conftest import document_of
from tests.ui.readouts import experiment_with_readout
from tests.ui.windows import sweep
from ui.panels import lag
from ui.panels.layouts import EDIT, LEARN
from ui.session import runner
from ui.session.document import Document


@pytest.fixture
def large(monkeypatch):
    """Let every run have many numbers, and put panels off however busy the machine is."""
    monkeypatch.setattr("ui.panels.panel.MANY_NUMBERS", 1)
    monkeypatch.setattr(lag, "LONGEST_SECONDS", 60.0)


@pytest.fixture
def opened(lasting_window, qtbot):
    """Return the file's window at the end of its run, and its workbench; nobody has the keys.

    Its layout is the first one; a test that lays out another is given it by `edit_layout`.
    """
    window, bench = lasting_window, lasting_window._workbench
    window._checker.set_on(False)  # torch has no part in what is drawn when
    bench.open(document_of(timesteps=8))
    window.setFocus()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    bench.last()
    sweep()
    for panel in window._panels.made.values():
        panel.lag._unmark()  # the mark of the test before may still stand
    return window, bench


@pytest.fixture
def edit_layout(opened):
    """Lay out the panels for edits, and as they were after the test."""
    window, _ = opened
    window.lay_out(EDIT)
    sweep()
    yield
    window.lay_out(LEARN)


def edit(bench, amount=0.5, timestep=0, key="drag"):
    """Add to a number of the input."""
    experiment = bench.snapshot().experiment
    sequence = experiment.sequence.copy()
    sequence[timestep, 0, 0] += amount
    bench.edit(experiment.with_sequence(sequence), "edit", key)


def edit_a_weight(bench):
    """Set a weight of W_hh to 0.25."""
    before = bench.snapshot().experiment
    changed = before.parameters.with_value("weight_hh_l0", (3, 1), 0.25)
    bench.edit(before.with_parameters(changed), "edit", "drag")


def stands(window):
    """Return the panels in sight by whether they show the newest run."""
    run = window._workbench.snapshot().run
    seen = {key: panel for key, panel in window._panels.made.items() if panel.in_sight}
    return {key: panel.snapshot.run is run for key, panel in seen.items()}


def is_marked(window, key):
    """Return True where the title bar of a panel says that the panel lags."""
    line = window._docks._bars[key].lag_line
    return line.autoFillBackground() and not line.visibleRegion().isEmpty()


def rest_of_the_turn():
    """Paint what is to be painted, as a turn of the event loop does before its timers."""
    QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)


def until_none_lags(window):
    """Process events until every panel in sight is drawn."""
    while any(panel.lag.behind for panel in window._panels.made.values()):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def test_the_cell_is_painted_before_the_others_are_drawn(opened, large):
    window, bench = opened
    edit(bench)
    rest_of_the_turn()
    there = stands(window)
    assert (there["Cell"], there["Timeline"], there["Ledger"]) == (True, False, False)
    for key, newest in there.items():
        assert newest != is_marked(window, key), key
    until_none_lags(window)
    assert all(stands(window).values())


def test_in_a_turn_of_the_event_loop_one_panel_is_drawn_late(opened, large, monkeypatch):
    window, bench = opened
    monkeypatch.setattr(lag, "APART_MILLISECONDS", 50)
    drawn = []
    for key, panel in window._panels.made.items():
        panel.lag.due.connect(lambda key=key: drawn.append(key))
    edit(bench)
    late = {key for key, newest in stands(window).items() if not newest}
    assert len(late) > 1
    while len(drawn) < len(late):
        before = len(drawn)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        assert len(drawn) <= before + 1
    assert set(drawn) == late


@pytest.mark.few(1)
@pytest.mark.parametrize("back", [True, False])
def test_the_cell_is_painted_first_where_the_run_turns(opened, large, back):
    """What the others show of the way back, and without it, is much to draw."""
    window, bench = opened
    bench.open(Document.of("test", experiment_with_readout()))
    end = bench.snapshot().schedule.end
    there, to = (end, end + 5) if back else (end + 5, end)
    bench.go_to(there)
    until_none_lags(window)
    bench.go_to(to)
    assert window._panels["Cell"].snapshot.position == bench.snapshot().position == to
    for key in ("Timeline", "Ledger"):
        panel = window._panels[key]
        assert panel.snapshot.goes_back != back
        assert is_marked(window, key)
    until_none_lags(window)
    assert {window._panels[key].snapshot.position for key in stands(window)} == {to}


def test_all_panels_are_drawn_at_once_after_a_step_and_in_a_small_run(opened, monkeypatch):
    window, bench = opened
    edit(bench)
    assert all(stands(window).values())
    monkeypatch.setattr("ui.panels.panel.MANY_NUMBERS", 1)
    bench.step(-1)
    at = bench.snapshot().position
    seen = [panel for panel in window._panels.made.values() if panel.in_sight]
    assert {panel.snapshot.position for panel in seen} == {at}


def test_the_mark_stays_a_little_and_then_goes(opened, large, qtbot, monkeypatch):
    window, bench = opened
    timeline = window._panels["Timeline"].lag
    monkeypatch.setattr(lag, "MARK_MILLISECONDS", 60_000)  # a busy machine is slow to draw
    edit(bench)
    until_none_lags(window)
    assert not timeline.behind
    assert is_marked(window, "Timeline")
    monkeypatch.setattr(lag, "MARK_MILLISECONDS", 1)
    edit(bench)
    qtbot.waitUntil(lambda: not timeline.marked)
    assert not timeline.behind
    assert not is_marked(window, "Timeline")


def test_a_panel_is_not_put_off_for_long(opened, large, monkeypatch):
    """Edits may follow each other so fast that no turn of the event loop is without one."""
    window, bench = opened
    edit(bench)
    edit(bench)
    assert not stands(window)["Timeline"]
    monkeypatch.setattr(lag, "LONGEST_SECONDS", 0.0)
    edit(bench)
    assert stands(window)["Timeline"]


@pytest.mark.few(1)
@pytest.mark.parametrize(("key", "later"), [("Weights", True), ("Timeline", False)])
def test_the_panel_with_the_keys_shows_its_edit_at_once(opened, edit_layout, large, key, later):
    """A matrix alone, and what comes of it with the others; any other panel all of it."""
    window, bench = opened
    window._panels[key].focus_first()
    edit_a_weight(bench)
    there, weights = stands(window), window._panels["Weights"]
    assert there[key]
    assert not there["Ledger" if key == "Timeline" else "Timeline"]
    assert window._panels[key].lag.behind == later
    if later:
        assert weights.side.editors["W_hh"].matrix.values[3, 1] == np.float32(0.25)
    until_none_lags(window)
    assert not weights.lag.behind
    assert all(stands(window).values())


def test_a_panel_that_lags_edits_what_is_there(opened, large):
    """What it asks for is done to the present numbers, and takes no other edit back."""
    window, bench = opened
    timeline = window._panels["Timeline"]
    edit(bench)
    newest, before = bench.snapshot().experiment, timeline.snapshot.experiment
    hold = Hold("f", 0, 0, (1,), 2, 3, 0.5)
    timeline.edited.emit(before.with_holds(hold), "hold", None)
    assert same_values(bench.snapshot().experiment, newest.with_holds(hold))
    until_none_lags(window)
    timeline.edited.emit(before, "as before", None)
    assert bench.snapshot().experiment == before


def test_a_drag_in_a_panel_that_lags_is_one_edit(opened, large):
    window, bench = opened
    timeline = window._panels["Timeline"]
    edit(bench)
    newest, before = bench.snapshot().experiment, timeline.snapshot.experiment
    for value in (0.25, 0.5, 0.25):
        hold = Hold("f", 0, 0, (1,), 2, 3, value)
        timeline.edited.emit(before.with_holds(hold), "hold", "key")
        assert same_values(bench.snapshot().experiment, newest.with_holds(hold))
    bench.undo()
    assert bench.snapshot().experiment is newest
    until_none_lags(window)


def test_until_its_walk_is_there_an_edit_alone_is_shown(
    opened, edit_layout, in_slices, monkeypatch
):
    monkeypatch.setattr("ui.panels.panel.OUT_OF_SIGHT_MILLISECONDS", 60_000)
    window, bench = opened
    weights = window._panels["Weights"]
    weights.focus_first()
    told = []
    bench.changed.connect(lambda snapshot: told.append((snapshot.pending, snapshot.position)))
    end, before = bench.snapshot().position, window._panels["Cell"].snapshot
    edit_a_weight(bench)
    assert bench.snapshot().position < end
    assert window._panels["Cell"].snapshot is before
    assert all(is_marked(window, key) for key in stands(window))
    assert weights.side.editors["W_hh"].matrix.values[3, 1] == np.float32(0.25)
    assert window._bars.transport.count.tail.text().startswith("computing")
    while bench.under_way:
        assert window._panels["Cell"].snapshot is before
        QApplication.processEvents()
    assert all(stands(window).values())
    assert told[-1] == (False, end)
    assert all(pending for pending, _ in told[:-1])  # whatever else was told on the way


def test_a_long_walk_shows_how_far_it_has_come(opened, in_slices, monkeypatch):
    monkeypatch.setattr(runner, "PATIENCE_SECONDS", 0.0)
    window, bench = opened
    edit(bench)
    shown = []
    bench.changed.connect(lambda _: shown.append(window._panels["Cell"].snapshot.position))
    while bench.under_way:
        QApplication.processEvents()
    assert len(set(shown)) > 3
    assert not any(panel.lag.marked for panel in window._panels.made.values())


def test_a_move_ends_the_wait(opened, in_slices):
    window, bench = opened
    edit(bench)
    assert bench.snapshot().pending
    bench.go_to(bench.snapshot().schedule.end - 1)
    assert not bench.snapshot().pending
    QApplication.processEvents()
    assert stands(window)["Cell"]


def test_a_walk_that_will_take_long_is_not_begun_before_its_edit_is_told(opened, monkeypatch):
    """How long it will take is known from the walk before."""
    window, bench = opened
    monkeypatch.setattr(runner.Runner, "_compute_ahead", lambda *_: False)
    bench.open(document_of(timesteps=100))
    bench.last()
    monkeypatch.setattr(runner, "LONG_SECONDS", 1e-9)
    edit(bench, timestep=50)
    assert bench.snapshot().pending
    assert bench.snapshot().run.cells_done == 0
    QApplication.processEvents()
    assert bench.snapshot().position == bench.snapshot().schedule.end
    assert all(stands(window).values())
