"""Unpickler that calls nothing: every class and function becomes a named placeholder.

Importing a class, calling it, and setting its state are noted, never done. The opcodes themselves
are left to the standard library's unpickler in Python, whose memo is a dict, so that no index in a
file takes memory.
"""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar, Final

_RENAMED: Final = {"__builtin__": "builtins", "copy_reg": "copyreg"}
"""Modules of Python 2, by which protocols 0 to 2 still name them."""
_MAPPINGS: Final = {"collections.OrderedDict", "collections.defaultdict", "builtins.dict"}
_NEW_OBJECT: Final = {"copyreg._reconstructor", "copyreg.__newobj__", "copyreg.__newobj_ex__"}
"""Functions that make an object of the class that is their first argument."""


@dataclass(frozen=True, slots=True)
class Global:
    """Class or function that a pickle names; `path` is its module and name with a dot between."""

    path: str


@dataclass(slots=True, eq=False)
class Placeholder:
    """Object that a pickle would make.

    Attributes:
        path: the class, or the function to call, as in `Global`; "" for anything else.
        arguments: of the call. state: what its `__setstate__` would get.
        items: what would be put into it, by key, or by number for a list or set.
    """

    path: str
    arguments: tuple[Any, ...] = ()
    state: Any = None
    items: dict[Any, Any] = field(default_factory=dict)

    def __setitem__(self, key: Any, value: Any) -> None:
        if isinstance(key, str | int):
            self.items[key] = value

    def append(self, value: Any) -> None:
        """Put a value after the others."""
        self.items[len(self.items)] = value

    add = append

    def extend(self, values: list[Any]) -> None:
        """Put values after the others."""
        for value in values:
            self.append(value)


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """Object outside the pickle, by its persistent id."""

    id: Any


def unpickle(file: BinaryIO, references: list[Reference] | None = None) -> Any:
    """Read one pickle from where a file stands, up to its end.

    Args:
        file: the file. references: gets every reference to an object outside the pickle.

    Raises:
        Exception: of any kind, for bytes that are no pickle (see `errors.parsing`).
    """
    return _Unpickler(file, [] if references is None else references).load()


def attributes(value: Placeholder) -> Mapping[Any, Any]:
    """Return the attributes that an object's state would set, by name."""
    parts = value.state if isinstance(value.state, tuple) else (value.state,)
    found: dict[Any, Any] = {}
    for part in parts:
        if isinstance(part, dict):
            found.update(part)
    return found


def bytes_of(value: Any) -> bytes | bytearray | None:
    """Return bytes in each of the forms that pickles give them; None for anything else."""
    match value:
        case bytes() | bytearray():
            return value
        case str() | Placeholder("_codecs.encode", (str(), "latin1" | "latin-1")):
            text = value if isinstance(value, str) else value.arguments[0]
            try:
                return bytes(text, "latin-1")
            except UnicodeEncodeError:
                return None
        case Placeholder("builtins.bytearray" | "builtins.bytes", (inner,)):
            return inner if isinstance(inner, bytes) else None
    return None


def _made(origin: Any, arguments: Any) -> Any:
    """Return what stands for the result of a call."""
    path = origin.path if isinstance(origin, Global) else ""
    given = arguments if isinstance(arguments, tuple) else ()
    if path in _MAPPINGS:
        return _mapping(given)
    if path in _NEW_OBJECT and given and isinstance(given[0], Global):
        path, given = given[0].path, given[1:]
        return {} if path in _MAPPINGS else Placeholder(path, given)
    return Placeholder(path, given)


def _mapping(arguments: tuple[Any, ...]) -> dict[Any, Any]:
    """Return a dict with the pairs among the arguments of a mapping's class."""
    match arguments:
        case (dict() as items,):
            return dict(items)
        case (list() as pairs,):
            return {
                pair[0]: pair[1]
                for pair in pairs
                if isinstance(pair, list | tuple) and len(pair) == 2 and isinstance(pair[0], str)
            }
    return {}


class _Unpickler(pickle._Unpickler):
    """Unpickler whose opcodes that would run code make placeholders."""

    append: Callable[[Any], None]
    stack: list[Any]
    read: Callable[[int], bytes]
    readline: Callable[[], bytes]
    pop_mark: Callable[[], list[Any]]

    def __init__(self, file: BinaryIO, references: list[Reference]) -> None:
        super().__init__(file, encoding="latin-1")
        self._references = references
        self._globals: dict[tuple[str, str], Global] = {}

    def find_class(self, module: str, name: str) -> Global:
        """Return a name, and import nothing."""
        key = (module, name)
        if key not in self._globals:
            self._globals[key] = Global(f"{_RENAMED.get(module, module)}.{name}")
        return self._globals[key]

    def persistent_load(self, pid: Any) -> Any:
        """Note an object outside the pickle. Old torch refers so to classes of modules too."""
        match pid:
            case ("module", Global() as origin, *_):
                return origin
        self._references.append(Reference(pid))
        return self._references[-1]

    def get_extension(self, code: int) -> None:
        """Note a class that its own program has a number for."""
        self.append(Global(f"extension {code}"))

    def _pop(self) -> Any:
        if not self.stack:
            raise pickle.UnpicklingError("nothing is on the stack")
        return self.stack.pop()

    def _reduce(self) -> None:
        arguments, origin = self._pop(), self._pop()
        self.append(_made(origin, arguments))

    def _new_with_keywords(self) -> None:
        self._pop()
        self._reduce()

    def _object(self) -> None:
        origin, *arguments = self.pop_mark()
        self.append(_made(origin, tuple(arguments)))

    def _instance(self) -> None:
        module, name = self.readline()[:-1].decode(), self.readline()[:-1].decode()
        arguments = tuple(self.pop_mark())
        self.append(_made(self.find_class(module, name), arguments))

    def _build(self) -> None:
        state, made = self._pop(), self._pop()
        if isinstance(made, Placeholder):
            made.state = state
        self.append(made)

    def _bytearray(self) -> None:
        self.append(self.read(int.from_bytes(self.read(8), "little")))

    def _nothing(self) -> None:
        """Leave a buffer that becomes read-only as it is."""

    dispatch: ClassVar[dict[int, Callable[[Any], None]]] = {
        **pickle._Unpickler.dispatch,
        pickle.REDUCE[0]: _reduce,
        pickle.NEWOBJ[0]: _reduce,
        pickle.NEWOBJ_EX[0]: _new_with_keywords,
        pickle.OBJ[0]: _object,
        pickle.INST[0]: _instance,
        pickle.BUILD[0]: _build,
        pickle.BYTEARRAY8[0]: _bytearray,
        pickle.READONLY_BUFFER[0]: _nothing,
    }
