"""GradientSeries: any part of it has the bits of the whole gradient."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.gradient_series import GradientSeries
from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.gradients.cases import cases


@examples(100, by_default=8)
@given(cases(), st.data())
def test_a_part_has_the_bits_of_the_whole(experiment, data):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    lane = data.draw(st.sampled_from([*experiment.config.lanes()]))
    row = data.draw(st.integers(0, experiment.batch_size - 1))
    for key in experiment.config.gradients:
        whole = back.trace.values(key, lane)[:, row]
        series = GradientSeries(back.trace, key, lane, row)
        assert (series.shape, series.dtype) == (whole.shape, whole.dtype)
        steps, width = whole.shape
        t, unit = data.draw(st.integers(0, steps - 1)), data.draw(st.integers(0, width - 1))
        units = np.array(data.draw(st.lists(st.integers(0, width - 1), min_size=1, max_size=4)))
        for at in (slice(t), slice(t, None, 2), t, (t, unit), (slice(t, None), units)):
            np.testing.assert_array_equal(series[at], whole[at])
        alone = GradientSeries(back.trace, key, lane, row, unit)
        assert (alone.shape, len(alone)) == ((steps,), steps)
        for at in (slice(t), slice(t, None, 2), t):
            np.testing.assert_array_equal(alone[at], whole[at][..., unit])
        assert alone == GradientSeries(back.trace, key, lane, row, unit)
        assert alone != series
        assert alone != GradientSeries(BackwardRun(run).trace, key, lane, row, unit)
    with pytest.raises(KeyError):
        GradientSeries(back.trace, "dW", Lane(), 0)
