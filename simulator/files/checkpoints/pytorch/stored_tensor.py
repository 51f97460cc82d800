"""Tensors in a pickle: their shape, dtype, and place among the numbers of a storage."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ....arrays import Array
from ...tensors import RAW, STORED, Place, TensorInfo
from .unpickler import Global, Placeholder, Reference, bytes_of

_MOST_AXES: Final = 64
_LARGEST: Final = 2**63 - 1
_TYPED: Final = {
    "Double": "float64",
    "Float": "float32",
    "Half": "float16",
    "BFloat16": "bfloat16",
    "Long": "int64",
    "Int": "int32",
    "Short": "int16",
    "Char": "int8",
    "Byte": "uint8",
    "Bool": "bool",
    "ComplexFloat": "complex64",
    "ComplexDouble": "complex128",
    "QInt32": "qint32",
}
"""Dtypes by the first part of the name of a torch storage, as in `FloatStorage`."""
SIZES: Final = {
    dtype: np.dtype({**RAW, "qint32": "<i4"}.get(dtype, dtype)).itemsize
    for dtype in _TYPED.values()
}
"""Bytes of an element by the dtype of its storage. An element of any other dtype takes one byte."""


class NotPlain(ValueError):
    """Content that no plain tensor has."""


@dataclass(slots=True, eq=False)
class Storage:
    """Numbers that tensors share.

    Attributes:
        dtype: torch's name without `torch.`; "" when each tensor has its own.
        numel: elements, as the pickle claims.
        data: the bytes. begin: their offset in the file; None where they lie within a pickle.
        first: element that a tensor's offset counts from. order: "<" or ">".
    """

    dtype: str
    numel: int
    data: memoryview
    begin: int | None = None
    first: int = 0
    order: str = "<"

    def part(self, first: int, numel: int) -> "Storage":
        """Return a part of it as a storage."""
        return replace(self, first=first, numel=numel)

    def is_whole(self) -> bool:
        """Return True when there are as many bytes as the elements take."""
        size = SIZES.get(self.dtype)
        return size is None or (self.first + self.numel) * size <= len(self.data)


@dataclass(frozen=True, slots=True, eq=False)
class StoredTensor:
    """A tensor without its numbers.

    Attributes:
        info: shape and dtype. storage: None for a tensor that is sparse, quantised,
            negated or conjugated only when it is read, or elsewhere.
        offset, strides: place in the storage, in elements.
    """

    info: TensorInfo
    storage: Storage | None = None
    offset: int = 0
    strides: tuple[int, ...] = ()

    def claims_too_much(self) -> bool:
        """Return True for more elements than the storage has, as a stride of 0 makes them."""
        assert self.storage is not None
        room = len(self.storage.data) // SIZES[self.info.dtype]
        return self.info.numel > (
            self.storage.numel if self.storage.dtype == self.info.dtype else room
        )

    def place(self) -> Place | None:
        """Return where the elements lie in the file; None where they lie scattered or elsewhere.

        `claims_too_much` comes first.
        """
        if self.storage is None or self.storage.begin is None:
            return None
        found = self.elements()
        low, high = np.lib.array_utils.byte_bounds(found) if found.size else (0, 0)
        if high - low > 2 * found.nbytes:
            return None
        first = (self.storage.first + self.offset) * found.itemsize
        return Place(found.dtype.str, self.storage.begin + first, high - low, found.strides)

    def elements(self, data: Any = None) -> Array:
        """Return a view of the elements as stored, in the storage's bytes or others in their place.

        Raises:
            NotPlain: they lie outside.
        """
        assert self.storage is not None
        dtype = np.dtype(STORED[self.info.dtype])
        dtype = dtype.newbyteorder("big") if self.storage.order == ">" else dtype
        if not self.info.numel:
            return np.empty(self.info.shape, dtype)
        data = self.storage.data if data is None else data
        first = self.storage.first + self.offset
        steps = zip(self.info.shape, self.strides, strict=True)
        last = first + sum((length - 1) * stride for length, stride in steps)
        if first < 0 or (last + 1) * dtype.itemsize > len(data):
            raise NotPlain
        strides = tuple(stride * dtype.itemsize for stride in self.strides)
        return np.ndarray(self.info.shape, dtype, data, first * dtype.itemsize, strides)


class TensorReader:
    """Reader of placeholders as tensors.

    Args:
        storage: finds a storage by its persistent id.
        pickled_storage: reads one from the bytes of a file of its own.
    """

    def __init__(
        self, storage: Callable[[Any], Storage], pickled_storage: Callable[[bytes], Storage]
    ) -> None:
        self._storage = storage
        self._pickled_storage = pickled_storage

    def tensor(self, value: Placeholder) -> StoredTensor | None:
        """Return the tensor or array that a placeholder stands for, if any.

        Raises:
            NotPlain: it contradicts itself, or its file.
        """
        value = _unwrapped(value)
        match value.path, value.arguments:
            case "torch._utils._rebuild_tensor_v3", (
                at,
                offset,
                shape,
                strides,
                _,
                _,
                dtype,
                *more,
            ):
                return self._strided(at, offset, shape, strides, more, _dtype(dtype))
            case (
                ("torch._utils._rebuild_tensor_v2" | "torch._utils._rebuild_tensor"),
                (at, offset, shape, strides, *more),
            ):
                return self._strided(at, offset, shape, strides, more[2:])
            case "torch._utils._rebuild_qtensor", (Reference((_, Global(kind), *_)), _, shape, *_):
                dtype = kind.rpartition(".")[2].removesuffix("Storage").lower()
                return StoredTensor(TensorInfo(_whole(shape), dtype))
            case "torch._utils._rebuild_meta_tensor_no_storage", (dtype, shape, *_):
                return StoredTensor(TensorInfo(_whole(shape), _dtype(dtype)))
            case "torch._utils._rebuild_sparse_tensor", (
                (Placeholder(_, ("torch.sparse_coo",)), (_, Placeholder() as values, shape, *_))
                | (_, (_, _, Placeholder() as values, shape, *_))
            ):
                dense = self.tensor(values)
                return StoredTensor(TensorInfo(_whole(shape), dense.info.dtype if dense else ""))
            case (
                ("numpy._core.multiarray._reconstruct" | "numpy.core.multiarray._reconstruct"),
                _,
            ):
                return _numpy_array(value.state)
            case (
                ("numpy._core.numeric._frombuffer" | "numpy.core.numeric._frombuffer"),
                (data, Placeholder() as dtype, shape, order),
            ):
                return _array(data, dtype, shape, order == "F")
        return None

    def _strided(
        self, at: Any, offset: Any, shape: Any, strides: Any, more: list[Any], dtype: str = ""
    ) -> StoredTensor:
        """Return a tensor of numbers in a storage; without it where they are not meant as they lie.

        Args:
            at: the storage. more: what torch says of the tensor beyond its place.
        """
        match at:
            case Reference(id):
                storage = self._storage(id)
            case Placeholder("torch.storage._load_from_bytes", (data,)):
                storage = self._pickled_storage(bytes(bytes_of(data) or b""))
            case _:
                raise NotPlain
        (offset,) = _whole((offset,))
        info = TensorInfo(_whole(shape), dtype or storage.dtype)
        places = _whole(strides)
        if len(places) != len(info.shape):
            raise NotPlain
        match more:
            case [dict() as bits, *_] if bits.get("neg") or bits.get("conj"):
                return StoredTensor(info)
        return StoredTensor(info, storage, offset, places)


def _unwrapped(value: Placeholder) -> Placeholder:
    """Return what a parameter, or a tensor of a class of its own, is made of."""
    while True:
        match value.path, value.arguments:
            case "torch._tensor._rebuild_from_type_v2", (Global(path), _, tuple(inner), *_):
                value = Placeholder(path, inner)
            case (
                (
                    "torch._utils._rebuild_parameter"
                    | "torch._utils._rebuild_parameter_with_state"
                    | "torch._utils._rebuild_device_tensor_from_numpy"
                    | "torch._utils._rebuild_device_tensor_from_cpu_tensor"
                ),
                (Placeholder() as inner, *_),
            ):
                value = inner
            case _:
                return value


def _whole(numbers: Any) -> tuple[int, ...]:
    """Return sizes, offsets or strides; refuse what cannot be one."""
    match numbers:
        case Placeholder("torch.Size", (tuple() as inner,)):
            numbers = inner
    if (
        not isinstance(numbers, tuple | list)
        or len(numbers) > _MOST_AXES
        or not all(type(number) is int and 0 <= number <= _LARGEST for number in numbers)
    ):
        raise NotPlain
    return tuple(numbers)


def storage_dtype(kind: str) -> str:
    """Return the dtype of a storage's class, such as `torch.FloatStorage`."""
    return _TYPED.get(kind.rpartition(".")[2].removesuffix("Storage"), "")


def _dtype(name: Any) -> str:
    if not isinstance(name, Global):
        raise NotPlain
    return name.path.removeprefix("torch.")


def _numpy_array(state: Any) -> StoredTensor | None:
    """Return the array that numpy's own state describes; None for one of objects."""
    match state:
        case (int(), shape, Placeholder() as dtype, is_fortran, data):
            return _array(data, dtype, shape, bool(is_fortran))
    return None


def _array(data: Any, dtype: Placeholder, shape: Any, is_fortran: bool) -> StoredTensor | None:
    """Return an array of plain numbers whose bytes are in the pickle."""
    found = bytes_of(data)
    match dtype:
        case Placeholder("numpy.dtype", (str(code), *_)):
            order = (
                dtype.state[1] if isinstance(dtype.state, tuple) and len(dtype.state) > 1 else "<"
            )
        case _:
            return None
    if found is None or len(code) not in (2, 3) or code[0] not in "fiubc":
        return None
    try:
        plain = np.dtype(code)
    except TypeError:
        return None
    sizes = _whole(shape)
    info = TensorInfo(sizes, plain.name)
    if info.numel * plain.itemsize != len(found):
        raise NotPlain
    strides, step = [], 1
    for size in sizes if is_fortran else sizes[::-1]:
        strides.append(step)
        step *= size
    strides = strides if is_fortran else strides[::-1]
    storage = Storage(plain.name, info.numel, memoryview(found), order=">" if order == ">" else "<")
    return StoredTensor(info, storage, 0, tuple(strides))
