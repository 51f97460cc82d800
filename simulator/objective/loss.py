"""Loss: how far answers are from their targets, by torch's own definitions."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from ..arrays import Array
from ..translation import tr
from .targets import IGNORED

MSE, BCE, CROSS_ENTROPY = "mse", "bce", "cross-entropy"
LOSS_MODULES: Final[Mapping[str, str]] = {
    MSE: "nn.MSELoss",
    BCE: "nn.BCEWithLogitsLoss",
    CROSS_ENTROPY: "nn.CrossEntropyLoss",
}
"""Losses, and torch's modules that compute them."""

MEAN, SUM = "mean", "sum"
REDUCTIONS: Final = (MEAN, SUM)


def squared_errors(y: Array, target: Array) -> Array:
    """Return (y − target)² of each output."""
    return np.asarray((y - target) ** 2)


def log_of_one_more(y: Array) -> Array:
    """Return log(1 + e^−|y|), which cannot overflow."""
    return np.asarray(np.log1p(np.exp(-np.abs(y))))


def binary_cross_entropies(y: Array, target: Array) -> Array:
    """Return −target·log σ(y) − (1−target)·log(1−σ(y)) of each output.

    As torch writes it, it cannot overflow: max(y, 0) − y·target + log(1 + e^−|y|).
    """
    return np.asarray(np.maximum(y, 0) - y * target + log_of_one_more(y))


def log_softmax(y: Array) -> Array:
    """Return log p = (y − max y) − log Σ e^(y − max y) over the last axis."""
    less = y - y.max(axis=-1, keepdims=True)
    return np.asarray(less - np.log(np.exp(less).sum(axis=-1, keepdims=True)))


_OF_OUTPUTS: Final[Mapping[str, Callable[[Array, Array], Array]]] = {
    MSE: squared_errors,
    BCE: binary_cross_entropies,
}

LOSSES: Final = (MSE, BCE, CROSS_ENTROPY)


@dataclass(frozen=True, slots=True)
class Loss:
    """A loss over the steps that count.

    Attributes:
        kind: one of `LOSSES`. reduction: one of `REDUCTIONS`, over the numbers that count.
        ignore_index: for cross entropy, the class of a step that does not count.

    Raises:
        ValueError: another word.
    """

    kind: str
    reduction: str = MEAN
    ignore_index: int = IGNORED

    def __post_init__(self) -> None:
        if self.kind not in LOSSES:
            raise ValueError(tr("the loss must be one of {losses}", losses=", ".join(LOSSES)))
        if self.reduction not in REDUCTIONS:
            raise ValueError(
                tr("the reduction must be one of {words}", words=", ".join(REDUCTIONS))
            )

    @property
    def of_classes(self) -> bool:
        """True when targets are classes, False when they are a number for each output."""
        return self.kind == CROSS_ENTROPY

    def of_steps(self, y: Array, target: Array) -> Array:
        """Return the loss of each step, in y's dtype.

        MSE and BCE: the mean of the step's outputs, or their sum with reduction "sum". Cross
        entropy: −log p of the target's class.

        Args:
            y: (…, K). target: (…, K), or classes (…), which must be among 0…K-1.
        """
        with np.errstate(all="ignore"):
            if self.of_classes:
                return np.asarray(
                    -np.take_along_axis(log_softmax(y), target[..., None], -1)[..., 0]
                )
            each = _OF_OUTPUTS[self.kind](y, target)
            summed = each.sum(axis=-1)
            return (
                summed if self.reduction == SUM else np.asarray(summed / y.dtype.type(y.shape[-1]))
            )

    def whole(self, of_steps: Array, counted: Array) -> float:
        """Return the loss of all steps that count, summed exactly; NaN when none does.

        Args:
            of_steps, counted: (T, B).
        """
        losses = of_steps[counted].astype(np.float64).tolist()
        if not losses:
            return math.nan
        try:
            total = math.fsum(losses)
        except (OverflowError, ValueError):  # infinities of both signs, or past the largest float
            total = float(np.sum(losses))
        return total / len(losses) if self.reduction == MEAN else total
