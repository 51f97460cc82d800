"""The fast walk of a lane against the equations as `simulator.cell` has them."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from simulator import cell
from simulator.bounds import BoundWeights, step_bounds
from simulator.config import GATES
from simulator.kernel import BLOCK, Kernel
from simulator.run import Run
from simulator.step_check import LaneSteps
from tests.simulator.experiments import experiments


@settings(max_examples=60, deadline=None)
@given(experiments(max_steps=BLOCK + 6))
def test_every_step_is_that_of_the_cell(experiment):
    """Within the bound of two correct engines that start from the same bits."""
    experiment = replace(experiment, lengths=(experiment.num_timesteps,) * experiment.batch_size)
    run = Run(experiment)
    run.advance()
    assert all(isinstance(walker, Kernel) for walker in run._walkers.values())
    for layer, direction in experiment.config.lanes():
        steps = LaneSteps.of(run, layer, direction, range(experiment.num_timesteps))
        inputs = steps.inputs.values()
        values = cell.step(experiment.parameters.cell(layer, direction), *inputs)._asdict()
        parts = np.split(values.pop("z"), 4, axis=1)
        values |= {f"z_{gate}": part for gate, part in zip(GATES, parts, strict=True)}
        magnitudes = BoundWeights.of(experiment.parameters.arrays, layer, direction)
        given = {name: value for name, value in values.items() if value is not None}
        bounds = step_bounds(magnitudes, *inputs, given, experiment.dtype)
        for quantity, ours in steps.values.items():
            assert (np.abs(ours - values[quantity]) <= bounds.errors[quantity]).all(), quantity
