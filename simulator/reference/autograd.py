"""Gradients as torch's autograd computes them: of one cell, and of a few steps of `nn.LSTM`.

This is the second engine of the backward pass. It shares no code with `simulator.gradients`: torch
gets the raw arrays, computes forwards itself, and goes back by its own rules. All results are
numpy. Import this module late: it loads torch.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.nn.functional import linear
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from ..arrays import Array, check_shape
from ..network.config import LSTMConfig
from ..network.interventions import Intervention
from ..network.lane import Lane
from ..network.quantities import GATES
from .torch_lstm import TorchCell, as_tensor, check_states, lengths_fit, module_of, part_of, stands


class CellGradients(NamedTuple):
    """Numbers of one cell for n rows: forwards by quantity, and their gradients by key."""

    values: dict[str, Array]
    gradients: dict[str, Array]


class AutogradCell(TorchCell):
    """One layer and direction in torch, with the gradients of all that it computes."""

    def __init__(
        self,
        config: LSTMConfig,
        arrays: Mapping[str, Array],
        lane: Lane,
        dtype: Any,
        holds: Sequence[Intervention] = (),
    ) -> None:
        with differentiating():
            super().__init__(config, arrays, lane, dtype, holds)

    def back(
        self,
        inputs: Sequence[Array],
        arriving: Sequence[Array],
        t: Array | None = None,
        rows: Array | None = None,
    ) -> CellGradients:
        """Compute one step forwards and back for n independent rows.

        Args:
            inputs: x (n, I), h_prev (n, R), c_prev (n, H).
            arriving: dh (n, R), the whole gradient of h, and dc_in (n, H), the gradient of c
                without its part through h. All are cast to the cell's dtype.
            t, rows: (n,) their timesteps and batch rows, needed where there are holds.

        Returns:
            The values of i f g o c (n, H) and m with a projection. Gradients dm with a projection,
            dc do df di dg dz_i dz_f dz_g dz_o dc_prev (n, H), dx (n, I), dh_prev (n, R).

        Raises:
            ValueError: an array of the wrong shape.
        """
        n, H = len(inputs[0]), self._H
        self._check(inputs)
        for name, array, given in zip(("dh", "dc_in"), arriving, inputs[1:], strict=True):
            check_shape(name, array, given.shape)
        W_hr = self._parameters.get("weight_hr")
        with differentiating():
            x, h_prev, c_prev = (as_tensor(a, self.dtype).requires_grad_() for a in inputs)
            hold = _Holding(self, n, t, rows)
            z = self._sums(x, h_prev, t, rows)
            below = "c", "c", "c", "h" if W_hr is None else "m"
            parts = zip(below, z.chunk(4, 1), strict=True)
            z_i, z_f, z_g, z_o = (hold.beneath(quantity, part) for quantity, part in parts)
            i, f = hold("i", torch.sigmoid, z_i), hold("f", torch.sigmoid, z_f)
            g, o = hold("g", torch.tanh, z_g), hold("o", torch.sigmoid, z_o)
            c = hold("c", lambda f, c, i, g: f * c + i * g, f, c_prev, i, g)
            m = h = hold("h" if W_hr is None else "m", lambda o, c: o * c.tanh(), o, c)
            if W_hr is not None:
                h = hold("h", lambda computed: computed, linear(m, W_hr))
            named = {"dm": m, "dc": c, "do": o, "dg": g, "di": i, "df": f}
            named |= {"dz": z, "dx": x, "dh_prev": h_prev, "dc_prev": c_prev}
            if W_hr is None:
                del named["dm"]
            sent = [as_tensor(array, self.dtype) for array in arriving]
            found = torch.autograd.grad([h, c], list(named.values()), sent)
        gradients = {key: of.numpy() for key, of in zip(named, found, strict=True)}
        dz = gradients.pop("dz")
        gradients |= {f"dz_{gate}": dz[:, k * H : (k + 1) * H] for k, gate in enumerate(GATES)}
        values = {"i": i, "f": f, "g": g, "o": o, "c": c, "m": m}
        return CellGradients({q: v.detach().numpy() for q, v in values.items()}, gradients)

    def held_at(
        self, quantity: str, n: int, t: Array | None, rows: Array | None
    ) -> tuple[torch.Tensor, torch.Tensor] | None:
        """Return where a quantity is held in n rows, and the values; None without a hold on it."""
        holds = [hold for hold in self._holds if hold.quantity == quantity]
        if not holds:
            return None
        where = torch.zeros((n, self._R if quantity == "h" else self._H), dtype=torch.bool)
        values = torch.zeros(where.shape, dtype=as_tensor(np.empty(0, self.dtype)).dtype)
        for hold in holds:
            here = stands(hold, t, rows).nonzero()
            where[here, torch.tensor(hold.units)] = True
            values[here, torch.tensor(hold.units)] = hold.value
        return where, values


class _Holding:
    """Computes a quantity for n rows, with held values where there are any.

    Beneath a held value goes exactly 0, also where what was computed there is NaN: the inputs are
    masked too, down to the sums of the gates.
    """

    def __init__(self, cell: AutogradCell, n: int, t: Array | None, rows: Array | None) -> None:
        self._cell, self._place = cell, (n, t, rows)

    def __call__(
        self, quantity: str, function: Callable[..., torch.Tensor], *inputs: torch.Tensor
    ) -> torch.Tensor:
        held = self._cell.held_at(quantity, *self._place)
        if held is None:
            return function(*inputs)
        free = (self.beneath(quantity, given) for given in inputs)
        return torch.where(*held, function(*free))

    def beneath(self, quantity: str, given: torch.Tensor) -> torch.Tensor:
        """Return an input of a quantity, 0 where the quantity is held."""
        held = self._cell.held_at(quantity, *self._place)
        return given if held is None else given.masked_fill(held[0], 0)


@dataclass(frozen=True, eq=False, slots=True)
class WindowGradients:
    """Gradients of a few steps of one layer of `nn.LSTM`.

    x: (W, B, I). states: h_0 and c_0, (D, B, …). parameters: by torch's names, of layer 0.
    """

    x: Array
    states: tuple[Array, ...]
    parameters: dict[str, Array]


def window_gradients(
    config: LSTMConfig,
    arrays: Mapping[str, Array],
    layer: int,
    inputs: Sequence[Array],
    lengths: Sequence[int],
    arriving: Sequence[Array],
) -> WindowGradients:
    """Go back through a few steps of one layer by the real `torch.nn.LSTM` under autograd.

    Args:
        config, arrays: the whole LSTM's.
        inputs: x (W, B, I) of the layer, h_0 (D, B, R), c_0 (D, B, H).
        lengths: B numbers in 1…W, the longest W.
        arriving: the gradients of output (W, B, D*R), h_n (D, B, R), c_n (D, B, H).

    Raises:
        ValueError: an array of the wrong shape, or lengths that do not fit.
    """
    W, B, _ = inputs[0].shape
    lengths_fit(lengths, W, B)
    check_shape("x", inputs[0], (W, B, config.layer_input_size(layer)))
    check_states(config, inputs[1:], 1, B)
    with differentiating(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "LSTM with projections is not supported with oneDNN")
        lstm = module_of(*part_of(config, arrays, range(layer, layer + 1)), inputs[0].dtype)
        x, *initial = (as_tensor(array).requires_grad_() for array in inputs)
        given: torch.Tensor | PackedSequence = x
        if min(lengths) < W:
            given = pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
        output, ends = lstm(given, tuple(initial))
        if isinstance(output, PackedSequence):
            output, _ = pad_packed_sequence(output)
        named = dict(lstm.named_parameters())
        asked = [x, *initial, *named.values()]
        found = torch.autograd.grad([output, *ends], asked, [*map(as_tensor, arriving)])
    of_x, *others = (gradient.numpy() for gradient in found)
    of_states, of_weights = others[: len(initial)], others[len(initial) :]
    return WindowGradients(of_x, tuple(of_states), dict(zip(named, of_weights, strict=True)))


@contextmanager
def differentiating() -> Iterator[None]:
    """Have autograd on, whatever mode the caller is in: inference tensors refuse it."""
    with torch.inference_mode(False), torch.enable_grad():
        yield
