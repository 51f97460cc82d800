"""Eleven variants of the optimisers, by name, and random numbers for their steps."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from simulator.training.optimisers import SGD, Adam, AdamW, Optimiser, RMSprop

VARIANTS: Final[Mapping[str, Optimiser]] = {
    "sgd": SGD(0.1),
    "sgd with momentum": SGD(0.1, 0.9),
    "sgd with dampening": SGD(0.1, 0.9, 0.3),
    "sgd with nesterov": SGD(0.1, 0.9, nesterov=True),
    "sgd with weight decay": SGD(0.1, 0.9, weight_decay=0.01),
    "adam": Adam(0.01),
    "adam with amsgrad": Adam(0.01, amsgrad=True),
    "adam with weight decay": Adam(0.01, weight_decay=0.01),
    "adamw": AdamW(0.01, weight_decay=0.1),
    "rmsprop": RMSprop(0.01),
    "rmsprop, centred, with momentum": RMSprop(0.01, momentum=0.9, centered=True),
}


def numbers(shapes: Mapping[str, tuple[int, ...]], dtype: Any, seed: int) -> dict[str, np.ndarray]:
    """Draw normal numbers of some shapes."""
    rng = np.random.default_rng(seed)
    return {name: rng.standard_normal(shape).astype(dtype) for name, shape in shapes.items()}
