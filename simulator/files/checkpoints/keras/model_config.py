"""Configuration of a Keras model: the names, paths and settings of its recurrent layers.

The configuration is JSON; the classes it names are never imported. A layer's weights lie at a path
made of the class names in snake case, numbered in their order, as `keras.src.saving.saving_lib`
makes it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ....translation import mark, tr
from ...errors import plain
from ...json_text import parse_json

MAX_DEPTH = 24
MAX_BRACKETS = 1_000_000
MAX_LAYERS = 20_000

_LSTMS: Final = ("LSTM", "CuDNNLSTM", "RNN", "Bidirectional")
_OTHERS: Final = {
    "GRU": mark("a GRU"),
    "CuDNNGRU": mark("a GRU"),
    "SimpleRNN": mark("a plain RNN"),
    "ConvLSTM1D": mark("a convolutional LSTM"),
    "ConvLSTM2D": mark("a convolutional LSTM"),
    "ConvLSTM3D": mark("a convolutional LSTM"),
}
_KERAS_1: Final = {
    "inner_activation": "recurrent_activation",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
}
"""Settings by the names that Keras 1 gave them."""
_BACKWARDS: Final = mark(
    "it reads its sequence backwards (go_backwards), which nn.LSTM alone does not: open the "
    "sequence reversed in time"
)
_DEFAULTS: Final = mark(
    "the file does not tell its settings: tanh and sigmoid, the defaults since Keras 2.3, are "
    "assumed"
)
_DEFAULTS_FORWARDS: Final = mark(
    "the file does not tell its settings: tanh and sigmoid, the defaults since Keras 2.3, and "
    "reading forwards are assumed"
)
_NAMED_BACKWARDS: Final = mark(
    "by its name it reads its sequence backwards, which nn.LSTM alone does not: open the sequence "
    "reversed in time"
)


@dataclass(frozen=True, slots=True)
class ConfigReading:
    """Reading of one layer: a problem, notes, and what its weights must have.

    `bias` and `bidirectional` are None where the configuration does not say.

    Attributes:
        untold: note on what it leaves to Keras's defaults; empty when it tells the recurrent
            activation.
    """

    problem: str | None = None
    notes: tuple[str, ...] = ()
    bias: bool | None = None
    bidirectional: bool | None = False
    cudnn: bool = False
    untold: str = ""


def unconfigured(name: str, bidirectional: bool) -> ConfigReading:
    """Return the reading of a layer without a configuration. Its name can tell its direction."""
    if bidirectional or "backward" in name.lower():
        notes = () if bidirectional else (tr(_NAMED_BACKWARDS),)
        return ConfigReading(notes=notes, bidirectional=None, untold=tr(_DEFAULTS))
    return ConfigReading(bidirectional=None, untold=tr(_DEFAULTS_FORWARDS))


@dataclass(frozen=True, slots=True)
class Layer:
    """A recurrent layer of a configuration.

    Attributes:
        name: its name, after those of the models around it, joined by dots.
        own_name: its name alone.
        path: the path of its weights in a `.keras` file.
        reading: how to read it.
    """

    name: str
    own_name: str
    path: str
    reading: ConfigReading


def parse_config(text: str) -> Mapping[str, Any]:
    """Parse a configuration.

    Raises:
        ValueError: it is no JSON object.
    """
    config = parse_json(text, MAX_BRACKETS)
    if not isinstance(config, dict):
        raise ValueError(tr("no JSON object"))
    return config


def recurrent_layers(config: Mapping[str, Any]) -> tuple[Layer, ...]:
    """List the recurrent layers of a configuration, nested ones too, in its order.

    Raises:
        ValueError: it is nested too deep, or has too many layers.
    """
    layers = []
    for layer in _layers(config, (), "", 0):
        layers.append(layer)
        if len(layers) > MAX_LAYERS:
            raise ValueError(tr("more than {most} layers", most=MAX_LAYERS))
    return tuple(layers)


def _layers(
    entry: Mapping[str, Any], names: tuple[str, ...], path: str, depth: int
) -> Iterator[Layer]:
    """Yield the recurrent layers in one entry of a configuration, at a path."""
    if depth > MAX_DEPTH:
        raise ValueError(tr("nested too deep"))
    kind, config = entry.get("class_name"), entry.get("config")
    children = config if isinstance(config, list) else _dict(config).get("layers")
    if isinstance(children, list):
        yield from _children(children, names, path, depth)
        return
    config = _dict(config)
    own_name = str(config.get("name", ""))
    if _is_recurrent(kind):
        name = ".".join((*names, own_name))
        yield Layer(name, own_name, path, _reading(str(kind), entry, config))
    elif isinstance(inner := config.get("layer"), dict):
        yield from _layers(inner, names, f"{path}/layer", depth + 1)


def _children(
    children: list[Any], names: tuple[str, ...], path: str, depth: int
) -> Iterator[Layer]:
    used: dict[str, int] = {}
    for child in children:
        if not isinstance(child, dict):
            continue
        place = snake_case(str(child.get("class_name", "")))
        number = used[place] = used.get(place, -1) + 1
        inner = f"{path}/layers/{place}" if path else f"layers/{place}"
        inner += f"_{number}" if number else ""
        is_model = not _is_recurrent(child.get("class_name"))
        own = str(_dict(child.get("config")).get("name", ""))
        around = (*names, own) if is_model and own else names
        yield from _layers(child, around, inner, depth + 1)


def _is_recurrent(kind: Any) -> bool:
    return isinstance(kind, str) and (kind in _LSTMS or kind in _OTHERS)


def _reading(kind: str, entry: Mapping[str, Any], config: Mapping[str, Any]) -> ConfigReading:
    """Read the entry of one layer."""
    module = entry.get("module")
    if isinstance(module, str) and module.split(".")[0] not in ("keras", "tf_keras", "tensorflow"):
        return ConfigReading(
            tr(
                "it is a {kind} of its own kind, from {module}",
                kind=plain(kind),
                module=plain(module),
            )
        )
    if kind in _OTHERS:
        return ConfigReading(tr("it is {other}", other=tr(_OTHERS[kind])))
    if kind == "Bidirectional":
        return _bidirectional(config)
    notes = []
    if config.get("go_backwards"):
        notes.append(tr(_BACKWARDS))
    if kind == "RNN":
        cell = _dict(config.get("cell"))
        if cell.get("class_name") != "LSTMCell":
            return ConfigReading(
                tr("its cell is {cell}, not LSTMCell", cell=plain(cell.get("class_name")))
            )
        config = _dict(cell.get("config"))
    if kind == "CuDNNLSTM":
        return ConfigReading(notes=tuple(notes), bias=True, cudnn=True)
    return _settings(config, notes)


def _settings(config: Mapping[str, Any], notes: list[str]) -> ConfigReading:
    """Read an LSTM's or LSTMCell's own settings."""
    config = {_KERAS_1.get(key, key): value for key, value in config.items()}
    for key, wanted in (("activation", "tanh"), ("recurrent_activation", "sigmoid")):
        given = _function(config.get(key, wanted))
        if given != wanted:
            return ConfigReading(
                tr(
                    "its {key} is {given}; nn.LSTM's is {wanted}: train it on with {wanted}",
                    key=key,
                    given=plain(given),
                    wanted=wanted,
                )
            )
    if config.get("recurrent_dropout"):
        return ConfigReading(
            tr(
                "it drops out its state (recurrent_dropout {rate}), which nn.LSTM does not",
                rate=plain(config["recurrent_dropout"]),
            )
        )
    if config.get("dropout"):
        notes.append(
            tr(
                "dropout {rate} on its inputs in training is left out",
                rate=plain(config["dropout"]),
            )
        )
    bias = config.get("use_bias")
    return ConfigReading(
        notes=tuple(notes),
        bias=bias if isinstance(bias, bool) else None,
        untold="" if "recurrent_activation" in config else tr(_DEFAULTS),
    )


def _bidirectional(config: Mapping[str, Any]) -> ConfigReading:
    """Read both directions of a Bidirectional, which must be LSTMs that read opposite ways."""
    found = []
    for key, backwards in (("layer", False), ("backward_layer", True)):
        entry = _dict(config.get(key))
        if not entry and backwards:
            continue  # made from the first, reversed
        inner = _dict(entry.get("config"))
        if bool(inner.get("go_backwards")) != backwards:
            return ConfigReading(tr("its {key} reads its sequence the other way round", key=key))
        kind = str(entry.get("class_name"))
        if not _is_recurrent(kind) or kind == "Bidirectional":
            return ConfigReading(tr("its {key} is {kind}, not an LSTM", key=key, kind=plain(kind)))
        found.append(_reading(kind, entry, {**inner, "go_backwards": False}))
    for reading in found:
        if reading.problem:
            return reading
    mode = config.get("merge_mode", "concat")
    notes = list(found[0].notes)
    if mode != "concat":
        notes.append(
            tr(
                "its directions are put together by {mode}, nn.LSTM's side by side",
                mode=plain(mode),
            )
        )
    untold = next((reading.untold for reading in found if reading.untold), "")
    return ConfigReading(None, tuple(notes), found[0].bias, True, found[0].cudnn, untold)


def _function(value: Any) -> Any:
    """Return a function's name: as written, or from Keras's serialised form."""
    return value.get("config") if isinstance(value, dict) else value


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def snake_case(name: str) -> str:
    """Convert a class name as Keras does in paths: `LSTM` to lstm, `MyLayer` to my_layer."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
