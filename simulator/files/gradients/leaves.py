"""Leaves: what the gradients are taken by, with torch's names and in the shapes of `nn.LSTM`.

They are the numbers that `.grad` would hold after `loss.backward()`: of every parameter, of the
readout's V and b as `readout.weight` and `readout.bias`, of `input`, `h_0` and `c_0`.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...gradients.backward_run import BackwardRun

OF_READOUT = "readout."
"""Start of the names of a readout's V and b."""


def leaf_shapes(experiment: Experiment) -> Mapping[str, tuple[int, ...]]:
    """Return the shape of every leaf by name, in the order in which they are written.

    V and b are among them where the way back goes through the readout; torch too has no `.grad` of
    a readout that the seeded number does not depend on.
    """
    arrays = dict(experiment.parameters.arrays)
    readout = experiment.objective.readout
    if readout is not None and experiment.source == "readout":
        names = (f"{OF_READOUT}weight", f"{OF_READOUT}bias")
        arrays |= zip(names, readout.arrays, strict=False)
    arrays |= {
        "input": experiment.input_as_given(),
        "h_0": experiment.state_as_given(experiment.h_0),
        "c_0": experiment.state_as_given(experiment.c_0),
    }
    return {name: array.shape for name, array in arrays.items()}


def leaves(back: BackwardRun) -> Iterator[tuple[str, Array]]:
    """Yield the gradient of every leaf of a finished way back, in its shape, one after another."""
    experiment = back.run.experiment
    of_states = dict(zip(("h_0", "c_0"), back.state_gradients(), strict=True))
    for name in leaf_shapes(experiment):
        if name == "input":
            yield name, experiment.as_given(_of_input(back))
        elif name in of_states:
            yield name, experiment.state_as_given(of_states[name])
        else:
            yield name, back.gradient(name)


def _of_input(back: BackwardRun) -> Array:
    """Return the gradient of the input, (T, B, I), 0 for timesteps past the longest row."""
    found, steps = back.input_gradient(), len(back.run.experiment.sequence)
    if len(found) == steps:
        return found
    return np.concatenate([found, np.zeros((steps - len(found), *found.shape[1:]), found.dtype)])
