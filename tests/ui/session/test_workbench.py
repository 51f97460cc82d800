"""Workbench: positions, edits, and selections."""

import numpy as np
import pytest
from PySide6.QtCore import QTimer

from simulator.analysis.address import Address
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from tests.simulator.experiments import random_parameters
from ui.session.document import Document
from ui.session.snapshot import GATE, TIMESTEP

OPTIONS = [{}, {"num_layers": 2}, {"num_layers": 2, "bidirectional": True}, {"proj_size": 1}]


@pytest.mark.parametrize("options", OPTIONS)
def test_stepping_back_undoes_stepping_on(make_workbench, options):
    bench = make_workbench(timesteps=12, **options)
    for granularity in (TIMESTEP, GATE):
        positions = [bench.snapshot().position]
        for _ in range(9):
            bench.step(1, granularity)
            positions.append(bench.snapshot().position)
        for position in reversed(positions[:-1]):
            bench.step(-1, granularity)
            assert bench.snapshot().position == position


def test_a_timestep_back_from_the_middle_returns_to_its_start(make_workbench):
    bench = make_workbench()
    bench.step(2, TIMESTEP)
    bench.step(3, GATE)
    bench.step(-1, TIMESTEP)
    assert bench.snapshot().position == 12
    bench.step(1, GATE)
    bench.step(1, TIMESTEP)
    assert bench.snapshot().position == 18


@pytest.mark.parametrize("options", OPTIONS)
def test_what_is_known_is_what_a_fresh_run_of_the_same_weights_gives(make_workbench, options):
    bench = make_workbench(**options)
    bench.step(4, TIMESTEP)
    before = bench.snapshot()
    experiment = before.experiment
    name = next(iter(experiment.parameters.arrays))
    edited = experiment.parameters.with_value(name, (0, 0), 2.5)
    bench.edit(experiment.with_parameters(edited), "edit")
    after = bench.snapshot()
    assert after.position == before.position
    fresh = Run(after.experiment)
    fresh.advance()
    for lane in fresh.trace.lanes:
        bench.select(lane)
        shown = bench.snapshot()
        for quantity in shown.schedule.phases:
            known = shown.known(quantity)
            expected = fresh.trace.values(quantity, lane)[:, 0]
            assert np.array_equal(shown.values(quantity)[known], expected[known])
    bench.undo()
    assert bench.snapshot().experiment is experiment


def test_opening_is_undone_like_an_edit_even_to_another_shape(make_workbench):
    bench = make_workbench(timesteps=8)
    bench.last()
    first = bench.snapshot().experiment
    config = LSTMConfig(2, 5, 2, bidirectional=True)
    other = Experiment.create(random_parameters(config), np.ones((3, 2), np.float32))
    bench.open(Document.of("other", other))
    assert bench.snapshot().position == 0
    bench.last()
    bench.select(Lane(1, 1), 0)
    bench.undo()
    snapshot = bench.snapshot()
    assert snapshot.experiment is first
    assert (snapshot.lane, snapshot.row) == (Lane(), 0)
    assert snapshot.position <= snapshot.schedule.end


def test_the_ledger_trail_leads_back(make_workbench):
    bench = make_workbench()
    bench.step(4, TIMESTEP)
    shown = bench.snapshot().subject
    for timestep in (2, 1, 0):
        bench.look_at(Address("h", Lane(), timestep, 0, 1))
    assert [s.t for s in bench.snapshot().trail] == [3, 2, 1]
    bench.look_back()
    bench.look_back()
    assert bench.snapshot().subject == Address("h", Lane(), 2, 0, 1)
    bench.look_back()
    assert bench.snapshot().subject == shown
    assert bench.snapshot().pinned is None


def test_the_way_back_from_another_place_leads_to_the_number_that_was_shown(make_workbench):
    bench = make_workbench(num_layers=2)
    bench.step(4, TIMESTEP)
    shown, there = bench.snapshot().subject, Address("c", Lane(1), 1, 0, 1)
    bench.go_there(there, there.position(bench.snapshot().schedule))
    assert bench.snapshot().subject == there
    bench.look_back()
    assert bench.snapshot().subject == shown
    bench.look_back()
    assert bench.snapshot().pinned is None


def test_a_long_way_is_gone_in_slices_with_the_events_running(in_slices, make_workbench, qtbot):
    bench = make_workbench(timesteps=300, hidden_size=8)
    seen = []
    bench.changed.connect(seen.append)
    bench.last()
    assert bench.snapshot().position < bench.snapshot().target
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().schedule.end)
    positions = [s.position for s in seen]
    assert positions == sorted(positions)
    assert len(positions) > 2


def test_other_events_come_between_a_long_slice_and_what_is_drawn_of_it(
    in_slices, make_workbench, qtbot
):
    bench = make_workbench(timesteps=300, hidden_size=8)
    told, between = [], []
    bench.changed.connect(lambda snapshot: told.append(snapshot.position))
    QTimer.singleShot(0, lambda: between.append(len(told)))
    bench.last()
    assert bench.snapshot().position > 0
    assert told == []
    qtbot.waitUntil(lambda: not bench.under_way)
    assert between == [0]
    assert told[-1] == bench.snapshot().schedule.end


def test_an_edit_is_told_at_once_however_long_its_run_takes(in_slices, make_workbench, qtbot):
    """A key that is pressed next edits what the panels show."""
    bench = make_workbench(timesteps=300, hidden_size=8)
    bench.last()
    qtbot.waitUntil(lambda: not bench.under_way)
    told = []
    bench.changed.connect(told.append)
    before = bench.snapshot().experiment
    parameters = before.parameters.with_value("weight_hh_l0", (0, 0), 0.5)
    bench.edit(before.with_parameters(parameters), "edit")
    assert told[-1].experiment.parameters is parameters
    bench.undo()
    assert told[-1].experiment is before
    bench.open(Document.of("another", before))
    assert told[-1].document.title == "another"
    assert bench.under_way or bench.snapshot().position == 0


def test_a_short_way_is_drawn_at_once(make_workbench):
    bench = make_workbench()
    told = []
    bench.changed.connect(lambda snapshot: told.append(snapshot.position))
    bench.last()
    assert told == [bench.snapshot().schedule.end]


def test_the_place_in_words(make_workbench):
    bench = make_workbench(timesteps=12)
    assert bench.snapshot().place() == "layer 0 · start"
    bench.step(5, TIMESTEP)
    bench.step(4, GATE)
    assert bench.snapshot().place() == "layer 0 · t 5"


def test_the_place_in_words_names_both_directions(make_workbench):
    bench = make_workbench(timesteps=12, bidirectional=True)
    assert bench.snapshot().place() == "layer 0 · forward start · reverse start"
    bench.step(3, TIMESTEP)
    assert bench.snapshot().place() == "layer 0 · forward t 2 · reverse t 9"
    bench.step(1, GATE)
    assert bench.snapshot().place() == "layer 0 · forward t 3 · reverse t 9"


def test_two_directions_walk_towards_each_other(make_workbench):
    bench = make_workbench(bidirectional=True, timesteps=5)
    bench.step(2, TIMESTEP)
    assert bench.snapshot().known("h") == slice(0, 2)
    bench.select(Lane(direction=1))
    assert bench.snapshot().known("h") == slice(3, 5)
    assert bench.snapshot().timestep == 3


def test_a_shorter_row_stays_at_its_end(make_workbench):
    bench = make_workbench(timesteps=6, batch=2, lengths=[6, 2])
    bench.last()
    bench.select(Lane(), 1)
    assert bench.snapshot().timestep == 1
    assert bench.snapshot().known("c") == slice(0, 2)


def test_what_another_run_had_is_not_looked_at(make_workbench):
    """A menu or a popup may ask for it when the present run has another shape."""
    bench = make_workbench(timesteps=6, hidden_size=3, batch=2, lengths=[6, 4])
    bench.last()
    bench.look_at(Address("h", Lane(), 3, 1, 2))
    before = bench.snapshot()
    for lane, row in ((Lane(1), 0), (Lane(0, 1), 0), (Lane(), 2)):
        bench.select(lane, row)
        bench.look_at(Address("h", lane, 0, row, 0))
    bench.select_unit(3)
    for subject in (
        Address("m", Lane(), 0, 0, 0),
        Address("h", Lane(), 0, 0, 3),
        Address("c", Lane(), 6, 0, 0),
        Address("c", Lane(), 4, 1, 0),
    ):
        bench.look_at(subject)
    after = bench.snapshot()
    assert (after.lane, after.row, after.unit, after.pinned, after.trail) == (
        before.lane,
        before.row,
        before.unit,
        before.pinned,
        before.trail,
    )
    bench.look_at(Address("z_o", Lane(), 5, 0, 2))
    assert bench.snapshot().subject == Address("z_o", Lane(), 5, 0, 2)


@pytest.mark.parametrize("granularity", [TIMESTEP, GATE])
def test_a_step_into_another_lane_is_told_once_and_with_that_lane(make_workbench, granularity):
    bench = make_workbench(num_layers=2, bidirectional=True, timesteps=3)
    schedule, seen = bench.snapshot().schedule, []
    bench.changed.connect(seen.append)
    for count in (1, -1):
        while 0 <= bench.snapshot().position + count <= schedule.end:
            seen.clear()
            bench.step(count, granularity)
            (told,) = seen
            assert told.position == bench.snapshot().position
            if told.step is not None:
                lane = told.step.cell.lane
                assert told.lane.layer == lane.layer
                assert granularity == TIMESTEP or told.lane == lane
