"""Baselines of the present run: by default the run before the last edit, else a pin."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.experiments import random_parameters
from ui.session import baseline_runner
from ui.session.baselines import MOST, Baselines
from ui.session.document import Document
from ui.session.workbench import Workbench


def with_weight(experiment, value, name="weight_hh_l0", place=(0, 0)):
    return experiment.with_parameters(experiment.parameters.with_value(name, place, value))


def edit(bench, value, merge_key=None):
    experiment = with_weight(bench.snapshot().experiment, value)
    bench.edit(experiment, f"set to {value}", merge_key)
    return experiment


def baseline(bench):
    run = bench.snapshot().against.baseline
    return None if run is None else run.experiment


def test_the_baseline_is_the_run_before_the_last_edit(make_workbench):
    bench = make_workbench()
    first = bench.snapshot().experiment
    assert baseline(bench) is None
    second = edit(bench, 1.0)
    assert baseline(bench) is first
    edit(bench, 2.0)
    assert baseline(bench) is second
    assert bench.snapshot().against.name == "before “set to 2.0”"
    bench.undo()
    assert baseline(bench) is first
    bench.undo()
    assert baseline(bench) is None
    bench.redo()
    assert baseline(bench) is first


def test_a_drag_keeps_the_run_from_before_it(make_workbench):
    bench = make_workbench(timesteps=8)
    bench.last()
    first = bench.snapshot()
    for value in np.linspace(0, 3, 12):
        edit(bench, float(value), "drag")
        assert bench.snapshot().against.baseline is first.run
    bench.settle()
    edit(bench, 5.0, "drag")
    assert baseline(bench) is not first.experiment
    bench.cancel_edit("drag")
    assert baseline(bench) is first.experiment


def test_notes_are_no_edit_of_the_run(make_workbench):
    bench = make_workbench()
    first = bench.snapshot().experiment
    bench.annotate("as it was opened")
    bench.set_baselines(Baselines())
    assert baseline(bench) is None
    edit(bench, 1.0)
    for notes in ("unit 0 forgets", "unit 0 remembers"):
        bench.annotate(notes)
        bench.set_baselines(Baselines())
        assert baseline(bench) is first
        assert bench.snapshot().against.name == "before “set to 1.0”"
        snapshot = bench.snapshot()
        pinned = Baselines().with_document(snapshot.document, snapshot.edit_label)
        assert pinned.chosen.name == "set to 1.0"
    assert bench.snapshot().undo_label == "notes"


def test_opening_another_document_is_no_edit(make_workbench):
    bench = make_workbench()
    edit(bench, 1.0)
    other = with_weight(bench.snapshot().experiment, 9.0)
    bench.open(Document.of("other", other))
    assert baseline(bench) is None


def test_the_baseline_comes_along_with_the_position(make_workbench):
    bench = make_workbench(timesteps=9, num_layers=2, bidirectional=True)
    bench.step(3)
    edit(bench, 1.5)
    for position in (20, 77, 40, bench.snapshot().schedule.end):
        bench.go_to(position)
        against = bench.snapshot().against
        assert against.position >= bench.snapshot().position
        cells = bench.snapshot().schedule.cells_until(against.position)
        assert against.baseline.cells_done >= cells


def test_a_long_baseline_is_computed_in_slices(in_slices, make_workbench, qtbot):
    bench = make_workbench(timesteps=300, hidden_size=8)
    pinned = with_weight(bench.snapshot().experiment, 1.0)
    bench.last()
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().schedule.end)
    bench.set_baselines(Baselines().with_pin("other", pinned))
    assert bench.snapshot().against.position < bench.snapshot().position
    qtbot.waitUntil(lambda: bench.snapshot().against.position == bench.snapshot().position)
    fresh = Run(pinned)
    fresh.advance()
    shown = bench.snapshot().against.comparison.values("c", Lane(), 0)
    assert np.array_equal(shown.before, fresh.trace.values("c", Lane())[:, 0])


def test_a_pin_stays_while_edits_come_and_go(make_workbench):
    bench = make_workbench()
    first = bench.snapshot().experiment
    bench.set_baselines(Baselines().with_pin("as opened", first))
    bench.last()
    assert bench.snapshot().against.comparison is None
    edit(bench, 1.0)
    edit(bench, 2.0)
    assert baseline(bench) is first
    assert bench.snapshot().against.name == "as opened"
    change = bench.snapshot().against.comparison.largest(bench.snapshot().position)
    assert change is not None
    assert change.before != change.after
    bench.set_baselines(bench.snapshot().against.baselines.choosing(None))
    assert baseline(bench) is not first


def test_what_can_not_be_compared_is_said(make_workbench):
    bench = make_workbench(hidden_size=4)
    other = make_workbench(hidden_size=3).snapshot().experiment
    bench.set_baselines(Baselines().with_pin("wide", other))
    against = bench.snapshot().against
    assert against.comparison is None
    assert "hidden_size" in against.obstacle


def test_two_traces_that_do_not_fit_are_not_kept(make_workbench, monkeypatch):
    bench = make_workbench()
    monkeypatch.setattr(baseline_runner, "ALWAYS_FITS", 0)
    monkeypatch.setattr(baseline_runner, "available_bytes", lambda: 100)
    edit(bench, 1.0)
    against = bench.snapshot().against
    assert against.baseline is None
    assert "100 bytes is free" in against.obstacle


@st.composite
def journeys(draw):
    moves = st.sampled_from(["edit", "drag", "undo", "redo", "pin", "next", "unpin", "step", "go"])
    return draw(st.lists(st.tuples(moves, st.integers(0, 40)), max_size=14))


@examples(40)
@given(journeys())
def test_whatever_is_done_the_difference_is_that_of_two_fresh_runs(qapp, journey):
    from simulator.experiment.experiment import Experiment
    from simulator.network.config import LSTMConfig

    config = LSTMConfig(2, 2, 2)
    x = np.random.default_rng(0).standard_normal((5, 2)).astype(np.float32)
    bench = Workbench(Document.of("test", Experiment.create(random_parameters(config), x)))
    for move, number in journey:
        baselines = bench.snapshot().against.baselines
        if move in ("edit", "drag"):
            edit(bench, number / 10, "drag" if move == "drag" else None)
        elif move == "pin":
            bench.set_baselines(baselines.with_pin("pin", bench.snapshot().experiment))
        elif move == "unpin" and baselines.pins:
            bench.set_baselines(baselines.without(baselines.pins[number % len(baselines.pins)]))
        elif move == "next":
            bench.set_baselines(baselines.choosing_next())
        elif move == "go":
            bench.go_to(2 * number)
        else:
            {"undo": bench.undo, "redo": bench.redo, "step": lambda: bench.step(1)}.get(
                move, bench.first
            )()
        check_difference(bench.snapshot())


def check_difference(snapshot):
    against = snapshot.against
    if against.comparison is None:
        assert against.name == ""
        return
    assert against.position >= snapshot.position
    assert against.baseline is not snapshot.run
    assert against.baseline.experiment is not snapshot.experiment
    runs = [Run(against.baseline.experiment), Run(snapshot.experiment)]
    for run in runs:
        run.advance()
    for quantity in snapshot.schedule.phases[1:]:
        known = snapshot.compared(quantity)
        assert known == snapshot.known(quantity)
        old, new = (run.trace.values(quantity, Lane())[:, 0][known] for run in runs)
        shown = against.comparison.values(quantity, Lane(), 0)
        assert np.array_equal(shown[known], new - old)


def test_names_are_each_ones_own(make_workbench):
    experiment = make_workbench().snapshot().experiment
    baselines = Baselines()
    for _ in range(3):
        baselines = baselines.with_pin("run", experiment)
    assert [pin.name for pin in baselines.pins] == ["run", "run (2)", "run (3)"]
    renamed = baselines.renamed(baselines.pins[0], " run (2)\n")
    assert [pin.name for pin in renamed.pins] == ["run (2) (2)", "run (2)", "run (3)"]
    assert baselines.renamed(baselines.pins[0], "  ") is baselines
    order = [baselines.chosen]
    for _ in range(4):
        baselines = baselines.choosing_next()
        order.append(baselines.chosen)
    pins = baselines.pins
    assert order == [pins[2], None, pins[0], pins[1], pins[2]]


def test_only_so_many_can_be_pinned(make_workbench):
    experiment = make_workbench().snapshot().experiment
    baselines = Baselines()
    for _ in range(MOST):
        baselines = baselines.with_pin("run", experiment)
    with pytest.raises(ValueError, match="Unpin one first"):
        baselines.with_pin("run", experiment)
