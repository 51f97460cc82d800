"""Bounds on the difference of two correct engines in a readout: y, p and the loss.

The model is the one in `bounds`: a sum of n products is wrong by at most γ_n Σ|a||b|. y starts from
equal bits of h; p and the loss from equal bits of y, or from y that differ by a known bound. All
are evaluated in float64, whatever dtype is checked.
"""

from typing import Any

import numpy as np

from ..arrays import Array, limits
from ..cells.bounds import function_error, sum_error
from ..objective.loss import BCE, CROSS_ENTROPY, MSE, SUM, Loss, log_of_one_more

_OWN = 32
"""Error allowed to each engine's own exp and log, in units of half an eps, over all of them."""


def readout_error(V: Array, b: Array | None, h: Array, dtype: Any) -> tuple[Array, Array]:
    """Bound the difference of two engines' y = V h + b from equal bits.

    Args:
        V: (K, F). b: (K,). h: (n, F).

    Returns:
        The bounds (n, K), and (n,) True where a sum may pass the largest float.
    """
    M = np.abs(h, dtype=np.float64) @ np.abs(V, dtype=np.float64).T
    if b is not None:
        M += np.abs(b, dtype=np.float64)
    overflow = np.any(limits(dtype).max <= M, axis=1)
    return sum_error(M, V.shape[1] + 2, dtype), overflow


def sigmoid_answer_error(p: Array, dtype: Any) -> Array:
    """Bound the difference of two engines' p = σ(y) from equal bits of y."""
    return function_error("σ", p, np.zeros_like(p), dtype)


def softmax_error(y: Array, p: Array, dtype: Any) -> Array:
    """Bound the difference of two engines' p = softmax(y), (n, K), from equal bits of y.

    One may take it as e^(log p): the error of log p is then its relative error.
    """
    info = limits(dtype)
    error = p * _log_error(y, dtype)
    return np.asarray(error + 8 * info.smallest_normal)


def _log_error(y: Array, dtype: Any) -> Array:
    """Bound the difference of two engines' log p: 4u(max y − y + log Σ) + 2γ_(K+2) + 32u."""
    u = limits(dtype).eps / 2
    y = y.astype(np.float64)
    less = y.max(axis=-1, keepdims=True) - y
    log_sum = np.log(np.exp(-less).sum(axis=-1, keepdims=True))
    nu = (y.shape[-1] + 2) * u
    return np.asarray(4 * u * (less + log_sum) + 2 * nu / (1 - nu) + _OWN * u)


def loss_error(
    loss: Loss, y: Array, target: Array, dtype: Any, D_y: Array | None = None
) -> tuple[Array, Array]:
    """Bound the difference of two engines' loss of each step, (n,).

    Args:
        y: (n, K). target: (n, K), or classes (n,). D_y: (n, K) bounds on the difference of their y;
            none for equal bits.

    Returns:
        The bounds (n,), and (n,) True where a term may pass the largest float.
    """
    largest = limits(dtype).max
    y = y.astype(np.float64)
    D_y = np.zeros_like(y) if D_y is None else D_y
    if loss.kind == CROSS_ENTROPY:
        said = target[:, None]
        error = np.take_along_axis(_log_error(y, dtype), said, -1)[:, 0]
        # log p = y − log Σ e^y: both parts move by at most the largest error of the outputs.
        spread = y.max(axis=-1) - y.min(axis=-1)
        return error + 2 * D_y.max(axis=-1), largest <= spread
    target = target.astype(np.float64)
    if loss.kind == MSE:
        e = np.abs(y - target)
        terms, carried = (e + D_y) ** 2, 2 * e * D_y + D_y**2
    else:
        assert loss.kind == BCE
        terms = np.abs(y) + np.abs(y * target) + log_of_one_more(y)
        carried = (1 + np.abs(target)) * D_y
        terms = terms + carried
    outputs = y.shape[-1]
    error = carried.sum(axis=-1) + sum_error(terms.sum(axis=-1), outputs + _OWN, dtype)
    overflow = largest <= terms.sum(axis=-1)
    return (error if loss.reduction == SUM else error / outputs), overflow


def whole_error(loss: Loss, losses: Array, errors: Array, dtype: Any) -> float:
    """Bound the difference of two engines' loss over n steps, whose losses differ by bounds."""
    n = len(losses)
    total = float(sum_error(np.abs(losses, dtype=np.float64).sum() + errors.sum(), n + 2, dtype))
    total += float(errors.sum())
    return total if loss.reduction == SUM else total / n
