"""Writer of `.gatestep` files: a zip archive of stored entries, none of them executable.

    workspace.json                      the format number, the options, and the state of the window
    experiment/parameters.safetensors   the weights by nn.LSTM's names
    experiment/sequence.npy  h_0.npy  c_0.npy  mask_0.npy …
    original/…  pin_0/…                 only those arrays of the opened experiment and the
                                        baselines that differ from the present experiment
    training/weights.npy  log.npy  kept.npy …
                                        its training run, and in given/… the arrays of the sequences
                                        that it learns from, where they are others

`workspace.json` comes first, and its format number is read before anything else.
"""

import json
from collections.abc import Generator, Iterator, Mapping

from ...arrays import Array
from ...translation import tr
from ..archive import ArchiveWriter
from ..atomic import Check, atomic_write
from ..checkpoints.safetensors_header import header_bytes
from ..errors import StrPath, cannot_write
from ..tables.npy import npy_bytes, npy_head
from ..tensors import TensorInfo
from .workspace import Workspace, parts

ENTRY = "workspace.json"
PARAMETERS = "parameters.safetensors"
MAX_JSON = 32 * 2**20


def writing(
    path: StrPath, workspace: Workspace, private: bool = False, check: Check | None = None
) -> Generator[float, None, None]:
    """Write a workspace a few megabytes at a time; yields the fraction done.

    At every moment the file is complete, either the old or the new one. Closing the generator early
    leaves the old file.

    Args:
        private, check: as for `atomic_write`.

    Raises:
        FileError: it cannot be written.
    """
    content, groups = parts(workspace)
    yield 0.0
    text = json.dumps(content, allow_nan=False).encode("ascii")
    if len(text) > MAX_JSON:
        raise cannot_write(path, tr("its labels are too large. Open the sequence without them"))
    total = len(text) + sum(a.nbytes for group in groups.values() for a in group.values())
    done = 0
    with atomic_write(path, private, check) as file, ArchiveWriter(file) as archive:
        for name, blocks in _entries(text, groups):
            for written in archive.add(name, iter(blocks), sum(map(len, blocks))):
                done += written
                yield min(1.0, done / total)


def _entries(
    text: bytes, groups: Mapping[str, Mapping[str, Array]]
) -> Iterator[tuple[str, list[memoryview]]]:
    """Yield each entry's name and its blocks of bytes."""
    yield ENTRY, [memoryview(text)]
    for group, named in groups.items():
        tensors = {name: a for name, a in named.items() if name.startswith(("weight_", "bias_"))}
        if tensors:
            infos = {name: TensorInfo(a.shape, str(a.dtype)) for name, a in tensors.items()}
            head = memoryview(header_bytes(infos))
            yield f"{group}/{PARAMETERS}", [head, *map(npy_bytes, tensors.values())]
        for name, array in named.items():
            if name not in tensors:
                head = memoryview(npy_head(array.shape, array.dtype))
                yield f"{group}/{name}.npy", [head, npy_bytes(array)]
