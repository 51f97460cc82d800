"""Layout of targets: the shapes that fit an experiment, and numbers laid out by one of them."""

from typing import Final, NamedTuple

import numpy as np

from ...arrays import Array, cast, shape_text
from ...experiment.experiment import Experiment
from ...network.config import Shape
from ...objective.readout import EVERY
from ...objective.targets import IGNORED, Targets
from ...translation import tr
from ..errors import StrPath, cannot_read, plain

_SHOWN: Final = 8


class _Layout(NamedTuple):
    """A way to lay out targets: the letters and sizes of its axes.

    Attributes:
        one: True when there is one answer a row, and no T. vectors: True with K numbers in each.
        classes: True when they are classes, whole or one-hot.
    """

    letters: str
    shape: Shape
    one: bool
    vectors: bool
    classes: bool

    @property
    def text(self) -> str:
        """Name the axes and their sizes: `(T, B) = (7, 3)`."""
        if not self.letters:
            return tr("a single number")
        letters = ", ".join(self.letters) + ("," if len(self.letters) == 1 else "")
        return f"({letters}) = {shape_text(self.shape)}"


def arranged(
    path: StrPath,
    values: Array,
    experiment: Experiment,
    outputs: int,
    classes: bool | None,
    over: str,
) -> Targets:
    """Lay numbers out as an experiment's targets (see `load_targets`).

    Args:
        values: float64, NaN where there is no answer.

    Raises:
        FileError: names the file, what does not fit, and what does.
    """
    kinds = (False, True) if classes is None else (classes,)
    ways = [way for kind in kinds for way in _layouts(experiment, outputs, kind, over)]
    fitting = [way for way in ways if way.shape == values.shape]
    if not fitting:
        raise cannot_read(
            path,
            tr(
                "its shape is {shape}, but {needed} is needed",
                shape=plain(shape_text(values.shape)),
                needed=tr(", or ").join(dict.fromkeys(way.text for way in ways[:_SHOWN])),
            ),
        )
    way, classes = fitting[0], fitting[0].classes
    if classes and len(fitting) > 1:
        one_hot = _is_one_hot(values)
        way = next((way for way in fitting if way.vectors == one_hot), way)
    if way.vectors and classes:
        values = _classes_of(path, values)
    T, B = experiment.sequence.shape[:2]
    ends = () if classes else (outputs,)
    if way.one:
        values = values.reshape(B, *ends)
        laid = np.full((T, B, *ends), np.nan)
        laid[np.array(experiment.lengths) - 1, np.arange(B)] = values
    elif way.letters.startswith("BT"):
        laid = values.reshape(B, T, *ends).swapaxes(0, 1)
    else:
        laid = values.reshape(T, B, *ends)
    return _checked(path, laid, experiment, outputs, classes)


def _layouts(experiment: Experiment, outputs: int, classes: bool, over: str) -> list[_Layout]:
    """List the ways to lay out targets, the plainest first."""
    T, B = experiment.sequence.shape[:2]
    first = experiment.batched and experiment.config.batch_first
    rows = ["BT" if first else "TB"] if experiment.batched else []
    steps = [*rows, "T", *([] if rows else ["TB"])] if B == 1 else rows
    one = [] if over == EVERY else [*(["B"] if experiment.batched else []), *([""] * (B == 1))]
    one += ["B"] if one and not experiment.batched else []
    sizes = {"T": T, "B": B, "K": outputs}
    ends = ("", "K") if classes else (("K", "") if outputs == 1 else ("K",))
    return [
        _Layout(
            axes + end,
            tuple(sizes[axis] for axis in axes + end),
            "T" not in axes,
            end == "K",
            classes,
        )
        for axes in (*one, *steps)
        for end in ends
    ]


def _is_one_hot(values: Array) -> bool:
    there = values.reshape(-1, values.shape[-1] if values.ndim else 1)
    there = there[~np.asarray(np.isnan(there).all(axis=-1))]
    return bool(np.isin(there, (0, 1)).all() and (there.sum(axis=-1) <= 1).all())


def _classes_of(path: StrPath, vectors: Array) -> Array:
    """Return the class of each one-hot vector, (…, K) to (…); NaN for zeros and NaN."""
    missing = np.asarray(np.isnan(vectors).all(axis=-1))
    vectors = np.where(missing[..., None], 0, vectors)
    wrong = ((vectors != 0) & (vectors != 1)).any(axis=-1) | (vectors.sum(axis=-1) > 1)
    if wrong.any():
        at = np.argwhere(wrong)[0].tolist()
        raise cannot_read(
            path,
            tr(
                "the vector at {place} is not one-hot. Write a class as a single 1 "
                "among zeros, or as a whole number",
                place=shape_text(at) if len(at) != 1 else at[0],
            ),
        )
    return np.where(vectors.any(axis=-1), vectors.argmax(axis=-1), np.nan)


def _checked(
    path: StrPath, laid: Array, experiment: Experiment, outputs: int, classes: bool
) -> Targets:
    """Check the answers within each row's length: (T, B) classes or (T, B, K) numbers."""
    T = len(laid)
    within = np.arange(T)[:, None] < np.array(experiment.lengths)
    missing = np.isnan(laid) if classes else np.isnan(laid).any(axis=-1)
    counted = within & ~missing
    if classes:
        counted &= laid != IGNORED
        wrong = counted & ~np.isin(laid, np.arange(outputs))
        if wrong.any():
            t, row = np.argwhere(wrong)[0].tolist()
            raise cannot_read(
                path,
                tr(
                    "its target at t {t} in row {row} is {got:.6g}, but classes are "
                    "the whole numbers 0 to {last}",
                    t=t,
                    row=row,
                    got=float(laid[t, row]),
                    last=outputs - 1,
                ),
            )
        return Targets(np.where(counted, laid, IGNORED).astype(np.int64), counted)
    values = cast(np.where(counted[..., None], laid, 0), experiment.dtype)
    if not np.isfinite(values).all():
        t, row, k = np.argwhere(~np.isfinite(values))[0].tolist()
        raise cannot_read(
            path,
            tr(
                "its target at t {t} in row {row} is {got:.6g}, not a finite {dtype} number",
                t=t,
                row=row,
                got=float(laid[t, row, k]),
                dtype=experiment.dtype.name,
            ),
        )
    return Targets(values, counted)
