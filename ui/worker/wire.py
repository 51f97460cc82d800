"""Wire: objects as messages between two processes: in pieces, and each large array only once.

Writing or reading the weights of a wide LSTM at once would hold an event loop for 50 ms and more,
and every check needs them. So no message is long. Read-only arrays, which nobody can change, stay
at the other end while consecutive objects have them, and are then only named. Each message follows
its length; an empty one is a sign of life, and no part of an object.
"""

import io
import pickle
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from simulator.arrays import Array, is_read_only

PIECE = 1 << 20
"""Bytes of the longest message."""

LENGTH_BYTES = 4
"""Bytes before each message, which are its length."""

SHARED_FROM = 1 << 16
"""Bytes from which an array is worth remembering."""

Buffer = bytes | bytearray | memoryview
"""Types of messages."""


class _Head(NamedTuple):
    """First message of an object: the known arrays, the arrays that follow, the body's size."""

    known: tuple[int, ...]
    new: tuple[tuple[int, str, tuple[int, ...]], ...]
    size: int


def header_of(message: Buffer) -> bytes:
    """Return the bytes that precede a message."""
    return len(message).to_bytes(LENGTH_BYTES, "little")


def length_of(header: Buffer) -> int:
    """Return the length of the message that follows its header."""
    return int.from_bytes(header, "little")


class Outbox:
    """Makes messages for the Inbox at the other end."""

    def __init__(self) -> None:
        # Kept alive, so that no other array can get the identity of a known one.
        self._known: dict[int, Array] = {}

    def messages(self, content: object) -> Iterator[memoryview]:
        """Yield an object as messages. They must all be sent, in order.

        Raises: pickle's exceptions, before the first message.
        """
        pickler = _Pickler()
        body = pickler.body(content)
        new = {key: array for key, array in pickler.arrays.items() if key not in self._known}
        known = tuple(pickler.arrays.keys() - new.keys())
        self._known = pickler.arrays
        specs = tuple((key, array.dtype.str, array.shape) for key, array in new.items())
        head = pickle.dumps(_Head(known, specs, len(body)))
        buffers = [*(array.data for array in new.values()), body]
        return chain([memoryview(head)], *map(_pieces, buffers))


class Inbox:
    """Joins the messages of an Outbox."""

    def __init__(self) -> None:
        self._arrays: dict[int, Array] = {}
        self._body = bytearray()
        self._empty: deque[memoryview] = deque()

    def take(self, message: Buffer) -> bool:
        """Take one message; return True when it was an object's last and `content` is ready."""
        if not self._empty:
            self._begin(pickle.loads(message))
            return False
        room = self._empty.popleft()
        room[: len(message)] = message
        if len(message) < len(room):
            self._empty.appendleft(room[len(message) :])
        return not self._empty

    def content(self) -> Any:
        """Return the object. Raises: pickle's exceptions."""
        for array in self._arrays.values():
            array.flags.writeable = False
        body, self._body = self._body, bytearray()
        return _Unpickler(body, self._arrays).load()

    def _begin(self, head: _Head) -> None:
        new = {key: np.empty(shape, dtype) for key, dtype, shape in head.new}
        self._arrays = {key: self._arrays[key] for key in head.known} | new
        self._body = bytearray(head.size)
        rooms = [*(array.data for array in new.values()), memoryview(self._body)]
        self._empty.extend(room.cast("B") for room in rooms)


class _Pickler(pickle.Pickler):
    """Names large read-only arrays by their identity, and lists them."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        super().__init__(self._file, pickle.HIGHEST_PROTOCOL)
        self.arrays: dict[int, Array] = {}

    def body(self, content: object) -> memoryview:
        self.dump(content)
        return self._file.getbuffer()

    def persistent_id(self, obj: Any) -> int | None:
        if type(obj) is not np.ndarray or not _shared(obj):
            return None
        self.arrays[id(obj)] = obj
        return id(obj)


class _Unpickler(pickle.Unpickler):
    def __init__(self, body: bytearray, arrays: dict[int, Array]) -> None:
        super().__init__(io.BytesIO(body))
        self._arrays = arrays

    def persistent_load(self, pid: Any) -> Array:
        return self._arrays[pid]


def _shared(array: Array) -> bool:
    large = array.nbytes >= SHARED_FROM and array.dtype.kind in "fiu"
    return large and is_read_only(array)


def _pieces(buffer: memoryview) -> Iterator[memoryview]:
    bytes_ = buffer.cast("B")
    return (bytes_[start : start + PIECE] for start in range(0, len(bytes_), PIECE))
