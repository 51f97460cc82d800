"""Reader of `.pt` and `.pth`, by `torch.load(weights_only=True)`; executes nothing.

Only state dicts are read, in the zip format that PyTorch writes since 1.6. The zip is checked
before torch sees it, and every tensor before its numbers are touched. Importing this module imports
torch: it belongs in a worker process or a headless command.
"""

import pickle
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ...arrays import Array
from ...translation import mark, tr
from ..errors import StrPath, cannot_read, parsing, plain, reading
from ..tensors import FLOATS, NOTHING, TensorInfo

MAX_RECORDS = 50_000
MAX_PICKLE = 64 * 2**20
MAX_DEPTH = 20
MAX_ENTRIES = 500_000

_SAVE_STATE_DICT = mark("save model.state_dict() instead, with torch.save or as .safetensors")
_SAVE_DENSE = mark("save tensor.cpu().to_dense().clone() instead")
_DAMAGED = mark("it is damaged: download or save it again")


class TorchFile:
    """An opened PyTorch checkpoint (see `tensors.TensorFile`). The data stay in the file.

    Raises:
        FileError: names what the file is instead of a state dict, and a cure.
    """

    notes = problems = undecided = NOTHING

    def __init__(self, path: StrPath) -> None:
        self._path = Path(path)
        _check_zip(path)
        self._root = self._load()
        self._tensors = dict(_flatten(self._root, self._path))
        self.infos = {
            name: TensorInfo(
                tuple(map(int, tensor.shape)), str(tensor.dtype).removeprefix("torch.")
            )
            for name, tensor in self._tensors.items()
        }

    def read(self, names: Iterable[str]) -> dict[str, Array]:
        """Copy the data of some float tensors: float64 unchanged, every other float as float32."""
        arrays = {}
        for name in names:
            tensor = self._tensors[name]
            self._check(name, tensor)
            wide = torch.float64 if tensor.dtype == torch.float64 else torch.float32
            arrays[name] = tensor.detach().to(wide, copy=True).numpy()
        return arrays

    def raw(self, name: str) -> tuple[Array, str]:
        """Return the elements of a float tensor as stored (see `widen`), and their dtype."""
        tensor = self._tensors[name]
        self._check(name, tensor)
        plain_tensor = tensor.detach().contiguous()
        if tensor.dtype == torch.bfloat16:
            plain_tensor = plain_tensor.view(torch.uint16)
        return plain_tensor.numpy(), self.infos[name].dtype

    def with_raw(self, changes: Mapping[str, Array]) -> Any:
        """Return the content of the file with other elements in some of its tensors.

        The loaded containers are changed in place. A tensor that shares storage with a changed one
        keeps its own numbers.
        """
        tensors = {name: _like(self._tensors[name], raw) for name, raw in changes.items()}
        return _replaced(self._root, "", 0, tensors)

    def _load(self) -> Any:
        with parsing(self._path, tr(_DAMAGED)), reading(self._path), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return torch.load(str(self._path), map_location="cpu", weights_only=True, mmap=True)
            except pickle.UnpicklingError as error:
                # Torch's own text advises switching the protection off: only the name is kept.
                found = re.search(r"GLOBAL (\S+)", str(error))
                if found is None:
                    raise
                raise cannot_read(
                    self._path,
                    tr(
                        "it holds a pickled Python object ({name}), which could run any code: "
                        "{advice}",
                        name=plain(found[1]),
                        advice=tr(_SAVE_STATE_DICT),
                    ),
                ) from None

    def _check(self, name: str, tensor: torch.Tensor) -> None:
        """Refuse a tensor that is not plain, or that claims more numbers than the file holds."""
        dtype = str(tensor.dtype).removeprefix("torch.")
        where = tr("tensor {name}", name=plain(name))
        if tensor.layout != torch.strided or tensor.is_quantized or tensor.device.type != "cpu":
            raise cannot_read(
                self._path,
                tr(
                    "{where} is not a dense CPU tensor: {advice}",
                    where=where,
                    advice=tr(_SAVE_DENSE),
                ),
            )
        if dtype not in FLOATS:
            raise cannot_read(
                self._path,
                tr("{where} is {dtype}, not a float tensor", where=where, dtype=plain(dtype)),
            )
        if self.infos[name].numel * FLOATS[dtype] > tensor.untyped_storage().nbytes():
            raise cannot_read(
                self._path,
                tr(
                    "{where} {shape} claims more numbers than the file has for it: {advice}",
                    where=where,
                    shape=plain(tuple(tensor.shape)),
                    advice=tr(_SAVE_DENSE),
                ),
            )


def _check_zip(path: StrPath) -> None:
    """Refuse, in plain words, a file that is no uncompressed zip written by `torch.save`."""
    with parsing(path, tr(_DAMAGED)), reading(path), zipfile.ZipFile(path) as archive:
        records = archive.infolist()
    names = [record.filename for record in records]
    if any(re.search(r"(^|/)(constants\.pkl|code/)", name) for name in names):
        raise cannot_read(
            path,
            tr(
                "it is a TorchScript program, not a state dict: {advice}",
                advice=tr(_SAVE_STATE_DICT),
            ),
        )
    pickles = [record for record in records if record.filename.endswith("/data.pkl")]
    if len(pickles) != 1:
        raise cannot_read(
            path,
            tr("it is a zip file, but not one of PyTorch's: {advice}", advice=tr(_SAVE_STATE_DICT)),
        )
    if len(records) > MAX_RECORDS or pickles[0].file_size > MAX_PICKLE:
        raise cannot_read(path, tr("it has too many entries for a state dict"))
    # Compressed records could unpack to a thousand times the size of the file.
    for record in records:
        if record.compress_type != zipfile.ZIP_STORED or record.file_size != record.compress_size:
            raise cannot_read(
                path,
                tr(
                    "its record {name} is compressed, which torch.save never does: {advice}",
                    name=plain(record.filename),
                    advice=tr(_SAVE_STATE_DICT),
                ),
            )
    if sum(record.file_size for record in records) > Path(path).stat().st_size:
        raise cannot_read(path, tr(_DAMAGED))


def _flatten(root: Any, path: Path) -> Iterator[tuple[str, torch.Tensor]]:
    """Yield every tensor in nested dicts and lists, named by its keys joined by dots."""
    stack: list[tuple[str, int, Any]] = [("", 0, root)]
    names: set[str] = set()
    entries = 0
    while stack:
        name, depth, value = stack.pop()
        entries += 1
        if entries > MAX_ENTRIES or depth > MAX_DEPTH:
            raise cannot_read(path, tr("it is nested too deep, or too large, for a state dict"))
        if isinstance(value, torch.Tensor):
            if name in names:
                raise cannot_read(path, tr("two tensors in it are named {name}", name=plain(name)))
            names.add(name)
            yield name, value
        elif isinstance(value, dict | list | tuple):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            inner = [
                (f"{name}.{key}" if depth else str(key), depth + 1, child)
                for key, child in items
                if isinstance(key, str | int)
            ]
            stack.extend(reversed(inner))


def _like(tensor: torch.Tensor, raw: Array) -> torch.Tensor:
    """Make a tensor of the same kind with other elements: a Parameter stays one."""
    new = torch.from_numpy(np.ascontiguousarray(raw))
    new = new.view(torch.bfloat16) if tensor.dtype == torch.bfloat16 else new
    if isinstance(tensor, torch.nn.Parameter):
        return torch.nn.Parameter(new, tensor.requires_grad)
    return new.requires_grad_(tensor.requires_grad)


def _replaced(value: Any, name: str, depth: int, tensors: Mapping[str, torch.Tensor]) -> Any:
    """Replace some tensors in a nested value, by the names that `_flatten` gives them."""
    if isinstance(value, torch.Tensor):
        return tensors.get(name, value)
    if not isinstance(value, dict | list | tuple):
        return value
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    new = {
        key: _replaced(child, f"{name}.{key}" if depth else str(key), depth + 1, tensors)
        for key, child in items
        if isinstance(key, str | int)
    }
    if all(new[key] is child for key, child in items if key in new):
        return value
    if isinstance(value, tuple):
        return tuple(new.values())
    container: Any = value  # a dict of either kind of key, or a list
    for key, child in new.items():
        container[key] = child
    return container
