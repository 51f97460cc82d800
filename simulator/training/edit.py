"""Edit: one optimiser step makes a new experiment, which shares what the step did not touch."""

from collections.abc import Mapping

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..gradients.backward_run import BackwardRun
from .network import READOUT_NAMES, Network
from .plan import Plan
from .state import OptimiserState
from .step import Step, take_step


def stepped(
    experiment: Experiment, gradients: Mapping[str, Array], plan: Plan, state: OptimiserState
) -> tuple[Experiment, Step]:
    """Return the experiment after one step of its weights, and the step.

    The targets, the sequence, and every array that is frozen are shared. The state belongs to the
    new experiment: keep it beside it.

    Args:
        gradients: of its parameters, and of its readout where the way back goes through it, by
            name; a readout without one stays as it is.

    Raises:
        ValueError: as `take_step`.
    """
    readout = experiment.objective.readout
    if readout is None:
        step = take_step(plan, experiment.parameters.arrays, gradients, state)
        moved = {n: a for n, a in step.weights.items() if a is not experiment.parameters[n]}
        if not moved:
            return experiment, step
        return experiment.with_parameters(experiment.parameters.with_arrays(moved)), step
    network = Network(experiment.parameters, readout)
    arrays = network.arrays
    moving = {n: a for n, a in arrays.items() if n in gradients or n not in READOUT_NAMES}
    step = take_step(plan, moving, gradients, state)
    return network.with_arrays(step.weights).put_into(experiment), step


def gradients_of(back: BackwardRun) -> dict[str, Array]:
    """Return the gradients of all weights that a finished way back reaches, by name."""
    experiment = back.run.experiment
    names = list(experiment.parameters.arrays)
    readout = experiment.objective.readout
    if readout is not None and back.trace.dy is not None:
        names += READOUT_NAMES[: len(readout.arrays)]
    return {name: back.gradient(name) for name in names}
