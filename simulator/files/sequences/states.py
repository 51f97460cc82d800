"""Initial states from files: h_0 and c_0, in nn.LSTM's shapes."""

import re
from typing import Final

from ...arrays import Array, read_only, shape_text
from ...network.config import Shape
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain
from ..registry import Format, format_of
from ..tables.npy import npy_shape, read_npy
from ..tables.npy_header import npz_headers
from ..tables.npz import npz_shapes, read_npz

STATES: Final = ("h_0", "c_0")
_NAME: Final = re.compile(r"(?:.*[^a-z0-9])?(?P<letter>[hc])[_-]?0", re.IGNORECASE | re.DOTALL)


def state_named(name: str) -> str | None:
    """Return the state that a file's stem or an array's name tells: h_0, h0 or encoder.h0."""
    match = _NAME.fullmatch(name)
    return f"{match['letter'].lower()}_0" if match else None


def load_state(path: StrPath, state: str, wanted: Shape, what: str = "") -> Array:
    """Read h_0 or c_0, float64.

    Args:
        path: a `.npy`, whatever its name, or an `.npz` with an array of the state's name.
        state: one of `STATES`.
        wanted: nn.LSTM's shape, for the model and the sequence: (L*D, R or H), or batched
            (L*D, B, R or H).
        what: its name in a message, where that is not the state's.

    Raises:
        FileError: the file cannot be read, has no such state, or one of another shape.
    """
    what = what or state
    if format_of(path) is Format.NPY:
        fit_state(path, what, npy_shape(path), wanted)
        return read_only(read_npy(path))
    there = state_arrays(path)
    if state not in there:
        raise cannot_read(path, tr("it has no array {name}", name=state))
    name, shape = there[state]
    fit_state(path, what, shape, wanted)
    return read_only(read_npz(path, others=True, names=(name,))[name])


def state_arrays(path: StrPath) -> dict[str, tuple[str, Shape]]:
    """List the states in an `.npz`, at least one: their arrays' names and shapes.

    Raises:
        FileError: the file cannot be read or holds something else.
    """
    if format_of(path) is not Format.NPZ:
        raise cannot_read(
            path,
            tr(
                "an initial state must be a .npy or .npz file. Save it with numpy.save "
                "or numpy.savez"
            ),
        )
    found: dict[str, tuple[str, Shape]] = {}
    for name, header in npz_headers(path).items():
        state = state_named(name)
        if state in found:
            raise cannot_read(path, tr("it holds {state} twice. Save each state once", state=state))
        if state is not None:
            found[state] = name, header.shape
    if not found:
        names = ", ".join(plain(name, 30) for name in list(npz_shapes(path))[:3])
        raise cannot_read(
            path,
            tr("it has {names}, but not h_0 or c_0. Rename the states", names=names),
        )
    return found


def fit_state(path: StrPath, what: str, shape: Shape, wanted: Shape) -> None:
    """Check the shape of a state.

    Args:
        path: its file. what: its name in the message.
        wanted: nn.LSTM's, for the model and the sequence.

    Raises:
        FileError: it is another; names both.
    """
    if shape != wanted:
        raise FileError(
            tr(
                "{what} {path} does not fit this model and sequence: its shape is "
                "{shape}, but {wanted} is needed",
                what=what,
                path=plain(path, 1000),
                shape=plain(shape_text(shape)),
                wanted=shape_text(wanted),
            )
        )
