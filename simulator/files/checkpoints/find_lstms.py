"""LSTMs among named tensors, found by the names that `nn.LSTM` and `nn.LSTMCell` give."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ...arrays import shape_text
from ...network.config import LSTMConfig
from ...network.lane import split_name
from ...translation import mark, tr
from ..errors import plain
from ..tensors import FLOATS, TensorInfo


@dataclass(frozen=True, slots=True)
class Origin:
    """An LSTM's place in a checkpoint, so that edits can be written back.

    Attributes:
        path: the file, absolute. lstm: the name of the LSTM in it (see `StoredLSTM.name`).
    """

    path: str
    lstm: str


_NAME = re.compile(
    r"(?:(?P<prefix>.+)\.)?(?P<kind>weight_ih|weight_hh|bias_ih|bias_hh|weight_hr)"
    r"(?P<suffix>_l(?:0|[1-9][0-9]{0,3})(?:_reverse)?)?",
    re.DOTALL,
)

_OTHER_EQUATIONS: Final = re.compile(
    r"(?:(?P<prefix>.+)\.)?(?P<own>"
    r"(?P<peephole>(?:[^.]*_)?(?:w|weight)_?(?:c[ifo]|[ifo]c)(?:_[^.]*)?|[^.]*peep[^.]*(?:\.[^.]+)?)"
    r"|(?:ln|[^.]*layer_?norm)[^.]*\.(?:weight|bias))",
    re.DOTALL | re.IGNORECASE,
)
"""Names of weights that cells of other equations have beside those of nn.LSTMCell."""


@dataclass(frozen=True, slots=True)
class StoredLSTM:
    """An LSTM in a file, without its numbers.

    Attributes:
        name: the prefix of its tensors' names, without the last dot; "" for names without one.
        kind: "LSTM", or "LSTMCell" (stepped as an LSTM of one layer).
        dtype: as stored: float64, float32, bfloat16 or float16; the widest of mixed ones.
        notes: remarks for the user on how it is read, one sentence each.
        tensors: the tensor's name in the file by nn.LSTM's parameter name.
        undecided: why its recurrent activation is not known; empty where it is.
    """

    name: str
    kind: str
    input_size: int
    hidden_size: int
    num_layers: int
    bias: bool
    bidirectional: bool
    proj_size: int
    dtype: str
    notes: tuple[str, ...] = ()
    tensors: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    undecided: str = ""

    @property
    def label(self) -> str:
        """Name as shown, and as it may be typed: `(root)` for the empty one."""
        return plain(self.name) or "(root)"

    def config(self, batch_first: bool = False, dropout: float = 0.0) -> LSTMConfig:
        """Return the options of nn.LSTM; those that no file stores are arguments."""
        return LSTMConfig(
            self.input_size,
            self.hidden_size,
            self.num_layers,
            self.bias,
            batch_first,
            dropout,
            self.bidirectional,
            self.proj_size,
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain data: the name, kind, options stored in the file, and dtype."""
        return {
            "name": self.name,
            "kind": self.kind,
            "input_size": self.input_size,
            "hidden_size": self.hidden_size,
            "num_layers": self.num_layers,
            "bias": self.bias,
            "bidirectional": self.bidirectional,
            "proj_size": self.proj_size,
            "dtype": self.dtype,
        }


@dataclass(frozen=True, slots=True)
class Found:
    """LSTMs found among tensors, and reasons why lookalikes are none, by their name."""

    lstms: tuple[StoredLSTM, ...]
    problems: Mapping[str, str]


def names_parameter(tensor: str) -> bool:
    """Return True for a name that nn.LSTM, nn.GRU, nn.RNN or their cells give a parameter."""
    return _NAME.fullmatch(tensor) is not None


def find_lstms(infos: Mapping[str, TensorInfo]) -> Found:
    """Find every LSTM and LSTMCell among named tensors, in the order of the file.

    Tensors with such names that do not fit are problems: gaps, wrong shapes, a GRU or RNN.
    """
    groups: dict[str, dict[str, str]] = {}
    kinds: dict[str, set[str]] = {}
    others: dict[str, list[re.Match[str]]] = {}
    for tensor in infos:
        if match := _OTHER_EQUATIONS.fullmatch(tensor):
            others.setdefault(match["prefix"] or "", []).append(match)
        if match := _NAME.fullmatch(tensor):
            prefix = match["prefix"] or ""
            name = match["kind"] + (match["suffix"] or "_l0")
            groups.setdefault(prefix, {})[name] = tensor
            kinds.setdefault(prefix, set()).add("LSTM" if match["suffix"] else "LSTMCell")
    lstms, problems = [], {}
    for prefix, tensors in groups.items():
        try:
            if len(kinds[prefix]) > 1:
                raise ValueError(tr("it mixes the names of nn.LSTM and nn.LSTMCell"))
            kind = kinds[prefix].pop()
            _check_equations(kind, others.get(prefix, ()))
            lstms.append(_stored(prefix, kind, tensors, infos))
        except ValueError as error:
            problems[prefix] = str(error)
    return Found(tuple(lstms), problems)


def _check_equations(kind: str, others: Iterable[re.Match[str]]) -> None:
    """Refuse a cell of other equations, by the weights beside those of nn.LSTM.

    Normalisation beside an nn.LSTM is another layer; inside a cell it is between its gates.

    Raises:
        ValueError: names the weight.
    """
    for other in others:
        if other["peephole"]:
            raise ValueError(
                tr(
                    "it has {name}: peephole connections, from the cell state to the "
                    "gates, are not part of nn.LSTM",
                    name=plain(other["own"]),
                )
            )
        if kind == "LSTMCell":
            raise ValueError(
                tr(
                    "it has {name}: normalisation inside the cell is not part of nn.LSTMCell",
                    name=plain(other["own"]),
                )
            )


def _stored(
    prefix: str, kind: str, tensors: Mapping[str, str], infos: Mapping[str, TensorInfo]
) -> StoredLSTM:
    """Describe the LSTM of one prefix. Raises ValueError that names what does not fit."""
    start = len(prefix) + 1 if prefix else 0
    own = {name: (tensor[start:], infos[tensor]) for name, tensor in tensors.items()}
    if kind == "LSTMCell" and "weight_hr_l0" in own:
        raise ValueError(tr("it has weight_hr, and nn.LSTMCell has no projection"))
    _check_complete(own, kind)
    for shown, info in own.values():
        if info.dtype not in FLOATS:
            raise ValueError(
                tr(
                    "{shown} is {dtype}; supported types are {dtypes}",
                    shown=shown,
                    dtype=plain(info.dtype),
                    dtypes=", ".join(FLOATS),
                )
            )
    config = _config({name: info.shape for name, (_, info) in own.items()})
    for name, shape in config.parameter_shapes().items():
        shown, info = own[name]
        if info.shape != shape:
            raise ValueError(
                tr(
                    "{shown} has shape {shape}, but the others need {fitting} "
                    "(input_size {input_size}, hidden_size {hidden_size})",
                    shown=shown,
                    shape=_text(info.shape),
                    fitting=_text(shape),
                    input_size=config.input_size,
                    hidden_size=config.hidden_size,
                )
            )
    dtypes = {info.dtype for _, info in own.values()}
    return StoredLSTM(
        prefix,
        kind,
        config.input_size,
        config.hidden_size,
        config.num_layers,
        config.bias,
        config.bidirectional,
        config.proj_size,
        next(dtype for dtype in FLOATS if dtype in dtypes),
        _cast_notes(dtypes),
        dict(tensors),
    )


def _check_complete(own: Mapping[str, Any], kind: str) -> None:
    """Raise ValueError for the first parameter that the others require and that is missing."""
    parts = [split_name(name) for name in own]
    kinds = {kind for kind, _ in parts}
    options = LSTMConfig(
        input_size=1,
        hidden_size=2,
        num_layers=1 + max(lane.layer for _, lane in parts),
        bias=not kinds.isdisjoint({"bias_ih", "bias_hh"}),
        bidirectional=any(lane.reverse for _, lane in parts),
        proj_size=int("weight_hr" in kinds),
    )
    for lane in options.lanes():
        for name in options.parameter_names(lane).values():
            if name not in own:
                shown = name.removesuffix("_l0") if kind == "LSTMCell" else name
                raise ValueError(tr("{shown} is missing", shown=shown))


def _config(shapes: Mapping[str, tuple[int, ...]]) -> LSTMConfig:
    """Return the options that the shapes of layer 0 give; all its names must be present.

    Raises ValueError for shapes that no LSTM has.
    """
    for kind in ("weight_ih", "weight_hh", "weight_hr"):
        if len(shapes.get(f"{kind}_l0", (0, 0))) != 2:
            raise ValueError(
                tr(
                    "{kind} of layer 0 is not a matrix: {shape}",
                    kind=kind,
                    shape=_text(shapes[f"{kind}_l0"]),
                )
            )
    rows, input_size = shapes["weight_ih_l0"]
    state_rows, state_size = shapes["weight_hh_l0"]
    proj_size, hidden_size = shapes.get("weight_hr_l0", (0, state_size))
    if rows != 4 * hidden_size or state_rows != 4 * hidden_size:
        for gates, other in ((3, mark("a GRU")), (1, mark("a plain RNN"))):
            if rows == state_rows == gates * hidden_size and not proj_size:
                raise ValueError(
                    tr(
                        "it is {other} (weight_hh is {shape})",
                        other=tr(other),
                        shape=_text((state_rows, state_size)),
                    )
                )
        raise ValueError(
            tr(
                "weight_ih {ih_shape} and weight_hh {hh_shape} of layer 0 should both have 4 × "
                "{hidden_size} rows",
                ih_shape=_text((rows, input_size)),
                hh_shape=_text((state_rows, state_size)),
                hidden_size=hidden_size,
            )
        )
    return LSTMConfig(
        input_size,
        hidden_size,
        num_layers=1 + max(split_name(name)[1].layer for name in shapes),
        bias="bias_ih_l0" in shapes,
        bidirectional="weight_ih_l0_reverse" in shapes,
        proj_size=proj_size,
    )


def _cast_notes(dtypes: set[str]) -> tuple[str, ...]:
    stored = tr(" and ").join(dtype for dtype in FLOATS if dtype in dtypes)
    if len(dtypes) > 1:
        return (
            tr(
                "{stored} weights are mixed: all are converted to {dtype}",
                stored=stored,
                dtype=computed_dtype(dtypes),
            ),
        )
    if dtypes <= {"float64", "float32"}:
        return ()
    return (tr("{stored} weights are converted to float32", stored=stored),)


def computed_dtype(stored: Iterable[str]) -> str:
    """Return the dtype that holds weights of these stored dtypes exactly: float32 or float64."""
    return "float64" if "float64" in stored else "float32"


def _text(shape: tuple[int, ...]) -> str:
    return plain(shape_text(shape))
