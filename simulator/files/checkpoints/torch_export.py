"""Writer of `.pt` files through torch. Importing this module imports torch, as in the worker."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import IO, Any, BinaryIO, cast

import numpy as np
import torch

from ...arrays import Array
from ..atomic import atomic_write
from ..errors import StrPath


def save_state_dict(path: StrPath, tensors: Mapping[str, tuple[Array, str]]) -> None:
    """Write a state dict of some tensors by name: elements as stored, and their dtype."""
    state = OrderedDict()
    for name, (raw, dtype) in tensors.items():
        native = np.array(raw, raw.dtype.newbyteorder("="))
        if dtype == "bfloat16":
            state[name] = torch.from_numpy(native.view(np.int16)).view(torch.bfloat16)
        else:
            state[name] = torch.from_numpy(native)
    _save(path, state)


class _Remembering:
    """A file that remembers its failure, which torch hides."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.failure: OSError | None = None

    def write(self, data: Any) -> int:
        """Write all of the data, or remember the failure."""
        try:
            return self._file.write(data)
        except OSError as error:
            self.failure = error
            raise

    def flush(self) -> None:
        """Flush the file."""
        self._file.flush()


def _save(path: StrPath, value: Any) -> None:
    with atomic_write(path) as file:
        remembering = _Remembering(file)
        try:
            torch.save(value, cast(IO[bytes], remembering))
        except Exception:
            if remembering.failure is not None:
                raise remembering.failure from None
            raise
