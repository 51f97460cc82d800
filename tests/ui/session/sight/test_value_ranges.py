"""Value ranges: steady over a run, and doubled where the run is not whole."""

from itertools import pairwise

import numpy as np

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.lstm.config import LSTMConfig
from simulator.lstm.lane import Lane
from simulator.lstm.parameters import Parameters
from tests.simulator.experiments import random_parameters
from ui.session.sight.value_ranges import RangeKeeper


def counting(steps):
    """Return an experiment whose gates are 1 to the last digit, so that c counts 1, 2, 3, …"""
    config = LSTMConfig(1, 1, bias=True)
    arrays = {name: np.zeros(shape) for name, shape in config.parameter_shapes().items()}
    arrays["bias_ih_l0"][:] = 30.0  # i, f, g, o are 1 to every digit
    return Experiment.create(Parameters(config, arrays), np.zeros((steps, 1)))


def test_the_range_is_that_of_the_whole_run_and_holds_still():
    run, keeper = Run(counting(21)), RangeKeeper()
    run.advance()
    ranges = keeper.of(run)
    assert ranges.whole
    assert ranges.limit("c", Lane()) == 30.0  # the next round number after 21
    assert ranges.limit("z_f", Lane()) == ranges.limit("z", Lane()) == 30.0
    assert ranges.limit("f", Lane()) == ranges.limit("h", Lane()) == 1.0
    assert keeper.of(run) is ranges


def test_an_unknown_range_grows_by_doubling_and_counts_its_changes():
    run, keeper = Run(counting(21)), RangeKeeper()
    seen = []
    for cell in range(21):
        run.advance(run.schedule.position_after_cells(cell + 1))
        ranges = keeper.of(run)
        seen.append((ranges.limit("c", Lane()), ranges.number))
        assert ranges.whole == (cell == 20)
    limits = [limit for limit, _ in seen]
    assert limits == [1, 2, 4, 4, *[8] * 4, *[16] * 8, *[32] * 4, 30]
    for (limit, number), (after, later) in pairwise(seen):
        assert (limit != after) == (number != later)


def test_another_run_keeps_the_range_until_it_is_whole():
    keeper = RangeKeeper()
    run = Run(counting(21))
    run.advance()
    before = keeper.of(run)
    edited = Run(counting(21))
    edited.advance(edited.schedule.position_after_cells(3))
    assert keeper.of(edited).limit("c", Lane()) == 30.0
    assert keeper.of(edited).number == before.number
    keeper.forget()
    assert keeper.of(edited).limit("c", Lane()) == 4.0


def test_every_lane_and_row_counts_and_infinities_do_not():
    config = LSTMConfig(2, 3, num_layers=2, bidirectional=True, proj_size=2)
    x = np.random.default_rng(1).standard_normal((5, 2, 2)) * 4
    experiment = Experiment.create(random_parameters(config, 1, np.float64), x, lengths=(5, 2))
    run, keeper = Run(experiment), RangeKeeper()
    while not run.finished:
        run.advance(run.schedule.position_after_cells(run.cells_done + 1))
        ranges = keeper.of(run)
    for lane in config.lanes():
        for quantity in ("z", "c", "m", "h"):
            values = np.abs(run.trace.values(quantity, lane))
            peak = max(values[:5, 0].max(), values[:2, 1].max())
            limit = ranges.limit(quantity, lane)
            assert peak <= limit <= 2 * peak + 1
