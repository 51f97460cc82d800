"""Promise: what the check will find in an engine that makes a mistake, before it runs."""

import numpy as np

from ..arrays import Array, limits
from ..engine.run import Run
from ..engine.trace import bytes_needed
from ..experiment.experiment import Experiment
from ..mistakes.catalogue import MISTAKES
from ..mistakes.runs import backward_of, run_of
from ..network.lane import Lane
from .disagreement import CHECKS

_SMALL = 4_000_000
"""Bytes of a run up to which the mistake is tried out."""
_ROUNDED = 4
"""Rounding that two ways to compute one number may differ by, in units of its dtype's precision."""


def told_by(name: str) -> tuple[str, ...]:
    """Return the checks, one of which finds the first number that disagrees, in their order."""
    return tuple(check for check in CHECKS if check in MISTAKES[name].told_by)


def finished(experiment: Experiment, name: str = "") -> Run | None:
    """Run an experiment with a mistake to its end; None where that takes long."""
    if bytes_needed(experiment) > _SMALL:
        return None
    run = run_of(experiment, name)
    run.advance()
    return run


def shows(right: Run | None, wrong: Run | None) -> bool:
    """Return False when a mistake changes no number of a run by more than rounding may.

    True where one of the two was not tried out.
    """
    if right is None or wrong is None:
        return True
    if wrong.mistake and MISTAKES[wrong.mistake].backwards:
        return any(map(_far_apart, _gradients(right), _gradients(wrong)))
    return any(map(_differ, _numbers(right), _numbers(wrong)))


def _gradients(run: Run) -> list[Array]:
    """Return all gradients of a run: of its cells and its readout, and of all that has a name."""
    if not run.experiment.source:
        return []
    back = backward_of(run)
    back.advance()
    keys, named = run.experiment.config.gradients, list(run.experiment.parameters.arrays)
    found = [back.trace.values(key, lane) for lane in back.trace.lanes for key in keys]
    readout = run.experiment.objective.readout
    if back.trace.dy is not None and readout is not None:
        found.append(back.trace.dy)
        named += ["readout.weight", "readout.bias"][: len(readout.arrays)]
    found += [back.gradient(name) for name in named]
    return [*found, back.input_gradient(), *back.state_gradients()]


def _far_apart(right: Array, wrong: Array) -> bool:
    """Return True for gradients, whose scale may be any, that differ by more than rounding."""
    scale = np.abs(right[np.isfinite(right)]).max(initial=0)
    rounding = _ROUNDED * limits(right.dtype).eps * scale
    return not np.allclose(wrong, right, rtol=0, atol=rounding, equal_nan=True)


def _numbers(run: Run) -> list[Array]:
    """Return all numbers of a run: what its cells read and compute, its outputs and answers."""
    trace, quantities = run.trace, run.experiment.config.quantities
    computed = [trace.values(quantity, lane) for lane in trace.lanes for quantity in quantities]
    states = run.experiment.config.cell.states
    read = [lane.before(state) for lane in trace.lanes.values() for state in states]
    answers = [trace.values(key, Lane()) for key in run.experiment.objective.quantities]
    answers += [np.array(trace.loss())] if trace.readout is not None else []
    return [*computed, *read, *trace.inputs, *trace.outputs(), *answers]


def _differ(right: Array, wrong: Array) -> bool:
    if right.shape != wrong.shape:
        return True
    rounding = _ROUNDED * limits(right.dtype).eps
    return not np.allclose(wrong, right, rtol=rounding, atol=rounding, equal_nan=True)
