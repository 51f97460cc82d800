"""Random models on which a given mistake can be seen."""

import warnings

import numpy as np

from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from tests.simulator.train_mode import in_train_mode


def model_for(needs, seed, steps=None):
    """Return a random experiment with everything that a mistake needs; the rest is drawn."""
    rng = np.random.default_rng([seed, 77])

    def choose(name, *options):
        return needs[name] if name in needs else options[rng.integers(len(options))]

    H = int(rng.integers(3, 6))
    config = LSTMConfig(
        input_size=H
        if needs.get("square")
        else int(rng.integers(2 if needs.get("wide") else 1, 4)),
        hidden_size=H,
        num_layers=choose("num_layers", 1, 1, 2),
        bias=bool(choose("bias", True, True, False)),
        bidirectional=bool(choose("bidirectional", False, True)),
        proj_size=int(0 if needs.get("square") else choose("proj_size", 0, 0, 2)),
    )
    dtype = choose("dtype", np.float32, np.float64)
    T = steps or int(rng.integers(4, 7))
    B = int(choose("batch", 1, 2, 3))
    parameters = random_parameters(config, seed, dtype)
    states = bool(choose("states", False, True))
    h_0 = c_0 = lengths = None
    if states:
        h_0, c_0 = (
            rng.standard_normal(config.state_shape(B, name)).astype(dtype)
            for name in ("h_0", "c_0")
        )
    if B > 1 and choose("ragged", False, True):
        lengths = [T, *(int(n) for n in rng.integers(2, T, B - 1))]
    x = rng.standard_normal((T, B, config.input_size)).astype(dtype)
    experiment = Experiment.create(parameters, x, h_0, c_0, lengths)
    if "dropout" not in needs:
        return experiment
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return in_train_mode(experiment, needs["dropout"], seed)
