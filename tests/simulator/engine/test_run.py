"""A run agrees with torch.nn.LSTM, and with itself in other increments."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.run import Run
from tests.depth import examples
from tests.simulator.experiments import experiments, torch_outputs


@examples(300, by_default=20)
@given(experiments())
def test_outputs_are_those_of_torch(experiment):
    run = Run(experiment)
    run.advance()
    tolerance = 2e-6 if experiment.dtype == np.float32 else 1e-13
    for ours, theirs in zip(run.trace.outputs(), torch_outputs(experiment), strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


@examples(60)
@given(experiments(), st.data())
def test_increments_do_not_change_a_bit(experiment, data):
    at_once = Run(experiment)
    at_once.advance()
    stepped = Run(experiment)
    while not stepped.finished:
        stepped.advance(
            data.draw(st.integers(0, stepped.schedule.end))
            if data.draw(st.booleans())
            else stepped.computed_until + 1
        )
    for key, lane in at_once.trace.lanes.items():
        other = stepped.trace.lanes[key]
        for name, array in lane.arrays.items():
            assert array.tobytes() == other.arrays[name].tobytes()
