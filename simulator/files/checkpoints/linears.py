"""Linear layers in a checkpoint that can read an LSTM's output: list them, and read one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ...arrays import Array, read_only, shape_text
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain
from ..limits import check_fits
from ..tensors import FLOATS, TensorInfo
from .checkpoint import open_tensors
from .find_lstms import names_parameter

_SHOWN: Final = 12

_AFTER: Final = re.compile(
    r"(?:^|[._])(?:fc|dense|linear|out|output|head|decoder|classifier|readout|generator|proj|"
    r"projection|logits|lm_head|tagger|hidden2tag|to_out|predict(?:or|ion)?)\d*(?:[._]|$)",
    re.IGNORECASE,
)
"""Names that people give to the layer after an LSTM."""

_BEFORE: Final = re.compile(r"emb|lookup|norm|(?:^|[._])(?:bn|ln)\d*(?:[._]|$)", re.IGNORECASE)
"""Names of embeddings, and of normalisations, whose weights can look alike."""


@dataclass(frozen=True, slots=True)
class StoredLinear:
    """A Linear layer in a file, without its numbers.

    Attributes:
        name: its name in the file, without `.weight`. outputs: out_features. features: in_features.
        bias: True when it has one. dtype: the weight's, as stored.
    """

    name: str
    outputs: int
    features: int
    bias: bool
    dtype: str

    @property
    def tensors(self) -> tuple[str, ...]:
        """Names of its tensors in the file: the weight's, and the bias's if it has one."""
        kinds = ("weight", "bias") if self.bias else ("weight",)
        return tuple(tensor_name(self.name, kind) for kind in kinds)

    @property
    def is_embedding(self) -> bool:
        """True when its name says that it is an nn.Embedding, whose weight has that shape too."""
        return not self.bias and "emb" in self.name.lower()

    @property
    def label(self) -> str:
        """Name and shape: `decoder (27, 64)`; `(root)` for a layer without a name."""
        return f"{plain(self.name) or '(root)'} {shape_text((self.outputs, self.features))}"

    def to_json(self) -> dict[str, Any]:
        """Return plain data by torch's names, of an nn.Embedding where it is one by its name."""
        if self.is_embedding:
            return {
                "name": self.name,
                "kind": "Embedding",
                "num_embeddings": self.outputs,
                "embedding_dim": self.features,
                "dtype": self.dtype,
            }
        return {
            "name": self.name,
            "kind": "Linear",
            "in_features": self.features,
            "out_features": self.outputs,
            "bias": self.bias,
            "dtype": self.dtype,
        }


def find_linears(
    infos: Mapping[str, TensorInfo], features: int | None = None, lstm: str = ""
) -> tuple[StoredLinear, ...]:
    """List the Linear layers among named tensors, the likeliest after an LSTM first.

    A Linear is a float matrix `….weight` (out_features, in_features), with or without a `….bias`
    (out_features,). An Embedding's weight without a bias looks the same: by their names such come
    last. Before them stand layers that are named like an output; then those after the LSTM in the
    order of the file; then those with a bias.

    Args:
        features: the in_features that fit; None for any. lstm: the LSTM's name in the file.
    """
    order = list(infos)
    own = [place for place, name in enumerate(order) if _of_lstm(name, lstm)]
    begins = max(own, default=-1)

    def rank(linear: StoredLinear) -> tuple[bool, bool, bool, bool]:
        weight = tensor_name(linear.name, "weight")
        return (
            bool(_BEFORE.search(linear.name)),
            not _AFTER.search(linear.name),
            order.index(weight) < begins,
            not linear.bias,
        )

    return tuple(sorted(_linears(infos, features), key=rank))


def _linears(infos: Mapping[str, TensorInfo], features: int | None) -> Iterable[StoredLinear]:
    for tensor, info in infos.items():
        name = "" if tensor == "weight" else tensor.removesuffix(".weight")
        if name == tensor or names_parameter(tensor) or len(info.shape) != 2:
            continue
        if info.dtype not in FLOATS or 0 in info.shape or features not in (None, info.shape[1]):
            continue
        bias = infos.get(tensor_name(name, "bias"))
        yield StoredLinear(
            name,
            *info.shape,
            bias is not None and bias.shape == info.shape[:1] and bias.dtype in FLOATS,
            info.dtype,
        )


def tensor_name(name: str, kind: str) -> str:
    """Return the name of a layer's `weight` or `bias` in a file."""
    return f"{name}.{kind}" if name else kind


def _of_lstm(tensor: str, lstm: str) -> bool:
    return names_parameter(tensor) and tensor.startswith(f"{lstm}." if lstm else "")


def layers(path: StrPath) -> tuple[StoredLinear, ...]:
    """List all Linear layers and embeddings of a checkpoint, in the order of the file.

    Raises:
        FileError: the file cannot be read.
    """
    return tuple(_linears(open_tensors(path).infos, None))


def linears(path: StrPath, features: int, lstm: str = "") -> tuple[StoredLinear, ...]:
    """List the Linear layers of a checkpoint that fit, the likeliest first.

    Raises:
        FileError: the file cannot be read.
    """
    return find_linears(open_tensors(path).infos, features, lstm)


def choose(path: StrPath, found: Iterable[StoredLinear], name: str, features: int) -> StoredLinear:
    """Return the layer with that name; `.weight` may follow.

    Raises:
        FileError: there is none; lists the candidates.
    """
    by_name = {linear.name: linear for linear in found}
    wanted = "" if name in ("(root)", "weight") else name.removesuffix(".weight")
    if wanted in by_name:
        return by_name[wanted]
    if not by_name:
        raise cannot_read(
            path,
            tr(
                "it has no Linear layer for this LSTM: no float tensor (out_features, {features})",
                features=features,
            ),
        )
    labels = ", ".join(linear.label for linear in list(by_name.values())[:_SHOWN])
    labels += ", …" if len(by_name) > _SHOWN else ""
    raise cannot_read(
        path,
        tr(
            "it has no suitable Linear layer named {name}. Choose one of {labels}",
            name=plain(name),
            labels=labels,
        ),
    )


def read_linear(path: StrPath, linear: StoredLinear) -> tuple[Array, Array | None]:
    """Read V (K, F) and b (K,), None without one; floats below float32 are cast up to it.

    Only these tensors are read.

    Raises:
        FileError: they cannot be read, do not fit into memory, or have changed since.
    """
    tensors = open_tensors(path)
    if linear not in _linears(tensors.infos, linear.features):
        raise _changed(path, linear)
    check_fits(path, linear.outputs * (linear.features + 1) * 2 * 8)
    read = tensors.read(linear.tensors)
    arrays = [read_only(read[name]) for name in linear.tensors]
    return arrays[0], arrays[1] if linear.bias else None


def _changed(path: StrPath, linear: StoredLinear) -> FileError:
    return cannot_read(
        path, tr("it no longer has {name}. Open the model again", name=plain(linear.name))
    )
