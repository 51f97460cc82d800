"""A picture's window stands where it was told to."""

import pytest
from PySide6.QtWidgets import QApplication

from simulator.commands.place import place
from simulator.network.lane import Lane
from tests.simulator.gradients.cases import random_case
from tests.ui.readouts import bench_with_readout
from ui.app.standing import stand_at
from ui.session.document import Document
from ui.session.workbench import Workbench

FIRST = Lane()


def known_of(bench, quantity, lane=FIRST):
    """Return the timesteps at which row 0 of a lane knows a quantity, as (start, stop)."""
    now = bench.snapshot()
    known = now.known_at(quantity, lane, 0, now.position)
    return known.start, known.stop


def test_a_timestep_is_complete_and_the_next_not_begun(make_workbench):
    bench = make_workbench(timesteps=6, num_layers=2)
    stand_at(bench, place("3"))
    assert [known_of(bench, "h", Lane(layer)) for layer in (0, 1)] == [(0, 4), (0, 4)]
    assert known_of(bench, "z_i") == (0, 4)
    assert bench.snapshot().timestep == 3


def test_the_edges_of_a_run(make_workbench):
    bench = make_workbench(timesteps=6)
    stand_at(bench, place("end"))
    assert bench.snapshot().position == bench.snapshot().schedule.end
    stand_at(bench, place("start"))
    assert bench.snapshot().position == 0


@pytest.mark.parametrize("quantity", ["z_f", "i", "f", "g", "o", "c", "h"])
def test_a_gate_step_is_the_last_one_taken(make_workbench, quantity):
    bench = make_workbench(timesteps=6, num_layers=2)
    stand_at(bench, place(f"3:{quantity} layer 1"))
    now = bench.snapshot()
    assert now.lane == Lane(1)
    assert known_of(bench, quantity, Lane(1)) == (0, 4)
    before = now.known_at(quantity, Lane(1), 0, now.position - 1)
    assert (before.start, before.stop) == (0, 3)
    assert known_of(bench, "h", Lane(0)) == (0, 4)


def test_with_two_directions_a_timestep_is_the_selected_lanes(make_workbench):
    bench = make_workbench(timesteps=6, bidirectional=True)
    stand_at(bench, place("1 reverse"))
    assert bench.snapshot().lane == Lane(0, 1)
    assert known_of(bench, "h", Lane(0, 1)) == (1, 6)
    assert known_of(bench, "h", Lane(0, 0)) == (0, 5)


def test_a_unit_may_be_said(make_workbench):
    bench = make_workbench(timesteps=6)
    stand_at(bench, place("2:c[1]"))
    subject = bench.snapshot().subject
    assert (subject.quantity, subject.t, subject.unit) == ("c", 2, 1)


@pytest.mark.parametrize(("ticks", "known"), [(None, 3), (0, 0), (2, 2), (6, 6)])
def test_a_number_is_that_of_the_timesteps_behind_it(make_workbench, ticks, known):
    """As `--tick` of former versions."""
    bench = make_workbench(timesteps=6)
    stand_at(bench, ticks)
    assert known_of(bench, "h") == (0, known)


def test_a_place_that_is_not_there_moves_nothing(make_workbench):
    bench = make_workbench(timesteps=6)
    before = bench.snapshot()
    with pytest.raises(ValueError, match="timestep 6"):
        stand_at(bench, place("6 layer 0"))
    assert (bench.snapshot().position, bench.snapshot().lane) == (before.position, before.lane)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("step", ["dh", "df", "dz", "dz_g", "dx", "dh_prev", "dc_prev", "dW"])
def test_a_step_back_is_the_last_one_taken(seed, step):
    experiment = random_case(seed, steps=5)
    bench = Workbench(Document.of("any", experiment))
    lane = list(experiment.config.lanes())[seed % experiment.config.num_lanes]
    direction = ("forward", "reverse")[lane.direction]
    stand_at(bench, place(f"{step} layer {lane.layer} {direction} at 0"))
    while bench.snapshot().position != bench.snapshot().target:
        QApplication.processEvents()
    now = bench.snapshot()
    assert now.lane == lane
    assert now.step.quantity == experiment.config.step_of(step)
    assert now.step.cell == now.schedule.cell_at(lane, 0, 0)


def test_a_timestep_back_and_the_edges_of_the_way_back():
    bench = bench_with_readout(steps=6, num_layers=2)
    schedule = bench.snapshot().schedule
    stand_at(bench, place("loss"))
    assert bench.snapshot().position == schedule.end
    stand_at(bench, place("back 3"))
    assert [known_of(bench, "dz", Lane(k)) for k in (0, 1)] == [(3, 6), (3, 6)]
    bench.step(1, "timestep")
    assert [known_of(bench, "dz", Lane(k)) for k in (0, 1)] == [(2, 6), (2, 6)]
    stand_at(bench, place("back end"))
    assert bench.snapshot().position == schedule.last
    stand_at(bench, place("2"))  # in the pass that it is in
    assert [known_of(bench, "dz", Lane(k)) for k in (0, 1)] == [(2, 6), (2, 6)]
    stand_at(bench, place("2:h"))
    assert known_of(bench, "h") == (0, 3)
