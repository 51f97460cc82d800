"""Random experiments whose gradients can be asked for, over every option."""

import numpy as np
from hypothesis import strategies as st

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.objective.loss import LOSSES, REDUCTIONS
from simulator.objective.objective import Objective, Seed
from simulator.objective.readout import ANSWERS, OVER
from tests.simulator.experiments import random_parameters
from tests.simulator.objective.objectives import objective_of


def random_config(rng):
    """Return random options, small."""
    H, layers = int(rng.integers(1, 6)), int(rng.integers(1, 4))
    return LSTMConfig(
        int(rng.integers(1, 5)),
        H,
        layers,
        bias=bool(rng.integers(2)),
        batch_first=bool(rng.integers(2)),
        dropout=0.4 if layers > 1 and rng.integers(2) else 0.0,
        bidirectional=bool(rng.integers(2)),
        proj_size=int(rng.integers(0, H)),
    )


def random_case(seed, dtype=np.float64, scale=0.7, steps=7, most_holds=4):
    """Return a random experiment with a loss or seeds: any options, lengths, masks, holds, cuts."""
    rng = np.random.default_rng(seed)
    config = random_config(rng)
    T, B = int(rng.integers(1, steps)), int(rng.integers(1, 4))
    lengths = None
    if rng.integers(2):
        lengths = [int(n) for n in rng.integers(1, T + 1, B)]
        lengths[0] = T
    shape = (B, T, config.input_size) if config.batch_first else (T, B, config.input_size)
    states = [
        rng.standard_normal(config.state_shape(B, name)).astype(dtype) for name in ("h_0", "c_0")
    ]
    training = bool(config.dropout and rng.integers(2))
    masks = ()
    if training:
        width = config.num_directions * config.output_size
        masks = tuple(
            ((rng.random((T, B, width)) > 0.4) / 0.6).astype(dtype)
            for _ in range(config.num_layers - 1)
        )
    experiment = Experiment.create(
        random_parameters(config, int(rng.integers(2**16)), dtype, scale),
        rng.standard_normal(shape).astype(dtype),
        *states,
        lengths,
        training=training,
        masks=masks,
    )
    held = [random_hold(rng, config, T, B) for _ in range(int(rng.integers(0, most_holds + 1)))]
    experiment = experiment.with_holds(*held)
    return experiment.with_objective(random_objective(rng, experiment))


def random_hold(rng, config, T, B):
    """Return a random hold or cut."""
    lane = config.lane(int(rng.integers(config.num_lanes)))
    first = int(rng.integers(T))
    last, row = int(rng.integers(first, T)), [None, int(rng.integers(B))][int(rng.integers(2))]
    if rng.integers(2):
        quantity = config.steps[int(rng.integers(len(config.steps)))]
        unit = int(rng.integers(config.width(quantity)))
        value = float(rng.standard_normal())
        return Hold(quantity, lane.layer, lane.direction, (unit,), first, last, value, row)
    kind = ["weight_ih", "weight_hh"][int(rng.integers(2))]
    shape = config.parameter_shapes()[config.parameter_names(lane)[kind]]
    index = tuple(int(rng.integers(n)) for n in shape)
    return Cut(kind, lane.layer, lane.direction, index, first, last, row)


def random_objective(rng, experiment):
    """Return a random loss, or random seeds with or without a readout."""
    config, shape = experiment.config, experiment.sequence.shape[:2]
    objective = objective_of(
        config,
        shape,
        experiment.dtype,
        int(rng.integers(2**16)),
        int(rng.integers(1, 5)),
        str(rng.choice(LOSSES)),
        over=str(rng.choice(OVER)),
        function=str(rng.choice(list(ANSWERS))),
        bias=bool(rng.integers(2)),
        reduction=str(rng.choice(REDUCTIONS)),
        ignore_index=int(rng.choice([-100, 0])),
    )
    if rng.integers(2) and experiment.with_objective(objective).source:
        return objective
    readout = objective.readout if rng.integers(2) else None
    seeds = tuple(random_seed(rng, experiment, readout) for _ in range(int(rng.integers(1, 4))))
    return Objective(readout, seeds=seeds)


def random_seed(rng, experiment, readout):
    """Return a random number on h, c, output, or y."""
    config = experiment.config
    row = int(rng.integers(experiment.batch_size))
    t = int(rng.integers(experiment.lengths[row]))
    widths = {"h": config.output_size, "c": config.hidden_size}
    widths["output"] = config.num_directions * config.output_size
    if readout is not None:
        widths["y"] = readout.width
        if readout.over != "every":
            t = experiment.lengths[row] - 1
    quantity = str(rng.choice(list(widths)))
    lane = config.lane(int(rng.integers(config.num_lanes)))
    unit, number = int(rng.integers(widths[quantity])), float(rng.standard_normal())
    return Seed(quantity, lane, t, row, unit, number)


@st.composite
def cases(draw, **options):
    """Draw random cases in both dtypes."""
    dtype = draw(st.sampled_from([np.float32, np.float64]))
    return random_case(draw(st.integers(0, 2**32 - 1)), dtype, **options)
