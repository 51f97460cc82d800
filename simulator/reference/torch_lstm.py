"""LSTM as torch computes it: cell by cell, some steps by `torch.nn.LSTM`, and its masks.

This is the second engine, to check the first. It shares no code with `cells` and
`engine.run`: only the raw arrays by torch's names, which are copied for torch. Shapes are checked
before torch sees them, because torch reads past the end of a weight that is too small. All results
are numpy or plain Python values. Import this module late: it loads torch.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from itertools import compress
from typing import Any

import numpy as np
import torch
from torch.nn.functional import dropout, linear
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pad_packed_sequence

from ..arrays import Array, check_shape
from ..experiment.experiment import Outputs
from ..network.config import LSTMConfig, Shape
from ..network.interventions import Cut, Hold, Intervention
from ..network.lane import Lane
from ..translation import tr

_ALL = slice(None)


def version() -> str:
    """Return torch's version as a plain string: unpickling torch's own type would import torch."""
    return str(torch.__version__)


class TorchCell:
    """One layer and direction in torch, like `nn.LSTMCell`, with the gates that it hides.

    Args:
        config, arrays, holds: the whole LSTM's; the arrays are copied in `dtype`.

    Raises:
        ValueError: an array of the wrong shape.
    """

    def __init__(
        self,
        config: LSTMConfig,
        arrays: Mapping[str, Array],
        lane: Lane,
        dtype: Any,
        holds: Sequence[Intervention] = (),
    ) -> None:
        self.dtype = np.dtype(dtype)
        own = [hold for hold in holds if hold.lane == lane]
        self._holds = [hold for hold in own if isinstance(hold, Hold)]
        self._cuts = [hold for hold in own if isinstance(hold, Cut)]
        self._input_size = config.layer_input_size(lane.layer)
        self._H, self._R = config.hidden_size, config.output_size
        shapes: dict[str, Shape] = {
            "weight_ih": (4 * self._H, self._input_size),
            "weight_hh": (4 * self._H, self._R),
        }
        if config.bias:
            shapes |= {"bias_ih": (4 * self._H,), "bias_hh": (4 * self._H,)}
        if config.proj_size:
            shapes["weight_hr"] = (self._R, self._H)
        self._parameters = {}
        for kind, shape in shapes.items():
            check_shape(kind + lane.suffix, arrays[kind + lane.suffix], shape)
            self._parameters[kind] = as_tensor(arrays[kind + lane.suffix], dtype)

    def step(
        self, inputs: Sequence[Array], t: Array | None = None, rows: Array | None = None
    ) -> dict[str, Array]:
        """Compute one step for n independent rows.

        Args:
            inputs: x (n, I), h_prev (n, R), c_prev (n, H); all cast to the cell's dtype.
            t, rows: (n,) their timesteps and batch rows, needed where there are holds.

        Returns:
            z_i z_f z_g z_o i f g o c (n, H); m (n, H) with a projection; h (n, R).

        Raises:
            ValueError: an array of the wrong shape.
        """
        self._check(inputs)
        p = self._parameters
        with torch.inference_mode():
            hold = _Holding(self._holds, t, rows)
            x, h_prev, c_prev = (as_tensor(array, self.dtype) for array in inputs)
            z = self._sums(x, h_prev, t, rows)
            z_i, z_f, z_g, z_o = z.chunk(4, 1)
            i, f = hold("i", z_i.sigmoid()), hold("f", z_f.sigmoid())
            g, o = hold("g", z_g.tanh()), hold("o", z_o.sigmoid())
            c = hold("c", f * c_prev + i * g)
            h = o * c.tanh()
            values = {"z_i": z_i, "z_f": z_f, "z_g": z_g, "z_o": z_o}
            values |= {"i": i, "f": f, "g": g, "o": o, "c": c}
            if "weight_hr" in p:
                values["m"] = hold("m", h)
                h = linear(values["m"], p["weight_hr"])
            values["h"] = hold("h", h)
            return {quantity: value.numpy() for quantity, value in values.items()}

    def _check(self, inputs: Sequence[Array]) -> None:
        """Refuse x and states that do not have the shapes of n rows."""
        widths = {"x": self._input_size, "h_prev": self._R, "c_prev": self._H}
        for (name, width), array in zip(widths.items(), inputs, strict=True):
            check_shape(name, array, (len(inputs[0]), width))

    def _sums(
        self, x: torch.Tensor, h_prev: torch.Tensor, t: Array | None, rows: Array | None
    ) -> torch.Tensor:
        """Return z, (n, 4H), of the connections that are not cut."""
        if not self._cuts:
            return self._sum(x, h_prev)
        standing = torch.stack([stands(cut, t, rows) for cut in self._cuts])
        patterns, of_row = torch.unique(standing, dim=1, return_inverse=True)
        parts, order = [], []
        for number, pattern in enumerate(patterns.T.tolist()):
            here = (of_row == number).nonzero()[:, 0]
            parts.append(self._uncut(x[here], h_prev[here], [*compress(self._cuts, pattern)]))
            order.append(here)
        return torch.cat(parts)[torch.cat(order).argsort()]

    def _uncut(self, x: torch.Tensor, h_prev: torch.Tensor, cuts: list[Cut]) -> torch.Tensor:
        """Return z of rows in which the same connections are cut: their products are left out.

        A factor 0 would not do. Times infinity it is NaN, forwards and back.
        """
        touched = sorted({cut.index[0] for cut in cuts})
        whole = [unit for unit in range(4 * self._H) if unit not in touched]
        columns = [self._sum(x, h_prev, whole)]
        for unit in touched:
            gone = {(cut.kind, cut.index[1]) for cut in cuts if cut.index[0] == unit}
            kept = [
                [k for k in range(read.shape[1]) if (kind, k) not in gone]
                for kind, read in (("weight_ih", x), ("weight_hh", h_prev))
            ]
            columns.append(self._sum(x, h_prev, [unit], *kept))
        return torch.cat(columns, 1)[:, torch.tensor([*whole, *touched]).argsort()]

    def _sum(
        self,
        x: torch.Tensor,
        h_prev: torch.Tensor,
        units: slice | list[int] = _ALL,
        kept_x: slice | list[int] = _ALL,
        kept_h: slice | list[int] = _ALL,
    ) -> torch.Tensor:
        """Return z of some units, from the columns of x and h_prev that are kept."""
        p = self._parameters
        b_ih, b_hh = (p[kind][units] if kind in p else None for kind in ("bias_ih", "bias_hh"))
        from_input = linear(x[:, kept_x], p["weight_ih"][units][:, kept_x], b_ih)
        return from_input + linear(h_prev[:, kept_h], p["weight_hh"][units][:, kept_h], b_hh)


class _Holding:
    """Replaces torch's numbers at n places by the held values."""

    def __init__(self, holds: Sequence[Hold], t: Array | None, rows: Array | None) -> None:
        self._holds, self._t, self._rows = holds, t, rows

    def __call__(self, quantity: str, computed: torch.Tensor) -> torch.Tensor:
        for hold in self._holds:
            if hold.quantity == quantity:
                here = stands(hold, self._t, self._rows).nonzero()
                computed[here, torch.tensor(hold.units)] = hold.value
        return computed


def stands(hold: Intervention, t: Array | None, rows: Array | None) -> torch.Tensor:
    """Return (n,) True where a hold applies; without t and rows that is undefined."""
    if t is None or rows is None:
        raise ValueError("what is held depends on t and rows: give both")
    timesteps, batch = as_tensor(t), as_tensor(rows)
    here = (timesteps >= hold.first) & (timesteps <= hold.last)
    return here if hold.row is None else here & (batch == hold.row)


def lstm_window(
    config: LSTMConfig,
    arrays: Mapping[str, Array],
    layers: range,
    x: Array,
    lengths: Sequence[int],
    states: Sequence[Array],
    masks: Sequence[Array] = (),
) -> Outputs:
    """Run a few steps of some layers by the real `torch.nn.LSTM`, from given states.

    Args:
        config, arrays: the whole LSTM's. layers: those to run, one above the other.
        x: (W, B, I) the lowest layer's input. lengths: B numbers in 1…W, the longest W.
        states: h_0 (len(layers)*D, B, R), then c_0 (len(layers)*D, B, H).
        masks: (W, B, D*R) between the layers. With masks the stack is built of single layers.

    Returns:
        output (W, B, D*R), zero past a row's length; h_n and c_n like h_0 and c_0.

    Raises:
        ValueError: an array of the wrong shape, or lengths that do not fit.
    """
    W, B, _ = x.shape
    D, R = config.num_directions, config.output_size
    lengths_fit(lengths, W, B)
    check_shape("x", x, (W, B, config.layer_input_size(layers[0])))
    check_states(config, states, len(layers), B)
    for mask in masks:
        check_shape(tr("a dropout mask"), mask, (W, B, D * R))
    if masks and len(layers) > 1:
        return _masked_stack(config, arrays, layers, x, lengths, states, masks)
    lstm = module_of(*part_of(config, arrays, layers), x.dtype).eval()
    packing = lengths if min(lengths) < W else None
    return _call(lstm, as_tensor(x), tuple(map(as_tensor, states)), packing)


def check_states(config: LSTMConfig, states: Sequence[Array], layers: int, batch: int) -> None:
    """Refuse h_0, then c_0, that do not have the shapes of some layers, (layers*D, batch, …)."""
    for name, array in zip(("h_0", "c_0"), states, strict=True):
        _, *shape = config.state_shape(batch, name)
        check_shape(name, array, (layers * config.num_directions, *shape))


def dropout_masks(
    shape: tuple[int, int, int],
    lengths: Sequence[int],
    num_layers: int,
    p: float,
    seed: int,
    dtype: Any,
    packed: bool = False,
) -> tuple[Array, ...]:
    """Draw the masks of `nn.LSTM` in train mode under `torch.manual_seed(seed)`.

    Args:
        shape: (T, B, D*R) of one layer's output. lengths: of the batch rows.
        packed: whether the input is a PackedSequence, as rows shorter than T are in any case. Then
            torch draws over the packed data, whose rows it sorts: beyond 16 rows in an order of its
            own where lengths are equal.

    Returns:
        num_layers - 1 arrays (T, B, D*R) of 0 and 1/(1-p), zero past a row's length.

    Raises:
        ValueError: lengths that do not fit the shape, a seed that torch does not take.
    """
    T, B, _ = shape
    if len(lengths) != B or not all(1 <= length <= T for length in lengths):
        raise ValueError(_misfit(lengths, T, B))
    ones = torch.ones(shape, dtype=getattr(torch, np.dtype(dtype).name))
    with torch.inference_mode(), _seeded(seed):
        if min(lengths) == T and not packed:
            return tuple(dropout(ones, p, True).numpy() for _ in range(num_layers - 1))
        pack = pack_padded_sequence(ones, torch.tensor(lengths), enforce_sorted=False)
        masks = [pack._replace(data=dropout(pack.data, p, True)) for _ in range(num_layers - 1)]
        return tuple(pad_packed_sequence(mask, total_length=T)[0].numpy() for mask in masks)


def _masked_stack(
    config: LSTMConfig,
    arrays: Mapping[str, Array],
    layers: range,
    x: Array,
    lengths: Sequence[int],
    states: Sequence[Array],
    masks: Sequence[Array],
) -> Outputs:
    D = config.num_directions
    ends = []
    for index, layer in enumerate(layers):
        rows = slice(index * D, (index + 1) * D)
        single = range(layer, layer + 1)
        own = [state[rows] for state in states]
        output, *ended = lstm_window(config, arrays, single, x, lengths, own)
        ends.append(ended)
        if index < len(masks):
            x = output * masks[index]
    return Outputs(output, *map(np.concatenate, zip(*ends, strict=True)))


def part_of(
    config: LSTMConfig, arrays: Mapping[str, Array], layers: range
) -> tuple[LSTMConfig, dict[str, Array]]:
    """Return the options and the arrays of some layers as an LSTM of their own, time first."""
    part = replace(
        config,
        input_size=config.layer_input_size(layers[0]),
        num_layers=len(layers),
        batch_first=False,
        dropout=0.0,
    )
    own = {
        name.replace(f"_l{layer}", f"_l{index}"): array
        for index, layer in enumerate(layers)
        for name, array in arrays.items()
        if name.removesuffix("_reverse").endswith(f"_l{layer}")
    }
    return part, own


def module_of(config: LSTMConfig, arrays: Mapping[str, Array], dtype: Any) -> torch.nn.LSTM:
    """Make the `nn.LSTM` of these arrays without drawing initial numbers."""
    for name, shape in config.parameter_shapes().items():
        check_shape(name, arrays[name], shape)
    arguments = asdict(config)
    if config.num_layers == 1:
        arguments["dropout"] = 0.0  # it has no effect there, and torch would warn
    torch_dtype = getattr(torch, np.dtype(dtype).name)
    lstm = torch.nn.LSTM(**arguments, device="meta", dtype=torch_dtype)
    # Assigned, not copied into `to_empty`: for that torch loads sympy, which takes half a second.
    lstm.load_state_dict(
        {name: as_tensor(array, dtype) for name, array in arrays.items()}, assign=True
    )
    return lstm


def _call(
    lstm: torch.nn.LSTM,
    x: torch.Tensor,
    state: tuple[torch.Tensor, ...],
    lengths: Sequence[int] | None,
) -> Outputs:
    given: torch.Tensor | PackedSequence = x
    if lengths is not None:
        given = pack_padded_sequence(x, torch.tensor(lengths), lstm.batch_first, False)
    with torch.inference_mode(), warnings.catch_warnings():
        # Torch reports which of its own paths it takes; both are correct.
        warnings.filterwarnings("ignore", "LSTM with projections is not supported with oneDNN")
        output, ends = lstm(given, state)
        if lengths is not None:
            output, _ = pad_packed_sequence(output, lstm.batch_first)
    return Outputs(output.numpy(), *(of.numpy() for of in ends))


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Seed torch's generator inside, and restore it outside."""
    with torch.random.fork_rng(devices=[]):
        try:
            torch.manual_seed(seed)
        except (ValueError, RuntimeError) as error:
            raise ValueError(
                tr("seed must be a 64-bit whole number, got {seed}", seed=seed)
            ) from error
        yield


def as_tensor(array: Array, dtype: Any = None) -> torch.Tensor:
    """Return a copy for torch, in another dtype if one is given."""
    with np.errstate(invalid="ignore"):  # a signalling NaN is one like any other
        return torch.from_numpy(np.array(array, dtype, order="C", copy=True))


def lengths_fit(lengths: Sequence[int], steps: int, batch: int) -> None:
    """Check the lengths of a window.

    Raises:
        ValueError: they are not one for each row, or the longest is not the window's.
    """
    if len(lengths) != batch or max(lengths) != steps or min(lengths) < 1:
        raise ValueError(_misfit(lengths, steps, batch))


def _misfit(lengths: Sequence[int], steps: int, batch: int) -> str:
    return tr(
        "lengths {lengths} do not fit {batch} rows of {steps} steps",
        lengths=tuple(lengths),
        steps=steps,
        batch=batch,
    )
