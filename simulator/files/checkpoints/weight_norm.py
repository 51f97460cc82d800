"""Weights that torch computes from others: taken from where they are stored, or refused.

`torch.nn.utils.weight_norm` stores a weight as its length g and its direction v, which it names
`weight_hh_l0_g` and `weight_hh_l0_v`. Its successor in `torch.nn.utils.parametrizations` names them
`parametrizations.weight_hh_l0.original0` and `original1`. The weight is g · v / ‖v‖. Names and
shapes cannot tell it from a parametrisation of a user's own, so a note says how they are read.

Weight dropout, as in AWD-LSTM, keeps the weight as `weight_hh_l0_raw`, in the LSTM or in a module
around it whose `module` it is. What is beside it as `weight_hh_l0` is what was left of it at the
last training step.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_RAW: Final = re.compile(r"(?:(?P<owner>.+)\.)?(?P<name>[^.]+)_raw", re.DOTALL)
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
    """A checkpoint with the weights that it stores as others (see `tensors.TensorFile`).

    Args:
        file: the checkpoint as it is.
    """

    def __init__(self, file: TensorFile) -> None:
        self._file = file
        self._sources: dict[str, tuple[str, ...]] = {}
        found = {n: info for n, info in file.infos.items() if len(n) <= LONGEST_NAME}
        infos, notes = dict(found), dict(file.notes)
        problems = dict(file.problems)
        undone: dict[tuple[str, str, str], list[str]] = {}
        for weight in _weights(found):
            lstm = weight.lstm.removesuffix(".")
            sources = _length_and_direction(weight.parts, found)
            if sources is None:
                problems[lstm] = _refusal(weight)
                continue
            self._sources[weight.lstm + weight.name] = sources
            g, v = (f"_{part}" if len(part) == 1 else part for part in sorted(weight.parts))
            undone.setdefault((lstm, g, v), []).append(weight.name)
        for (lstm, g, v), names in undone.items():
            note = tr(
                "{g} and {v} of {names} are read as weight_norm's g and v",
                g=g,
                v=v,
                names=plain(", ".join(names)),
            )
            notes[lstm] = (*notes.get(lstm, ()), note)
        for lstm, raw in _raw_weights(found).items():
            self._sources |= {name: (source,) for name, source in raw.items()}
            note = tr("read without weight dropout: {names}", names=plain(", ".join(raw.values())))
            notes[lstm] = (*notes.get(lstm, ()), note)
        for name, stored in self._sources.items():
            infos[name] = found[stored[-1]]
            for source in stored:
                del infos[source]
        self.infos: Mapping[str, TensorInfo] = infos
        self.notes: Mapping[str, tuple[str, ...]] = notes
        self.problems: Mapping[str, str] = problems
        self.undecided = file.undecided

    def sources(self, name: str) -> tuple[str, ...]:
        """Return the names of the stored tensors that a tensor comes from: one, or its g and v."""
        return self._sources.get(name, (name,))

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Read the data of some float tensors: float64 unchanged, or cast up to float32."""
        wanted = list(names)
        stored = (part for name in wanted for part in self.sources(name))
        data = self._file.read(dict.fromkeys(stored))
        return {
            name: _combined([data[part] for part in self.sources(name)], self.infos[name].dtype)
            for name in wanted
        }


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


def _raw_weights(infos: Mapping[str, TensorInfo]) -> dict[str, dict[str, str]]:
    """Return the weights before dropout, by the LSTM's name and by the weight's whole name."""
    owners = {name.rpartition(".")[0] for name in infos if names_parameter(name)}
    found: dict[str, dict[str, str]] = {}
    for tensor in infos:
        match = _RAW.fullmatch(tensor)
        if match is None or not names_parameter(match["name"]):
            continue
        owner = match["owner"] or ""
        inner = f"{owner}.module".removeprefix(".")
        lstm = next((each for each in (inner, owner) if each in owners), None)
        if lstm is not None:
            found.setdefault(lstm, {})[f"{lstm}.{match['name']}".removeprefix(".")] = tensor
    return found


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


def _combined(parts: Sequence[Array], dtype: str) -> Array:
    """Return a tensor from what is stored of it.

    Args:
        parts: the tensor itself; or g, with one axis like v's and 1 for the others, or no axis at
            all, and v: g · v / ‖v‖ is computed in float64.
        dtype: as the file stores v, to which the result is rounded.
    """
    if len(parts) == 1:
        return parts[0]
    length, direction = parts
    v = direction.astype(np.float64)
    axes = tuple(axis for axis, size in enumerate(length.shape) if size == 1)
    with np.errstate(all="ignore"):
        norm = np.sqrt(np.sum(v * v, axis=axes if length.ndim else None, keepdims=length.ndim > 0))
        return widen(narrow(v * (length.astype(np.float64) / norm), dtype), dtype)


def _refusal(weight: _Weight) -> str:
    kind = next((kind for part, kind in _KINDS.items() if part in weight.parts), "parametrize")
    return tr(
        "its {name} is computed by torch.nn.utils ({kind}) from other values. Remove "
        "that from the model, and save it again",
        name=plain(weight.name),
        kind=kind,
    )
