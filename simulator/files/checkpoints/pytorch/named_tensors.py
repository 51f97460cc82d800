"""Names of the tensors in a pickle's content: keys, attributes and modules, joined by dots."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from ....translation import mark, tr
from ...errors import cannot_read, plain
from ...tensors import TensorInfo
from ..find_lstms import names_parameter
from .stored_tensor import NotPlain, StoredTensor, TensorReader
from .unpickler import Placeholder, attributes
from .zip_layout import DAMAGED

MAX_DEPTH: Final = 20
MAX_ENTRIES: Final = 500_000
_QUANTISED: Final = re.compile(
    r"(?:(?P<lstm>.+)\.)?(?:_all_weight_values|layers\.\d+\.layer_(?:fw|bw)\.cell\.[ih]gates\."
    r"(?:_packed_params|(?P<prepared>weight)))(?:\..+)?",
    re.DOTALL,
)
"""Names in the LSTMs that torch's quantisation makes: packed weights, and those it will pack."""
_WHY_QUANTISED: Final = mark(
    "it is a quantised LSTM, whose weights are integers. Save the model before quantisation"
)
_WHY_PREPARED: Final = mark(
    "it is an LSTM prepared for quantisation. Save the model before prepare()"
)


class Named(NamedTuple):
    """Tensors by their name, and reasons why an LSTM is not among them, by the LSTM's name."""

    tensors: dict[str, StoredTensor]
    problems: dict[str, str]


def named_tensors(root: Any, reader: TensorReader, path: Path) -> Named:
    """Name every tensor in nested dicts, lists and objects.

    A module's tensors have the names that its `state_dict` would give them. An object that is
    reached twice is walked once. A tensor that contradicts the file has no shape and no storage.

    Raises:
        FileError: two tensors have one name, or the nesting has no end.
    """
    named, cut = Named({}, {}), False
    stack: list[tuple[str, int, Any]] = [("", 0, root)]
    seen: set[int] = set()
    entries = 0
    while stack:
        name, depth, value = stack.pop()
        entries += 1
        if entries > MAX_ENTRIES:
            raise _endless(path)
        if found := _QUANTISED.fullmatch(name):
            named.problems[found["lstm"] or ""] = tr(
                _WHY_PREPARED if found["prepared"] else _WHY_QUANTISED
            )
            continue
        if isinstance(value, Placeholder):
            try:
                tensor = reader.tensor(value)
            except NotPlain:
                tensor = StoredTensor(TensorInfo((), ""))
                if names_parameter(name):
                    named.problems[name.rpartition(".")[0]] = tr(DAMAGED)
            if tensor is not None:
                if name in named.tensors:
                    raise cannot_read(
                        path, tr("two tensors in it are named {name}", name=plain(name))
                    )
                named.tensors[name] = tensor
                continue
            if id(value) in seen:
                continue
            seen.add(id(value))
        if depth > MAX_DEPTH:
            cut = True
            continue
        inner = [
            (f"{name}.{key}" if depth else str(key), depth + 1, child)
            for key, child in _children(value)
            if isinstance(key, str | int) and isinstance(child, dict | list | tuple | Placeholder)
        ]
        stack.extend(reversed(inner))
    if cut and not named.tensors:
        raise _endless(path)
    return named


def _children(value: Any) -> Iterable[tuple[Any, Any]]:
    """Return what a value holds, by key, by number, or by attribute."""
    if isinstance(value, dict):
        return value.items()
    if isinstance(value, list | tuple):
        return enumerate(value)
    if not isinstance(value, Placeholder):
        return ()
    if value.path.startswith("torch.jit._pickle."):  # a list with its type
        return _children(value.arguments[0]) if _is_container(value.arguments[:1]) else ()
    if value.path == "torch._dynamo.eval_frame.OptimizedModule":
        return zip(("_orig_mod",), value.arguments, strict=False)
    own = attributes(value)
    if _is_container([own.get("_modules")]) and _is_container([own.get("_parameters")]):
        parts = (own.get(part) for part in ("_parameters", "_buffers", "_modules"))
        return [pair for part in parts if isinstance(part, Mapping) for pair in part.items()]
    kept = [(name, child) for name, child in own.items() if name != "_flat_weights"]
    # A named tuple has its fields as arguments; what torch itself calls is no container.
    given = () if value.state or value.path.startswith("torch._") else enumerate(value.arguments)
    return [*kept, *given, *value.items.items()]


def _is_container(values: Iterable[Any]) -> bool:
    return any(isinstance(value, dict | list | tuple) for value in values)


def _endless(path: Path) -> Exception:
    return cannot_read(path, tr("it is nested too deeply, or too large, for a state dict"))
