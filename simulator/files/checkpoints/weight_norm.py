"""Weights that torch stores in parts: weight normalisation is undone, anything else refused.

`torch.nn.utils.weight_norm` stores a weight as its length g and its direction v, which it names
`weight_hh_l0_g` and `weight_hh_l0_v`. Its successor in `torch.nn.utils.parametrizations` names them
`parametrizations.weight_hh_l0.original0` and `original1`. The weight is g · v / ‖v‖.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np

from ...arrays import Array
from ...translation import tr
from ..errors import plain
from ..tensors import FLOATS, LONGEST_NAME, TensorFile, TensorInfo, narrow, widen
from .find_lstms import names_parameter

_PART: Final = re.compile(
    r"(?P<lstm>(?:.+\.)?)"
    r"(?:parametrizations\.(?P<new>\w+)\.(?P<part>.+)|(?P<old>\w+)_(?P<end>g|v|orig|mask|u))",
    re.DOTALL,
)
_LENGTH: Final = {"g", "original0"}
_DIRECTION: Final = {"v", "original1"}
_KINDS: Final = {
    "0.base": "orthogonal",
    "0._u": "spectral_norm",
    "u": "spectral_norm",
    "mask": "prune",
}
"""Functions of torch.nn.utils by a part that only theirs have."""


class _Weight(NamedTuple):
    """Parts that a weight is computed from, by what follows its name."""

    lstm: str
    name: str
    parts: dict[str, str]


class WeightNormed:
    """A checkpoint with the weights that it stores as g and v (see `tensors.TensorFile`).

    Args:
        file: the checkpoint as it is.

    Attributes:
        computed: names of the weights that are not in the file itself.
    """

    def __init__(self, file: TensorFile) -> None:
        self._file = file
        self.computed: dict[str, tuple[str, str]] = {}
        infos = {n: info for n, info in file.infos.items() if len(n) <= LONGEST_NAME}
        notes = dict(file.notes)
        problems = dict(file.problems)
        undone: dict[str, list[str]] = {}
        for weight in _weights(infos.copy()):
            name = weight.lstm + weight.name
            lstm = weight.lstm.removesuffix(".")
            sources = _length_and_direction(weight.parts, file.infos)
            if sources is None:
                problems[lstm] = _refusal(weight)
                continue
            infos[name] = file.infos[sources[1]]
            for source in sources:
                del infos[source]
            self.computed[name] = sources
            undone.setdefault(lstm, []).append(weight.name)
        for lstm, names in undone.items():
            note = tr("weight normalisation is undone in {names}", names=plain(", ".join(names)))
            notes[lstm] = (*notes.get(lstm, ()), note)
        self.infos: Mapping[str, TensorInfo] = infos
        self.notes: Mapping[str, tuple[str, ...]] = notes
        self.problems: Mapping[str, str] = problems
        self.undecided = file.undecided

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some float tensors: float64 unchanged, or cast up to float32."""
        wanted = list(names)
        stored = (self.computed.get(name, (name,)) for name in wanted)
        data = self._file.read(dict.fromkeys(part for parts in stored for part in parts))
        arrays = {}
        for name in wanted:
            if name in self.computed:
                length, direction = self.computed[name]
                dtype = self.infos[name].dtype
                arrays[name] = _combined(data[length], data[direction], dtype)
            else:
                arrays[name] = data[name]
        return arrays


def _weights(infos: Mapping[str, TensorInfo]) -> Iterator[_Weight]:
    """Yield the LSTM weights that are in a file by their parts alone."""
    found: dict[str, _Weight] = {}
    for tensor in infos:
        match = _PART.fullmatch(tensor)
        name = match and (match["new"] or match["old"])
        if match and name and names_parameter(name) and match["lstm"] + name not in infos:
            weight = found.setdefault(match["lstm"] + name, _Weight(match["lstm"], name, {}))
            weight.parts[match["part"] or match["end"]] = tensor
    for weight in found.values():
        if any(part in ("g", "orig") or part.startswith("original") for part in weight.parts):
            yield weight


def _length_and_direction(
    parts: Mapping[str, str], infos: Mapping[str, TensorInfo]
) -> tuple[str, str] | None:
    """Return the names of g and v, where these are all, and g has a length for each vector of v."""
    if parts.keys() not in ({"g", "v"}, {"original0", "original1"}):
        return None
    (length,) = (tensor for part, tensor in parts.items() if part in _LENGTH)
    (direction,) = (tensor for part, tensor in parts.items() if part in _DIRECTION)
    g, v = infos[length], infos[direction]
    if g.dtype not in FLOATS or v.dtype not in FLOATS or len(g.shape) not in (0, len(v.shape)):
        return None
    sizes = zip(g.shape, v.shape, strict=False)
    kept = [axis for axis, (of_g, of_v) in enumerate(sizes) if (of_g, of_v) != (1, of_v)]
    if len(kept) > 1 or any(g.shape[axis] != v.shape[axis] for axis in kept):
        return None
    return length, direction


def _combined(length: Array, direction: Array, dtype: str) -> Array:
    """Compute g · v / ‖v‖ in float64, rounded to the dtype that the file stores.

    Args:
        length: g, with one axis like v's and 1 for the others, or no axis at all.
        direction: v. dtype: that of v.
    """
    v = direction.astype(np.float64)
    axes = tuple(axis for axis, size in enumerate(length.shape) if size == 1)
    with np.errstate(all="ignore"):
        norm = np.sqrt(np.sum(v * v, axis=axes if length.ndim else None, keepdims=length.ndim > 0))
        return widen(narrow(v * (length.astype(np.float64) / norm), dtype), dtype)


def _refusal(weight: _Weight) -> str:
    kind = next((kind for part, kind in _KINDS.items() if part in weight.parts), "parametrize")
    return tr(
        "its {name} is computed by torch.nn.utils ({kind}) from other numbers: remove that from "
        "the model, and save it again",
        name=plain(weight.name),
        kind=kind,
    )
