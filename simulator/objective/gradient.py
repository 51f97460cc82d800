"""Gradient of a loss by the readout it takes: dy, by torch's own formulas and their rounding."""

import numpy as np

from ..arrays import Array
from ..cells.functions import sigmoid
from .loss import BCE, MEAN, MSE, Loss
from .readout import softmax


def counted_numbers(loss: Loss, counts: Array, outputs: int) -> int:
    """Return N, by which a mean divides: the steps that count, times K for MSE and BCE.

    Args:
        counts: (T, B), which steps count. outputs: K.
    """
    return int(counts.sum()) * (1 if loss.of_classes else outputs)


def loss_gradient(loss: Loss, y: Array, target: Array, number: int) -> Array:
    """Return dL/dy of steps that count, (…, K), in y's dtype.

    MSE: (y − target)·(2/N). BCE: (σ(y) − target)/N. Cross entropy: (p − onehot)/N. A sum has no N.
    They are the gradients of `torch.nn.functional.mse_loss`, `binary_cross_entropy_with_logits` and
    `cross_entropy`.

    Args:
        y: (…, K). target: (…, K), or classes (…), which must be among 0…K-1.
        number: N of `counted_numbers`.
    """
    scale = y.dtype.type(number if loss.reduction == MEAN else 1)
    with np.errstate(all="ignore"):
        if loss.kind == MSE:
            return np.asarray((y - target) * (y.dtype.type(2) / scale))
        if loss.kind == BCE:
            return np.asarray((sigmoid(y) - target) / scale)
        difference = softmax(y)
        at = target[..., None]
        less = np.take_along_axis(difference, at, -1) - y.dtype.type(1)
        np.put_along_axis(difference, at, less, -1)
        return np.asarray(difference / scale)
