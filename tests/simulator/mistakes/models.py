"""Random experiments on which a mistake shows, with every option of nn.LSTM drawn."""

import warnings
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np

from simulator.experiment.experiment import Experiment
from simulator.files.traces.foreign_numbers import Numbers
from simulator.mistakes.catalogue import MISTAKES
from simulator.mistakes.known.readout import OF_READOUTS
from simulator.network.config import LSTMConfig
from simulator.objective.loss import LOSSES, REDUCTIONS
from simulator.objective.readout import OVER
from tests.simulator.experiments import random_parameters
from tests.simulator.objective.objectives import objective_of
from tests.simulator.train_mode import in_train_mode

DRAWS = 1000

OF_LSTMS = [
    name
    for name, mistake in MISTAKES.items()
    if mistake not in OF_READOUTS and not mistake.backwards
]
"""The mistakes that the numbers of an LSTM show."""


class Sizes(NamedTuple):
    """The least of each size that is drawn, and the number past the largest."""

    hidden: tuple[int, int] = (2, 6)
    features: tuple[int, int] = (1, 5)
    steps: tuple[int, int] = (3, 7)
    batch: tuple[int, int] = (1, 4)


SMALL = Sizes()


@cache
def suitable(mistake, seed, sizes=SMALL):
    """A random experiment that has what a mistake needs."""
    for draw in range(DRAWS):
        experiment = _drawn(np.random.default_rng([seed, draw]), mistake.fine, sizes)
        if mistake in OF_READOUTS:
            experiment = _with_readout(experiment, draw)
        if mistake.backwards:
            experiment = _with_loss(experiment, draw)
        if mistake.needs(experiment):
            return experiment
    raise AssertionError(f"no experiment has what is needed for: {mistake.name}")


def _with_readout(experiment, seed):
    shape, dtype = experiment.sequence.shape[:2], experiment.dtype
    options = {"loss": "cross-entropy", "function": "softmax"}
    return experiment.with_objective(objective_of(experiment.config, shape, dtype, seed, **options))


def _with_loss(experiment, seed):
    """Give it states to start from, and a loss that counts each row's last step, of any options."""
    rng, shape, dtype = np.random.default_rng(seed), experiment.sequence.shape[:2], experiment.dtype
    states = [rng.standard_normal(s.shape).astype(dtype) for s in (experiment.h_0, experiment.c_0)]
    objective = objective_of(
        experiment.config,
        shape,
        dtype,
        seed,
        int(rng.integers(2, 5)),
        str(rng.choice(LOSSES)),
        over=str(rng.choice(OVER)),
        reduction=str(rng.choice(REDUCTIONS)),
    )
    values, counted = objective.targets.values.copy(), rng.random(shape) < 0.9
    last = np.array(experiment.lengths) - 1, np.arange(shape[1])
    values[last], counted[last] = np.maximum(values[last], 0), True
    objective = replace(
        objective, targets=replace(objective.targets, values=values, counted=counted)
    )
    return experiment.with_states(*states).with_objective(objective)


def _drawn(rng, fine, sizes):
    hidden, layers = rng.integers(*sizes.hidden), rng.integers(1, 4)
    config = LSTMConfig(
        input_size=int(hidden if rng.random() < 0.3 else rng.integers(*sizes.features)),
        hidden_size=int(hidden),
        num_layers=int(layers),
        bias=bool(rng.random() < 0.8),
        bidirectional=bool(rng.random() < 0.5),
        proj_size=int(rng.integers(1, hidden)) if rng.random() < 0.4 else 0,
    )
    dtype = np.float64 if fine or rng.random() < 0.5 else np.float32
    steps, batch = rng.integers(*sizes.steps), rng.integers(*sizes.batch)
    parameters = random_parameters(config, int(rng.integers(2**16)), dtype)
    states = None, None
    if rng.random() < 0.6:
        states = [
            rng.standard_normal(config.state_shape(batch, name)).astype(dtype)
            for name in ("h_0", "c_0")
        ]
    lengths = rng.integers(1, steps + 1, batch).tolist() if rng.random() < 0.5 else None
    x = rng.standard_normal((steps, batch, config.input_size)).astype(dtype)
    experiment = Experiment.create(parameters, x, *states, lengths)
    if layers > 1 and rng.random() < 0.5:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            experiment = in_train_mode(experiment, 0.5, int(rng.integers(100)))
    return experiment


def returned_by(run, mistake):
    """Return the outputs of an engine that have nn.LSTM's shapes."""
    experiment, arrays = run.experiment, run.trace.outputs().named()
    if arrays["h_n"].shape != experiment.state_as_given(experiment.h_0).shape:
        arrays = {"output": arrays["output"]}
    if mistake.family == "names":  # only the gates have the names
        for lane in run.trace.lanes:
            arrays |= {f"{gate}{lane.suffix}": run.trace.values(gate, lane) for gate in "ifgo"}
    return Numbers("theirs", arrays)
