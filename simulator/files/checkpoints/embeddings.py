"""Embeddings in a checkpoint: list the candidate tensors, and read the chosen one."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...arrays import Array, shape_text
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain
from ..limits import check_fits
from ..tensors import FLOATS
from .checkpoint import open_tensors
from .find_lstms import names_parameter

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Embedding:
    """A tensor of a checkpoint that can be an nn.Embedding's weight.

    Attributes:
        name: its name in the file. rows: num_embeddings. dtype: as stored.
    """

    name: str
    rows: int
    width: int
    dtype: str

    @property
    def label(self) -> str:
        """Name and shape: `embedding.weight (100, 27)`."""
        return f"{plain(self.name)} {shape_text((self.rows, self.width))}"

    @property
    def is_named(self) -> bool:
        """True where its name says that it is an embedding."""
        return "emb" in self.name.lower()


def embeddings(path: StrPath, width: int) -> tuple[Embedding, ...]:
    """List the float tensors of shape (num_embeddings, width), without those of recurrent layers.

    A readout's weight can have that shape too, and only names tell them apart. So tensors with
    "emb" in their name come first, then all others in the order of the file.

    Raises:
        FileError: the file cannot be read.
    """
    found = [
        Embedding(name, info.shape[0], width, info.dtype)
        for name, info in open_tensors(path).infos.items()
        if info.dtype in FLOATS
        and len(info.shape) == 2
        and info.shape[0] > 0
        and info.shape[1] == width
        and not names_parameter(name)
    ]
    return tuple(sorted(found, key=lambda embedding: not embedding.is_named))


def choose(path: StrPath, found: Iterable[Embedding], name: str, width: int) -> Embedding:
    """Return the embedding with that name; `.weight` may be left out.

    Raises:
        FileError: there is none; lists the candidates.
    """
    by_name = {embedding.name: embedding for embedding in found}
    for known in (name, f"{name}.weight"):
        if known in by_name:
            return by_name[known]
    raise _not_there(path, tuple(by_name.values()), name, width)


def rows_of(path: StrPath, embedding: Embedding) -> Array:
    """Read the embedding, (rows, width): float64 unchanged, every other float cast up to float32.

    Only this tensor is read.

    Raises:
        FileError: it cannot be read, does not fit into memory, or has changed since.
    """
    tensors = open_tensors(path)
    info = tensors.infos.get(embedding.name)
    if info is None or info.shape != (embedding.rows, embedding.width) or info.dtype not in FLOATS:
        raise cannot_read(
            path,
            tr("it no longer has {name}. Open the model again", name=plain(embedding.name)),
        )
    check_fits(path, info.numel * 2 * 8)
    return tensors.read([embedding.name])[embedding.name]


def _not_there(path: StrPath, found: tuple[Embedding, ...], name: str, width: int) -> FileError:
    if not found:
        return cannot_read(
            path,
            tr(
                "it has no embedding for this LSTM: no float tensor (num_embeddings, "
                "{width}). Read the tokens as one-hot vectors",
                width=width,
            ),
        )
    labels = ", ".join(embedding.label for embedding in found[:_SHOWN])
    labels += ", …" if len(found) > _SHOWN else ""
    return cannot_read(
        path,
        tr(
            "it has no tensor named {name} that can be an embedding. Choose one of {labels}",
            name=plain(name),
            labels=labels,
        ),
    )
