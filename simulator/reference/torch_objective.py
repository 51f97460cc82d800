"""Readout and loss as torch computes them: `nn.Linear`, and torch's own losses.

The second engine of `objective`, with which it shares only raw arrays. All results are numpy or
plain Python values. Import this module late: it loads torch.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn.functional import (
    binary_cross_entropy_with_logits,
    cross_entropy,
    linear,
    mse_loss,
)

from ..arrays import Array, check_shape
from .autograd import differentiating

_LOSSES: dict[str, Callable[..., torch.Tensor]] = {
    "mse": mse_loss,
    "bce": binary_cross_entropy_with_logits,
    "cross-entropy": cross_entropy,
}


class TorchReadout:
    """A Linear layer in torch, what is made of its output, and a loss.

    Args:
        weight: (K, F). bias: (K,); None without one. function: identity, sigmoid or softmax.
        loss, reduction: by the words of `objective.loss`.
    """

    def __init__(
        self,
        weight: Array,
        bias: Array | None,
        function: str,
        dtype: Any,
        loss: str = "",
        reduction: str = "mean",
    ) -> None:
        self._dtype, self._function = np.dtype(dtype), function
        self._weight = self._tensor(weight)
        self._bias = None if bias is None else self._tensor(bias)
        self._loss, self._reduction = loss, reduction

    def y(self, h: Array) -> Array:
        """Return V h + b: (n, F) → (n, K)."""
        with torch.inference_mode():
            return self._y(h).numpy()

    def p(self, y: Array) -> Array:
        """Return the answer: (n, K) → (n, K)."""
        with torch.inference_mode():
            values = self._tensor(y)
            if self._function == "sigmoid":
                return values.sigmoid().numpy()
            return (values.softmax(-1) if self._function == "softmax" else values).numpy()

    def losses(self, y: Array, target: Array) -> Array:
        """Return the loss of each step: (n, K) and targets (n, K), or classes (n,) → (n,)."""
        with torch.inference_mode():
            each = _LOSSES[self._loss](self._tensor(y), self._target(target), reduction="none")
            if each.ndim == 2:
                each = each.sum(-1) if self._reduction == "sum" else each.mean(-1)
            return np.asarray(each.numpy())

    def whole(self, h: Array, target: Array) -> float:
        """Return the loss of n steps together, from h: (n, F)."""
        with torch.inference_mode():
            loss = _LOSSES[self._loss]
            return float(loss(self._y(h), self._target(target), reduction=self._reduction))

    def dy(self, y: Array, target: Array, number: int) -> Array:
        """Return the gradient of the loss by y, (n, K), by torch's autograd.

        Args:
            target: (n, K), or classes (n,). number: N, by which a mean divides.
        """
        with differentiating():
            logits = self._tensor(y).requires_grad_()
            loss = _LOSSES[self._loss](logits, self._target(target), reduction="sum")
            if self._reduction == "mean":
                loss = loss / number
            return torch.autograd.grad(loss, logits)[0].numpy()

    def dh(self, dy: Array) -> Array:
        """Return what the Linear layer sends back for dy, by torch's autograd: (n, K) → (n, F)."""
        with differentiating():
            h = torch.zeros((len(dy), self._weight.shape[1]), dtype=self._weight.dtype)
            h.requires_grad_()
            y = linear(h, self._weight, self._bias)
            return torch.autograd.grad(y, h, self._tensor(dy))[0].numpy()

    def reduced(self, losses: Array) -> float:
        """Return the mean or the sum of the losses of n steps, in float64."""
        with torch.inference_mode():
            values = torch.tensor(losses, dtype=torch.float64)
            return float(values.sum() if self._reduction == "sum" else values.mean())

    def _y(self, h: Array) -> torch.Tensor:
        check_shape("h", h, (len(h), self._weight.shape[1]))
        return linear(self._tensor(h), self._weight, self._bias)

    def _target(self, target: Array) -> torch.Tensor:
        return torch.tensor(target) if self._loss == "cross-entropy" else self._tensor(target)

    def _tensor(self, array: Array) -> torch.Tensor:
        with np.errstate(all="ignore"):
            return torch.from_numpy(np.array(array, self._dtype))
