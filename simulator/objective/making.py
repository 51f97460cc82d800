"""Objectives in the making: V and b that are drawn or fitted, and the loss that targets suggest."""

import math
from typing import Any

import numpy as np

from ..arrays import Array
from ..network.initialisers import Draws
from ..translation import tr
from .loss import BCE, CROSS_ENTROPY, MSE
from .readout import IDENTITY, SIGMOID, SOFTMAX
from .targets import Targets

FUNCTIONS = {MSE: IDENTITY, BCE: SIGMOID, CROSS_ENTROPY: SOFTMAX}
"""Function that makes p of y, by the loss whose logits y are."""


def fresh(outputs: int, features: int, seed: int, dtype: Any) -> tuple[Array, Array]:
    """Draw V (outputs, features) and b (outputs,), uniform in ±1/√features.

    They are `torch.manual_seed(seed); nn.Linear(features, outputs)`, bit for bit.
    """
    draws = Draws(seed, dtype)
    # nn.Linear's own way to 1/√features, for its last bit.
    weight_limit = math.sqrt(3.0) * (math.sqrt(2 / (1 + math.sqrt(5) ** 2)) / math.sqrt(features))
    weight = draws.uniform((outputs, features), weight_limit)
    return weight, draws.uniform((outputs,), 1 / math.sqrt(features))


def least_squares(read: Array, target: Array) -> tuple[Array, Array]:
    """Fit V (K, F) and b (K,) that make Σ (V h + b − target)² smallest, in float64.

    Where several do, they are the shortest.

    Args:
        read: (n, F), what the readout reads at the n timesteps and rows that count.
        target: (n, K), their targets. Rows with a number that is not finite are left out.

    Raises:
        ValueError: no row is left.
    """
    read, target = np.asarray(read, np.float64), np.asarray(target, np.float64)
    finite = np.isfinite(read).all(axis=1) & np.isfinite(target).all(axis=1)
    if not finite.any():
        raise ValueError(tr("there is no finite target to fit a readout to"))
    with_one = np.column_stack([read[finite], np.ones(finite.sum())])
    solution = np.linalg.lstsq(with_one, target[finite], rcond=None)[0]
    return np.ascontiguousarray(solution[:-1].T), solution[-1].copy()


def likely_loss(targets: Targets) -> tuple[str, str]:
    """Propose a loss for targets, and the function that makes p of y.

    Classes: cross entropy and softmax. Numbers that are all 0 or 1: BCE and σ. Others: MSE.
    """
    if targets.classes:
        kind = CROSS_ENTROPY
    else:
        counted = targets.values[targets.counted]
        kind = BCE if counted.size and bool(np.isin(counted, (0, 1)).all()) else MSE
    return kind, FUNCTIONS[kind]
