"""Leaves: what the gradients are taken by, with torch's names and in the shapes of `nn.LSTM`.

They are the numbers that `.grad` would hold after `loss.backward()`: of every parameter, of the
readout's V and b as `readout.weight` and `readout.bias`, of `input`, `h_0` and `c_0`; and of
`embedding.weight` where the input is its rows, as they are: that of a row is the sum over the
timesteps with its token.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from ...arrays import Array
from ...experiment.experiment import Experiment
from ...experiment.tokens import Tokens
from ...gradients.backward_run import BackwardRun

OF_READOUT = "readout."
"""Start of the names of a readout's V and b."""


EMBEDDING = "embedding.weight"


def leaf_shapes(
    experiment: Experiment, tokens: Tokens | None = None
) -> Mapping[str, tuple[int, ...]]:
    """Return the shape of every leaf by name, in the order in which they are written.

    V and b are among them where the way back goes through the readout; torch too has no `.grad` of
    a readout that the seeded number does not depend on.

    Args:
        tokens: what the timesteps stand for, where they are rows of an embedding.
    """
    arrays = dict(experiment.parameters.arrays)
    readout = experiment.objective.readout
    if readout is not None and experiment.source == "readout":
        names = (f"{OF_READOUT}weight", f"{OF_READOUT}bias")
        arrays |= zip(names, readout.arrays, strict=False)
    arrays["input"] = experiment.input_as_given()
    for state, array in experiment.states.items():
        arrays[f"{state}_0"] = experiment.state_as_given(array)
    shapes = {name: array.shape for name, array in arrays.items()}
    if tokens is not None and experiment.scaling is None:
        shapes[EMBEDDING] = tokens.rows, experiment.config.input_size
    return shapes


def leaves(back: BackwardRun, tokens: Tokens | None = None) -> Iterator[tuple[str, Array]]:
    """Yield the gradient of every leaf of a finished way back, in its shape, one after another.

    Args:
        tokens: as of `leaf_shapes`.
    """
    experiment = back.run.experiment
    names = (f"{state}_0" for state in experiment.states)
    of_states = dict(zip(names, back.state_gradients(), strict=True))
    for name in leaf_shapes(experiment, tokens):
        if name == "input":
            yield name, experiment.as_given(_of_input(back))
        elif name == EMBEDDING and tokens is not None:
            yield name, _by_token(_of_input(back), tokens)
        elif name in of_states:
            yield name, experiment.state_as_given(of_states[name])
        else:
            yield name, back.gradient(name)


def _by_token(of_input: Array, tokens: Tokens) -> Array:
    """Sum up the gradients of an input (T, 1, I) by the token of the timestep: (rows, I)."""
    found = np.zeros((tokens.rows, of_input.shape[-1]), of_input.dtype)
    with np.errstate(all="ignore"):
        np.add.at(found, tokens.ids, of_input[:, 0])
    return found


def _of_input(back: BackwardRun) -> Array:
    """Return the gradient of the input, (T, B, I), 0 for timesteps past the longest row."""
    found, steps = back.input_gradient(), len(back.run.experiment.sequence)
    if len(found) == steps:
        return found
    return np.concatenate([found, np.zeros((steps - len(found), *found.shape[1:]), found.dtype)])
