"""Checkpoints of any format: list the LSTMs in one, and load the parameters of one LSTM.

Every function here can run in a worker process: it is importable and returns plain Python and
numpy. Every format but safetensors is read in a process of its own; those of ONNX and Keras need
packages that are extras.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ...arrays import DTYPES, Array, cast
from ...network.parameters import Parameters
from ...translation import tr
from ..errors import FileError, StrPath, cannot_read, plain
from ..limits import check_explained, check_fits
from ..registry import recognise
from ..sandbox import SandboxedFile, load_reader
from ..tensors import TensorFile
from .find_lstms import Found, StoredLSTM, computed_dtype, find_lstms
from .left_out import left_out
from .weight_norm import WeightNormed

SIGMOID, HARD_SIGMOID = "sigmoid", "hard_sigmoid"
"""Keras's names for the two recurrent activations that were its default."""

_SHOWN = 8


class UndecidedActivation(FileError):
    """The file does not tell the recurrent activation of an LSTM, so that it must be asked.

    Attributes:
        stored: the LSTM.
    """

    def __init__(self, path: StrPath, stored: StoredLSTM) -> None:
        why = tr(
            "the recurrent activation of {lstm} is not known ({doubt}). Specify "
            "sigmoid or hard_sigmoid (--recurrent-activation), or, for a "
            "weights-only file, put the model's architecture, model.to_json(), next "
            "to it as {name}",
            lstm=stored.label,
            doubt=stored.undecided,
            name=plain(Path(path).with_suffix(".json").name),
        )
        super().__init__(str(cannot_read(path, why)))
        self.stored = stored


def inspect(path: StrPath, also: Collection[str] = ()) -> tuple[StoredLSTM, ...]:
    """List the LSTMs in a checkpoint, at least one, from names and shapes alone.

    Tensors that look like an LSTM but are none are reported in the notes.

    Args:
        also: names of layers that are told as well, so that no note says they are left out.

    Raises:
        FileError: the file cannot be read, or holds no LSTM.
    """
    tensors = open_tensors(path)
    return _stored_lstms(path, tensors, also).lstms


def load(
    path: StrPath,
    name: str | None = None,
    *,
    dtype: Any = None,
    batch_first: bool = False,
    dropout: float = 0.0,
    recurrent_activation: str | None = None,
    also: Collection[str] = (),
) -> tuple[Parameters, StoredLSTM]:
    """Load one LSTM's parameters; only its own tensors are read.

    Args:
        path: a checkpoint of any format (see `registry`), recognised by its content.
        name: one of `inspect`'s names (or the end of only one of them); needed with several.
        dtype: float32 or float64; by default float64 for float64 weights, else float32.
        batch_first, dropout: options of nn.LSTM that no file stores.
        recurrent_activation: SIGMOID or HARD_SIGMOID, for an LSTM whose file does not tell it.
        also: names of layers that are read as well, so that no note says they are left out.

    Returns:
        the parameters, and the stored LSTM, with every cast in its notes.

    Raises:
        UndecidedActivation: the file does not tell the recurrent activation.
        FileError: the file or the name; with several LSTMs and no name it lists the names.
        ValueError: batch_first, dropout or dtype that nn.LSTM does not accept.
    """
    wanted = None if dtype is None else np.dtype(dtype)
    if wanted is not None and wanted not in DTYPES:
        raise ValueError(f"dtype must be float32 or float64, got {wanted}")
    tensors = open_tensors(path)
    stored = _choose(path, _stored_lstms(path, tensors, also), name)
    stored = _decided(path, stored, recurrent_activation)
    config = stored.config(batch_first, dropout)
    stored_as = np.dtype(computed_dtype([stored.dtype]))
    target = wanted or stored_as
    numel = sum(tensors.infos[tensor].numel for tensor in stored.tensors.values())
    check_explained(path, numel * stored_as.itemsize)
    # The file's bytes, the arrays, and the copies that are cast or made read-only.
    check_fits(path, numel * (2 * stored_as.itemsize + 2 * target.itemsize))
    data = tensors.read(stored.tensors.values())
    arrays = {own: data[tensor] for own, tensor in stored.tensors.items()}
    arrays, notes = _cast(path, arrays, target, stored_as)
    return Parameters(config, arrays), replace(stored, notes=(*stored.notes, *notes))


def open_tensors(path: StrPath) -> WeightNormed:
    """Open the named tensors of a checkpoint of any format.

    Raises:
        FileError: the file cannot be read, or is no checkpoint.
    """
    file = recognise(path)
    row = file.format.row
    if "checkpoint" not in row.holds:
        what = tr(row.holds[0])
        raise cannot_read(
            path, tr("it is a {holds}, not a checkpoint. Open a model file", holds=what)
        )
    if row.sandboxed:
        return WeightNormed(SandboxedFile(file, row))
    return WeightNormed(load_reader(row.reader)(file))


def _stored_lstms(path: StrPath, tensors: TensorFile, also: Collection[str] = ()) -> Found:
    """List the LSTMs of a file, with problems in their notes; raise FileError if there is none."""
    found = find_lstms(tensors.infos)
    found = Found(found.lstms, {**tensors.problems, **found.problems, **tensors.problems})
    problems = tuple(
        tr("also in this file but not read: {shown}, {why}", shown=_shown(name), why=why)
        for name, why in list(found.problems.items())[:_SHOWN]
    )
    if not found.lstms:
        if not found.problems:
            names = ", ".join(plain(name) for name in list(tensors.infos)[:3])
            raise cannot_read(
                path,
                tr(
                    "it has no LSTM with nn.LSTM's names (weight_ih_l0, …); {tensors}",
                    tensors=tr("its tensors are {names}, …", names=names)
                    if names
                    else tr("it holds no tensors"),
                ),
            )
        name, why = next(iter(found.problems.items()))
        raise _problem(path, name, why)
    taken = {tensor for lstm in found.lstms for tensor in lstm.tensors.values()}
    taken |= {f"{layer}.{kind}" for layer in also for kind in ("weight", "bias")}
    others = left_out(tensors.infos, taken)
    beside = (tr("also in this file but not read: {others}", others=others),) if others else ()
    lstms = tuple(
        replace(
            lstm,
            notes=(*tensors.notes.get(lstm.name, ()), *lstm.notes, *problems, *beside),
            undecided=tensors.undecided.get(lstm.name, ""),
        )
        for lstm in found.lstms
    )
    return Found(lstms, found.problems)


def _decided(path: StrPath, stored: StoredLSTM, recurrent_activation: str | None) -> StoredLSTM:
    """Return an LSTM whose recurrent activation is sigmoid, by the file or by the user's word."""
    if recurrent_activation == HARD_SIGMOID:
        raise cannot_read(path, refusal_of_hard_sigmoid())
    if not stored.undecided:
        return stored
    if recurrent_activation is None:
        raise UndecidedActivation(path, stored)
    note = tr("sigmoid is used, as you specified; {doubt}", doubt=stored.undecided)
    return replace(stored, notes=(*stored.notes, note), undecided="")


def refusal_of_hard_sigmoid() -> str:
    """Say why hard_sigmoid is not opened, and what can be done."""
    return tr(
        "hard_sigmoid is not supported, because nn.LSTM has only sigmoid. Continue "
        "training the model with recurrent_activation='sigmoid'"
    )


def _choose(path: StrPath, found: Found, name: str | None) -> StoredLSTM:
    """Return the LSTM with that name, or the only one."""
    labels = ", ".join(lstm.label for lstm in found.lstms[:_SHOWN])
    if len(found.lstms) > _SHOWN:
        labels += tr(", … ({count} in all)", count=len(found.lstms))
    if name is None:
        if len(found.lstms) > 1:
            raise cannot_read(
                path, tr("it holds several LSTMs. Choose one by name: {labels}", labels=labels)
            )
        return found.lstms[0]
    exact = [lstm for lstm in found.lstms if name in (lstm.name, lstm.label)]
    ends = [lstm for lstm in found.lstms if name and lstm.name.endswith(f".{name}")]
    for matches in (exact, ends):
        if len(matches) == 1:
            return matches[0]
    if name in found.problems:
        raise _problem(path, name, found.problems[name])
    raise cannot_read(
        path,
        tr("it has no LSTM named {name}. Choose one of {labels}", name=plain(name), labels=labels),
    )


def _cast(
    path: StrPath, arrays: dict[str, Array], target: Any, stored_as: Any
) -> tuple[dict[str, Array], tuple[str, ...]]:
    """Convert all arrays to one dtype, and return notes about the cast."""
    found = {name: cast(array, target) for name, array in arrays.items()}
    if target.itemsize >= stored_as.itemsize:
        return found, ()
    for name, array in found.items():
        if not np.array_equal(np.isfinite(array), np.isfinite(arrays[name])):
            raise cannot_read(
                path,
                tr(
                    "{name} is too large for {target}. Load it as {stored_as}",
                    name=name,
                    target=target,
                    stored_as=stored_as,
                ),
            )
    return found, (
        tr("{stored_as} weights are rounded to {target}", stored_as=stored_as, target=target),
    )


def _problem(path: StrPath, name: str, why: str) -> FileError:
    return cannot_read(
        path, tr("{shown} cannot be read as an LSTM: {why}", shown=_shown(name), why=why)
    )


def _shown(name: str) -> str:
    return plain(name) or "(root)"
