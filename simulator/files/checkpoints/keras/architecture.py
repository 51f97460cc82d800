"""Architecture of a Keras model: its layers, and the version of Keras that wrote them.

It lies in the file of the weights, or beside them as `model.to_json()` writes it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ....translation import mark, tr
from ...errors import cannot_read, plain, reading
from ...json_text import parse_json
from .model_config import MAX_BRACKETS, Layer, parse_config, recurrent_layers

MAX_CONFIG: Final = 32 * 2**20
DAMAGED: Final = mark("Download or save it again")
_CHANGED: Final = (2, 3)
"""Version of Keras whose default recurrent activation is no longer hard_sigmoid but sigmoid."""
_BOTH: Final = "2.2.4-tf"
"""Version of Keras in TensorFlow 1.14 and 1.15, and in 2.0 and 2.1, which has the new default."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """Layers that a configuration names.

    Attributes:
        layers: None without a configuration. version: that of the Keras that wrote the weights,
            else of the one that wrote the configuration, where it is told.
        beside: the name of the file beside the weights that was read; else empty.
    """

    layers: tuple[Layer, ...] | None
    version: str | None = None
    beside: str = ""

    def doubt(self) -> str:
        """Say why a recurrent activation left to Keras's default is not known; else nothing."""
        version = plain(self.version or "", 20)
        if version == _BOTH:
            return tr(
                "it was saved by Keras {version}, whose default was hard_sigmoid in "
                "TensorFlow 1 and sigmoid in TensorFlow 2",
                version=version,
            )
        number = re.match(r"([0-9]{1,4})\.([0-9]{1,4})", version)
        if number is None:
            return tr(
                "it does not name the Keras version that saved it; the default was "
                "hard_sigmoid before Keras 2.3 and sigmoid since"
            )
        if (int(number[1]), int(number[2])) < _CHANGED:
            return tr(
                "it was saved by Keras {version}, whose default was hard_sigmoid", version=version
            )
        return ""


def architecture_of(path: Path, config: str | None, version: str | None) -> Architecture:
    """Read the architecture from a file's own configuration, else from the one beside it.

    Raises:
        FileError: it cannot be read.
    """
    if config is None:
        return _beside(path, version)
    try:
        return Architecture(recurrent_layers(parse_config(config)), version)
    except ValueError as error:
        raise cannot_read(
            path,
            tr(
                "its configuration cannot be read ({error}). {advice}",
                error=plain(error),
                advice=tr(DAMAGED),
            ),
        ) from None


def _beside(path: Path, version: str | None) -> Architecture:
    stems = (path.stem, path.stem.removesuffix(".weights"))
    for other in (path.with_name(f"{stem}.json") for stem in dict.fromkeys(stems)):
        if not other.is_file():
            continue
        try:
            config = _read(other)
            if _is_architecture(config):
                beside = config.get("keras_version")
                told = version or (beside if isinstance(beside, str) else None)
                return Architecture(recurrent_layers(config), told, other.name)
        except ValueError as error:
            raise cannot_read(
                path,
                tr(
                    "the architecture file next to it, {name}, cannot be read "
                    "({error}). Save it again, or move it away",
                    name=plain(other.name),
                    error=plain(error),
                ),
            ) from None
    return Architecture(None, version)


def _read(path: Path) -> Any:
    with reading(path), open(path, "rb") as file:
        text = file.read(MAX_CONFIG + 1)
    if len(text) > MAX_CONFIG:
        raise ValueError(tr("it is too large for a config file"))
    return parse_json(text, MAX_BRACKETS)


def _is_architecture(config: Any) -> bool:
    return isinstance(config, Mapping) and {"class_name", "config"} <= config.keys()
