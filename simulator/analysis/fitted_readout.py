"""Readout fitted by least squares to its targets."""

from dataclasses import replace

import numpy as np

from ..arrays import cast
from ..engine.readout_run import what_is_read
from ..engine.run import Run
from ..experiment.experiment import Experiment
from ..objective.loss import BCE
from ..objective.making import least_squares
from ..translation import tr


def fitted(experiment: Experiment) -> Experiment:
    """Replace V and b by those whose y is nearest to the targets, by the sum of squares.

    Classes are fitted as one-hot vectors. For BCE, 0 and 1 are fitted as −1 and 1, for its y is a
    logit and says 1 above 0.

    Raises:
        ValueError: there is no readout with targets, or none of them counts.
    """
    objective = experiment.objective
    readout, targets = objective.readout, objective.targets
    if readout is None or targets is None:
        raise ValueError(tr("least squares needs targets. Choose them first"))
    run = Run(experiment)
    run.advance()
    top = experiment.config.num_layers - 1
    tops = [run.trace.values("h", lane) for lane in experiment.config.lanes() if lane.layer == top]
    steps = experiment.num_timesteps
    counted = objective.reads(steps, experiment.lengths) & targets.counted[:steps]
    if objective.loss is not None:
        counted = experiment.counts()
    if not counted.any():
        raise ValueError(tr("least squares needs at least one target that counts"))
    wanted = targets.values[:steps][counted]
    if targets.classes:
        wanted = np.eye(readout.width)[wanted]
    elif objective.loss is not None and objective.loss.kind == BCE:
        wanted = 2 * wanted - 1
    read = what_is_read(readout.over, tops, experiment.lengths)[counted]
    weight, bias = least_squares(read, wanted)
    new = replace(
        readout,
        weight=cast(weight, experiment.dtype),
        bias=cast(bias, experiment.dtype),
        layer="",
    )
    return experiment.with_objective(replace(objective, readout=new))
