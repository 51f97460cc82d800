"""Configuration of a Keras model: the names, paths and settings of its recurrent layers.

The configuration is JSON; the classes it names are never imported. A layer's weights lie at a path
made of the class names in snake case, numbered in their order, as `keras.src.saving.saving_lib`
makes it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
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
_RECURRENT: Final = frozenset(
    ("recurrent_activation", "recurrent_initializer", "unit_forget_bias", "inner_activation")
)
"""Settings that only recurrent layers have."""
_TOLD: Final = ("activation", "recurrent_activation", "go_backwards")
"""Settings that change the numbers. A class of Keras's that does not write one has its default."""
_BACKWARDS: Final = mark(
    "it reads its sequence backwards (go_backwards), which nn.LSTM does not do. Open "
    "the sequence reversed in time"
)
_DEFAULTS: Final = mark(
    "the file does not give its settings: tanh and sigmoid, the defaults since Keras "
    "2.3, are assumed"
)
_DEFAULTS_FORWARDS: Final = mark(
    "the file does not give its settings: tanh and sigmoid, the defaults since Keras "
    "2.3, and the forward direction are assumed"
)
_LEFT_TO_DEFAULT: Final = mark(
    "its configuration leaves recurrent_activation at Keras's default, sigmoid since Keras 2.3"
)
_NAMED_BACKWARDS: Final = mark(
    "judging by its name, it reads its sequence backwards, which nn.LSTM does not "
    "do. Open the sequence reversed in time"
)


@dataclass(frozen=True, slots=True)
class ConfigReading:
    """Reading of one layer: a problem, notes, and what its weights must have.

    `bias` and `bidirectional` are None where the configuration does not say.

    Attributes:
        untold: note on what it leaves to Keras's defaults; empty when it tells the recurrent
            activation.
        configured: False without a configuration.
        backwards: whether it reads its sequence backwards.
        own: the classes that are not Keras's own, by which Keras would compute it.
        unwritten: settings that such a class does not write, so that nobody knows them.
    """

    problem: str | None = None
    notes: tuple[str, ...] = ()
    bias: bool | None = None
    bidirectional: bool | None = False
    cudnn: bool = False
    untold: str = ""
    configured: bool = True
    backwards: bool = False
    own: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()


def unconfigured(name: str, bidirectional: bool) -> ConfigReading:
    """Return the reading of a layer without a configuration. Its name can tell its direction."""
    if bidirectional or "backward" in name.lower():
        notes = () if bidirectional else (tr(_NAMED_BACKWARDS),)
        untold = tr(_DEFAULTS)
    else:
        notes, untold = (), tr(_DEFAULTS_FORWARDS)
    return ConfigReading(notes=notes, bidirectional=None, untold=untold, configured=False)


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
        raise ValueError(tr("not a JSON object"))
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
        raise ValueError(tr("nested too deeply"))
    config = entry.get("config")
    children = config if isinstance(config, list) else _dict(config).get("layers")
    if isinstance(children, list):
        yield from _children(children, names, path, depth)
        return
    config = _dict(config)
    if kind := _kind(entry):
        own_name = str(config.get("name", ""))
        yield Layer(".".join((*names, own_name)), own_name, path, _reading_alone(kind, entry))
        return
    for key, inner in config.items():
        if isinstance(inner, dict) and "class_name" in inner:
            yield from _layers(inner, names, f"{path}/{key}", depth + 1)


def _children(
    children: list[Any], names: tuple[str, ...], path: str, depth: int
) -> Iterator[Layer]:
    used: dict[str, int] = {}
    for child in children:
        if not isinstance(child, dict):
            continue
        place = snake_case(_class(child).rpartition(">")[2])
        number = used[place] = used.get(place, -1) + 1
        inner = f"{path}/layers/{place}" if path else f"layers/{place}"
        inner += f"_{number}" if number else ""
        own = str(_dict(child.get("config")).get("name", ""))
        around = (*names, own) if own and not _kind(child) else names
        yield from _layers(child, around, inner, depth + 1)


def _class(entry: Mapping[str, Any]) -> str:
    """Return the name of an entry's class, after the package that it is registered in, if any."""
    return str(entry.get("class_name", ""))


def _is_keras(entry: Mapping[str, Any], classes: Collection[str]) -> bool:
    """Return True for one of these classes of Keras's own; old files have no module."""
    module = entry.get("module", "keras")
    return (
        _class(entry) in classes
        and isinstance(module, str)
        and module.split(".")[0] in ("keras", "tf_keras", "tensorflow")
    )


def _kind(entry: Mapping[str, Any]) -> str:
    """Return the class of Keras's as which an entry is read; empty if it is not recurrent.

    A class made from one of Keras's is known by its configuration, whatever its name.
    """
    name, config = _class(entry), _dict(entry.get("config"))
    if _is_keras(entry, (*_LSTMS, *_OTHERS)):
        return name
    if "merge_mode" in config and isinstance(config.get("layer"), dict):
        return "Bidirectional"
    if isinstance(config.get("cell"), dict):
        return "RNN"
    return "LSTM" if _RECURRENT & config.keys() else ""


def _reading_alone(kind: str, entry: Mapping[str, Any]) -> ConfigReading:
    """Read the entry of a layer that no other one is made of."""
    reading = _reading(kind, entry)
    if not reading.backwards:
        return reading
    return replace(reading, notes=(tr(_BACKWARDS), *reading.notes))


def _reading(kind: str, entry: Mapping[str, Any]) -> ConfigReading:
    """Read the entry of one layer."""
    config = _dict(entry.get("config"))
    own = () if _is_keras(entry, (kind,)) else (_class(entry),)
    if kind in _OTHERS:
        return ConfigReading(tr("it is {other}", other=tr(_OTHERS[kind])))
    if kind == "Bidirectional":
        return _bidirectional(config, own)
    backwards = bool(config.get("go_backwards"))
    if kind == "CuDNNLSTM":
        return ConfigReading(bias=True, cudnn=True, backwards=backwards)
    if kind == "RNN":
        cell = _dict(config.get("cell"))
        settings = _dict(cell.get("config"))
        if not _is_keras(cell, ("LSTMCell",)):
            if not _RECURRENT & settings.keys():
                return ConfigReading(
                    tr("its cell is {cell}, not LSTMCell", cell=plain(cell.get("class_name")))
                )
            own = (*own, _class(cell))
        direction = {key: config[key] for key in ("go_backwards",) if key in config}
        config = {**settings, **direction}
    return replace(_settings(config, own), backwards=backwards)


def _settings(config: Mapping[str, Any], own: tuple[str, ...]) -> ConfigReading:
    """Read an LSTM's or LSTMCell's settings."""
    config = {_KERAS_1.get(key, key): value for key, value in config.items()}
    for key, wanted in (("activation", "tanh"), ("recurrent_activation", "sigmoid")):
        given = _function(config.get(key, wanted))
        if given != wanted:
            problem = tr(
                "its {key} is {given}; nn.LSTM's is {wanted}. Continue training it with {wanted}",
                key=key,
                given=plain(given),
                wanted=wanted,
            )
            return ConfigReading(problem, own=own)
    if config.get("recurrent_dropout"):
        problem = tr(
            "it applies dropout to its state (recurrent_dropout {rate}), which nn.LSTM does not do",
            rate=plain(config["recurrent_dropout"]),
        )
        return ConfigReading(problem, own=own)
    notes = []
    if config.get("dropout"):
        notes.append(
            tr(
                "its input dropout of {rate} in training is ignored",
                rate=plain(config["dropout"]),
            )
        )
    bias = config.get("use_bias")
    return ConfigReading(
        notes=tuple(notes),
        bias=bias if isinstance(bias, bool) else None,
        untold="" if "recurrent_activation" in config else tr(_LEFT_TO_DEFAULT),
        own=own,
        unwritten=tuple(key for key in _TOLD if own and key not in config),
    )


def _bidirectional(config: Mapping[str, Any], own: tuple[str, ...]) -> ConfigReading:
    """Read both directions of a Bidirectional, which must be LSTMs that read opposite ways."""
    found = []
    for key, backwards in (("layer", False), ("backward_layer", True)):
        entry = _dict(config.get(key))
        if not entry and backwards:
            continue  # made from the first, reversed
        kind = _kind(entry)
        if not kind or kind == "Bidirectional":
            return ConfigReading(
                tr(
                    "its {key} is {kind}, whose configuration is not an LSTM's",
                    key=key,
                    kind=plain(_class(entry)),
                )
            )
        reading = _reading(kind, entry)
        own += tuple(name for name in reading.own if name not in own)
        if reading.problem:
            return replace(reading, own=own)
        if reading.backwards != backwards and "go_backwards" not in reading.unwritten:
            return ConfigReading(tr("its {key} reads the sequence in the wrong direction", key=key))
        found.append(reading)
    mode = config.get("merge_mode", "concat")
    notes = list(found[0].notes)
    if mode != "concat":
        notes.append(
            tr(
                "its directions are merged by {mode}, but nn.LSTM concatenates them",
                mode=plain(mode),
            )
        )
    return replace(
        found[0],
        notes=tuple(notes),
        bidirectional=True,
        untold=next((reading.untold for reading in found if reading.untold), ""),
        backwards=False,
        own=own,
        unwritten=tuple(dict.fromkeys(key for reading in found for key in reading.unwritten)),
    )


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
