"""Formulas of the optimisers: one step of one tensor.

Order and rounding are torch's (`torch.optim`, one tensor at a time), but for its fused
multiply-adds, which numpy lacks: every scalar is computed in Python's floats and rounded to the
dtype once. All goes element by element, so several tensors laid end to end have the bits that each
would have alone.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from ..arrays import Array
from .optimisers import (
    LARGEST,
    MEAN,
    MOMENTUM,
    RMS_MEAN,
    RMS_SQUARE,
    SGD,
    SQUARE,
    Adam,
    AdamW,
    Optimiser,
    RMSprop,
)

Buffers = Mapping[str, Array]
"""Arrays that an optimiser keeps for one tensor, by kind; without those that are still zeros."""


def sgd_step(
    o: SGD, p: Array, g: Array, kept: Buffers, count: int, weight_decay: float
) -> tuple[Array, dict[str, Array]]:
    """Return p and b after a step; arguments and shapes as `formula_step`'s.

    g += λp; b = μb + (1 − τ)g; p −= lr·b, or lr·(g + μb) with Nesterov, in torch's form of it
    (Sutskever et al., On the importance of initialization and momentum, 2013). b is g at the first
    step of its own, so that dampening has no say in it.
    """
    g, buffers = _decayed(p, g, weight_decay), {}
    if o.momentum:
        b = g
        if MOMENTUM in kept:
            b = kept[MOMENTUM] * _as(p, o.momentum)
            b += g * _as(p, 1 - o.dampening)
        g, buffers = g + b * _as(p, o.momentum) if o.nesterov else b, {MOMENTUM: b}
    return _moved(p, g, -o.lr), buffers


def adam_step(
    o: Adam, p: Array, g: Array, kept: Buffers, count: int, weight_decay: float
) -> tuple[Array, dict[str, Array]]:
    """Return p, m, v, and with amsgrad the largest v so far; arguments as `formula_step`'s.

    m += (1 − β1)(g − m); v = β2·v + (1 − β2)g²; p −= lr/(1 − β1ⁿ)·m/(√v/√(1 − β2ⁿ) + ε) (Kingma
    and Ba, Adam, 2015). AdamW shrinks p by 1 − lr·λ first (Loshchilov and Hutter, Decoupled weight
    decay regularization, 2019), Adam adds λp to g. amsgrad: Reddi et al., 2018.
    """
    if isinstance(o, AdamW):
        if weight_decay:
            p = p * _as(p, 1 - o.lr * weight_decay)
    else:
        g = _decayed(p, g, weight_decay)
    beta1, beta2 = o.betas
    m = _towards(kept.get(MEAN), g, 1 - beta1)
    v = _mean_of_squares(kept.get(SQUARE), g, beta2)
    buffers, under = {MEAN: m, SQUARE: v}, v
    if o.amsgrad:
        under = buffers[LARGEST] = np.maximum(kept.get(LARGEST, np.zeros_like(v)), v)
    root = np.sqrt(under)
    root /= _as(p, (1 - beta2**count) ** 0.5)
    root += _as(p, o.eps)
    step = m * _as(p, -(o.lr / (1 - beta1**count)))
    step /= root
    step += p
    return step, buffers


def rmsprop_step(
    o: RMSprop, p: Array, g: Array, kept: Buffers, count: int, weight_decay: float
) -> tuple[Array, dict[str, Array]]:
    """Return p, s, and where they are used ḡ and b; arguments as `formula_step`'s.

    s = αs + (1 − α)g²; p −= lr·g/(√s + ε) (Tieleman and Hinton, lecture 6.5 of Coursera's Neural
    networks for machine learning, 2012); centred, √(s − ḡ²) in place of √s (Graves, Generating
    sequences with recurrent neural networks, 2013); with momentum b = μb + g/(√ + ε), p −= lr·b.
    """
    g = _decayed(p, g, weight_decay)
    s = _mean_of_squares(kept.get(RMS_SQUARE), g, o.alpha)
    buffers, under = {RMS_SQUARE: s}, s
    if o.centered:
        mean = buffers[RMS_MEAN] = _towards(kept.get(RMS_MEAN), g, 1 - o.alpha)
        under = s - mean * mean
    root = np.sqrt(under)
    root += _as(p, o.eps)
    if o.momentum:
        b = g / root
        if MOMENTUM in kept:
            b += kept[MOMENTUM] * _as(p, o.momentum)
        buffers[MOMENTUM] = b
        step = b * _as(p, -o.lr)
    else:
        step = g * _as(p, -o.lr)
        step /= root
    step += p
    return step, buffers


_FORMULAS: Final[Mapping[str, Callable[..., tuple[Array, dict[str, Array]]]]] = {
    SGD.key: sgd_step,
    Adam.key: adam_step,
    AdamW.key: adam_step,
    RMSprop.key: rmsprop_step,
}


def formula_step(
    optimiser: Optimiser, p: Array, g: Array, kept: Buffers, count: int, weight_decay: float
) -> tuple[Array, dict[str, Array]]:
    """Return a tensor after one step, and what its optimiser keeps for the next one.

    Args:
        optimiser: its settings, of which lr is a step's length in units of p per unit of its
            direction. p: the weights, of any shape. g: their gradient, clipped, of their shape and
            dtype.
        kept: what was kept from the step before. count: n, the number of this step, from 1.
        weight_decay: λ of this tensor.
    """
    return _FORMULAS[optimiser.key](optimiser, p, g, kept, count, weight_decay)


def _as(array: Array, number: float) -> Any:
    """Round a number to the dtype of an array."""
    return array.dtype.type(number)


def _decayed(p: Array, g: Array, weight_decay: float) -> Array:
    return g + p * _as(p, weight_decay) if weight_decay else g


def _moved(p: Array, step: Array, factor: float) -> Array:
    """Return p + factor·step with one rounding in float32, as torch's fused multiply-add."""
    if p.dtype != np.float32:
        return np.asarray(p + step * _as(p, factor))
    moved = np.multiply(step, float(_as(p, factor)), dtype=np.float64)
    moved += p
    return np.asarray(moved.astype(np.float32))


def _towards(mean: Array | None, g: Array, share: float) -> Array:
    """Return a mean moved towards g by a share of the way, as `torch.lerp` does."""
    start = np.zeros_like(g) if mean is None else mean
    way = g - start
    if share < 0.5:
        way *= _as(g, share)
        way += start
        return np.asarray(way)
    way *= 1 - _as(g, share)
    return np.asarray(g - way)


def _mean_of_squares(mean: Array | None, g: Array, keeps: float) -> Array:
    """Return keeps·mean + (1 − keeps)·g²."""
    squares = g * _as(g, 1 - keeps)  # (1 − keeps)·g first, as torch's addcmul
    squares *= g
    if mean is not None:
        squares += mean * _as(g, keeps)
    return np.asarray(squares)
