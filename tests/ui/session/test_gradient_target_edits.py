"""Seeds: "What made this value?" is an edit, whose gradients are those of that number."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QMenu

from simulator.analysis.address import Address, Given
from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from simulator.objective.objective import Seed
from tests.simulator.gradients.cases import random_case
from ui.panels import seeds
from ui.session.document import Document
from ui.session.edits import gradient_target_edits
from ui.session.workbench import Workbench


def bench_of(experiment):
    return Workbench(Document.of("any", experiment))


@pytest.fixture
def latch(qapp):
    """Workbench over an example with a loss, at the end of the forward pass."""
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    bench.last()
    return bench


def slope_of(experiment, number, name, index):
    """Return the number's derivative by a parameter, by a central difference."""
    ends = []
    for nudge in (1e-6, -1e-6):
        array = experiment.parameters[name].copy()
        array[index] += nudge
        parameters = experiment.parameters.with_arrays({name: array})
        run = Run(experiment.with_parameters(parameters))
        run.advance()
        ends.append(float(number.recorded().value(run.trace)))
    return (ends[0] - ends[1]) / 2e-6


@pytest.mark.parametrize("seed", range(12))
def test_the_gradients_are_those_of_the_number_that_was_asked_for(qapp, seed):
    experiment = random_case(seed, most_holds=0)
    rng = np.random.default_rng(seed)
    config, bench = experiment.config, bench_of(experiment)
    lane, row = config.lane(int(rng.integers(config.num_lanes))), 0
    quantity = str(rng.choice(["h", "c", "output"]))
    if quantity == "output":
        lane = Lane(config.num_layers - 1, lane.direction)
    number = Address(quantity, lane, int(rng.integers(experiment.lengths[row])), row)
    bench.seed(number)
    now = bench.snapshot()
    assert now.position == now.schedule.end
    bench.last()
    back, name = bench.snapshot().back, config.parameter_names(lane)["weight_ih"]
    found = back.gradient(name)
    index = np.unravel_index(np.argmax(np.abs(found)), found.shape)
    assert found[index] == pytest.approx(slope_of(experiment, number, name, index), rel=1e-5)


def test_a_seed_is_one_undo_step_and_leads_to_the_bend(latch):
    before = latch.snapshot().experiment
    latch.last()
    latch.seed(Address("c", t=3, unit=0))
    now = latch.snapshot()
    assert now.experiment.objective.seeds == (Seed("c", Lane(), 3, 0, 0),)
    assert now.position == now.schedule.end
    assert "c[0]" in now.undo_label
    latch.seed(Address("c", t=3, unit=0))
    latch.undo()
    assert latch.snapshot().experiment is before


@pytest.mark.parametrize("quantity", ["p", "y"])
def test_of_a_probability_it_is_its_y(latch, quantity):
    latch.seed(Address(quantity, t=4))
    assert latch.snapshot().experiment.objective.seeds == (Seed("y", Lane(), 4, 0, 0),)
    latch.step(1, "gate")
    assert latch.snapshot().values("dy")[4, 0] == 1.0
    assert np.count_nonzero(latch.snapshot().values("dy")) == 1


@pytest.mark.parametrize("quantity", ["c", "y"])
def test_the_loss_again_leads_from_the_way_back_to_the_bend(latch, quantity):
    latch.seed(Address(quantity, t=3))
    latch.step(2, "timestep")
    latch.seed(None)
    now = latch.snapshot()
    assert now.experiment.objective.seeds == ()
    assert now.position == now.schedule.end < now.schedule.last


def test_a_place_of_the_forward_pass_stays_when_the_seed_goes(latch):
    latch.seed(Address("h", t=2))
    latch.go_to_tick(1)
    before = latch.snapshot().position
    latch.seed(None)
    assert latch.snapshot().position == before


def test_the_seed_s_lane_and_row_are_shown(qapp):
    experiment = next(
        case
        for case in map(random_case, range(100))
        if case.config.num_lanes > 2 and case.batch_size > 1
    )
    bench, lane = bench_of(experiment), experiment.config.lane(1)
    bench.seed(Address("h", lane, 0, 1))
    assert (bench.snapshot().lane, bench.snapshot().row) == (lane, 1)


@pytest.mark.parametrize("quantity", ["f", "z_f", "dh", "loss"])
def test_other_numbers_have_no_seed(latch, quantity):
    assert (
        gradient_target_edits.number_of(Address(quantity, t=1), latch.snapshot().experiment) is None
    )
    with pytest.raises(ValueError, match=r"\[" if quantity != "loss" else "loss"):
        latch.seed(Address(quantity, t=1))


def entries_of(bench, number):
    asked = []
    menu = QMenu()
    entries = seeds.add_entries(menu, bench.snapshot(), number, asked.append)
    assert menu.actions() == entries
    for entry in entries:
        entry.trigger()
    menu.deleteLater()
    return asked


def test_a_menu_offers_it_of_numbers_that_may_be_seen(latch):
    h = Address("h", t=2)
    assert entries_of(latch, h) == [h]
    assert entries_of(latch, Address("p", t=2)) == [Address("y", t=2)]
    assert entries_of(latch, Address("f", t=2)) == []
    assert entries_of(latch, Given("input", (0, 0, 0))) == []
    assert entries_of(latch, None) == []
    latch.cover(replace(latch.snapshot().cover, numbers=frozenset({h})))
    assert entries_of(latch, h) == []
    latch.seed(Address("c", t=1))
    assert entries_of(latch, Address("f", t=2)) == [None]
    assert entries_of(latch, Address("c", t=2)) == [Address("c", t=2), None]
