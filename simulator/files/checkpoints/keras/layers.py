"""Recurrent layers among the weights of a Keras file, matched to its configuration."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ....translation import tr
from ...tensors import TensorInfo
from .cell_weights import KerasCell
from .hdf5 import Hdf5
from .model_config import ConfigReading, Layer, unconfigured

_KINDS: Final = ("kernel", "recurrent_kernel", "bias")
_WEIGHTS: Final = re.compile(
    r"(?:(?P<group>.*)/)?"
    r"(?:(?P<kind>kernel|recurrent_kernel|bias)(?::[0-9]+)?|(?P<index>[0-2]))",
    re.DOTALL,
)
_NUMBERED: Final = re.compile(r"(?:.*/)?(?:cell|lstm_cell[^/]*)/vars", re.DOTALL)
"""Paths of a cell's weights in Keras 3, which numbers them; Keras 2 names them."""
_CELL: Final = re.compile(
    r"(?P<layer>.*?)(?:(?:^|/)(?:\w+_)?cell(?:_[0-9]+)?)?(?:/vars)?", re.DOTALL
)
_WAY: Final = re.compile(r"(?P<around>.+)/(?P<way>forward|backward)_(?P<layer>[^/]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Stored:
    """A layer found in the weights: one cell, or forward and backward.

    Attributes:
        path: its path in the file.
        given_name: the name that Keras 3 writes beside it.
    """

    path: str
    cells: tuple[KerasCell, ...]
    given_name: str | None = None


def stored_layers(file: Hdf5, layers: tuple[Layer, ...] | None) -> list[Stored]:
    """List the layers with a kernel and a recurrent kernel; a Bidirectional is one layer."""
    return [_named(stored, file) for stored in _stored(_cells(file.infos), layers)]


def _cells(infos: Mapping[str, TensorInfo]) -> list[KerasCell]:
    """List the groups with a kernel and a recurrent kernel, by name or, in Keras 3, by number."""
    groups: dict[str, dict[str, str]] = {}
    whole_model = any(name.startswith("model_weights/") for name in infos)
    for name in infos:
        match = _WEIGHTS.fullmatch(name)
        if match is None or (whole_model and not name.startswith("model_weights/")):
            continue  # the optimizer's have these names too
        group = match["group"] or ""
        if match["kind"]:
            groups.setdefault(group, {})[match["kind"]] = name
        elif _NUMBERED.fullmatch(group):
            groups.setdefault(group, {})[_KINDS[int(match["index"])]] = name
    return [
        KerasCell(_CELL.fullmatch(group)["layer"], datasets)  # type: ignore[index]
        for group, datasets in groups.items()
        if {"kernel", "recurrent_kernel"} <= datasets.keys()
    ]


def _stored(cells: list[KerasCell], layers: tuple[Layer, ...] | None) -> list[Stored]:
    """Join cells to layers: the two directions of a Bidirectional make one."""
    names = {layer.own_name for layer in layers or ()}
    ways: dict[tuple[str, str], dict[str, KerasCell]] = {}
    for cell in cells:
        match = _WAY.fullmatch(cell.layer)
        if match and f"{match['way']}_{match['layer']}" not in names:
            ways.setdefault((match["around"], match["layer"]), {})[match["way"]] = cell
    pairs = {
        id(found["forward"]): Stored(around, (found["forward"], found["backward"]))
        for (around, _), found in ways.items()
        if len(found) == 2
    }
    seconds = {id(pair.cells[1]) for pair in pairs.values()}
    return [
        pairs.get(id(cell)) or Stored(cell.layer, (cell,))
        for cell in cells
        if id(cell) not in seconds
    ]


def _named(stored: Stored, file: Hdf5) -> Stored:
    group = f"{stored.path}/vars" if stored.path else "vars"
    if group not in file.groups:
        return stored
    return replace(stored, given_name=file.text(group, "name"))


def match_layers(
    found: list[Stored], layers: tuple[Layer, ...] | None
) -> Iterator[tuple[Stored, str, ConfigReading]]:
    """Yield each layer of the weights with its name and the reading of its configuration."""
    if layers is None:
        for stored in found:
            yield stored, _own_name(stored), _unconfigured(stored)
        return
    of_path = {stored.path: _layer_of(stored, layers) for stored in found}
    taken = {layer.path for layer in of_path.values() if layer}
    rest = [layer.reading for layer in layers if layer.path not in taken]
    clear = len(set(rest)) == 1 and len(rest) >= sum(layer is None for layer in of_path.values())
    places = {layer.path: place for place, layer in enumerate(layers)}
    for stored in sorted(found, key=lambda s: _place(of_path[s.path], places)):
        if layer := of_path[stored.path]:
            yield stored, layer.name or _path_name(stored.path), layer.reading
        elif not rest:
            yield stored, _own_name(stored), _unconfigured(stored)  # the layer is built in code
        elif clear:
            yield stored, _own_name(stored), rest[0]
        else:
            problem = tr("its layer in the configuration is not clear")
            yield stored, _own_name(stored), ConfigReading(problem)


def _place(layer: Layer | None, places: Mapping[str, int]) -> int:
    """Return a layer's place in the configuration; layers that are not in it come last."""
    return places[layer.path] if layer else len(places)


def _layer_of(stored: Stored, layers: tuple[Layer, ...]) -> Layer | None:
    """Return the one layer of a configuration that owns these weights."""
    parts = stored.path.split("/")
    by_name = [layer for layer in layers if layer.own_name == stored.given_name]
    by_path = [layer for layer in layers if layer.path == stored.path]
    named = "recurrent_kernel" in stored.cells[0].datasets["recurrent_kernel"]
    # In Keras 3 a path is made of numbered class names; a layer's own name in it is chance.
    within = [layer for layer in layers if layer.own_name in parts and named]
    nearest = max((parts[::-1].index(layer.own_name) for layer in within), default=0)
    by_part = [layer for layer in within if parts[::-1].index(layer.own_name) == nearest]
    for layers_found in (by_name, by_path, by_part):
        if len(layers_found) == 1:
            return layers_found[0]
    return None


def _unconfigured(stored: Stored) -> ConfigReading:
    return unconfigured(_own_name(stored), len(stored.cells) == 2)


def _own_name(stored: Stored) -> str:
    return stored.given_name or _path_name(stored.path)


def _path_name(path: str) -> str:
    """Derive a layer's name from its path: `layers/lstm_1`, or `lstm_1/lstm_1` in older files."""
    parts = path.split("/")
    if "layers" in parts:
        return ".".join(part for part in parts if part and part != "layers")
    return parts[-1] or "lstm"
