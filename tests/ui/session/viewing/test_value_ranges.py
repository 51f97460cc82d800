"""Value ranges: steady over a run, and doubled where the run is not whole."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from simulator.examples import EXAMPLES
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.parameters import Parameters
from tests.depth import examples
from tests.simulator.engine.edits import changed, random_edit
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case
from ui.session.viewing import value_ranges
from ui.session.viewing.value_ranges import RangeKeeper


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


@examples(60)
@given(st.integers(0, 2**32 - 1))
def test_after_an_edit_the_range_is_that_of_a_keeper_that_saw_nothing_before(seed):
    rng, keeper = np.random.default_rng(seed), RangeKeeper()
    run = None
    experiment = random_case(seed, np.float32, steps=7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(value_ranges, "_BLOCK", 2)
        for _ in range(4):
            run = Run(experiment, former=run)
            run.advance(None if rng.integers(2) else int(rng.integers(run.schedule.end + 1)))
            keeper.of(run)
            run.advance()
            assert dict(keeper.of(run).limits) == dict(RangeKeeper().of(run).limits)
            experiment = random_edit(rng, experiment)


def test_a_readout_has_one_range_whichever_layer_is_looked_at():
    run = Run(EXAMPLES["parity"]().experiment)
    run.advance()
    ranges = RangeKeeper().of(run)
    assert ranges.limit("y", Lane(1, 1)) == ranges.limit("y", Lane())
    assert ranges.limit("y", Lane()) >= np.abs(run.trace.values("y", Lane())).max()


def test_what_an_edit_leaves_alone_is_not_looked_at_again(monkeypatch):
    config = LSTMConfig(1, 2)
    x = np.random.default_rng(0).standard_normal((2000, 1)).astype(np.float32)
    before, keeper = Run(Experiment.create(random_parameters(config), x)), RangeKeeper()
    before.advance()
    keeper.of(before)
    experiment = before.experiment
    after = Run(experiment.with_sequence(changed(experiment.sequence, (-1, 0, 0))), former=before)
    after.advance()
    looked = []
    monkeypatch.setattr(value_ranges, "peak_of", lambda values: looked.append(len(values)) or 1.0)
    keeper.of(after)
    assert max(size for size in looked if size < 2000) <= 512
    assert looked.count(2000) == 1  # the sequence itself
