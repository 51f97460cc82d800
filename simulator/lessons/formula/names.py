"""Names of given numbers in the language of lessons: `W_if[0, rain]`, `b_hf`, `c_0[1]`, `V`.

A block is the part of an array that a name stands for: one gate's rows of a weight, a bias of a
gate, an initial state, V or b of a readout.
"""

import re
from typing import Any, Final, NamedTuple

import numpy as np

from ...analysis.address import Given
from ...arrays import Array
from ...experiment.experiment import Experiment
from ...network.lane import SUFFIX, Lane
from ...translation import tr
from .reading import Reading

_WEIGHT: Final = re.compile(rf"(?P<kind>[Wb])_(?P<of>[ih])(?P<gate>[ifgo])(?P<lane>{SUFFIX})?")
_PROJECTION: Final = re.compile(rf"W_hr(?P<lane>{SUFFIX})?")
_KINDS: Final = {"Wi": "weight_ih", "Wh": "weight_hh", "bi": "bias_ih", "bh": "bias_hh"}
_OF_READOUT: Final = {"V": "readout.weight", "b": "readout.bias"}


class Block(NamedTuple):
    """Part of one array of an experiment.

    Attributes:
        name: the array's, as `analysis.address.Given` names it.
        part: what to index the array with.
        first: the first index of the part in each dimension.
    """

    name: str
    part: tuple[Any, ...]
    first: tuple[int, ...]

    def within(self, indices: tuple[int, ...]) -> Given:
        """Return the address of one number of the block, by its indices in the part."""
        outer = len(self.first) - len(indices)
        inner = zip(self.first[outer:], indices, strict=True)
        return Given(self.name, (*self.first[:outer], *(a + b for a, b in inner)))


def is_given(name: str) -> bool:
    """Return True for the name of a block."""
    known = name in _OF_READOUT or name in ("h_0", "c_0", "x")
    return known or bool(_WEIGHT.fullmatch(name) or _PROJECTION.fullmatch(name))


def block_of(name: str, experiment: Experiment, lane: Lane = Lane(), row: int = 0) -> Block:  # noqa: B008
    """Return the block that a name stands for.

    Args:
        lane: of a weight without a suffix, and of h_0 and c_0. row: the batch row of these two.

    Raises:
        ValueError: the experiment has none, in words.
    """
    if name in _OF_READOUT:
        block = Block(_OF_READOUT[name], (), (0,) * (2 if name == "V" else 1))
    elif name in ("h_0", "c_0"):
        if lane not in experiment.config.lanes():
            raise ValueError(tr("{key}: there is no {lane}", key=name, lane=lane.text()))
        if row >= experiment.batch_size:
            raise ValueError(tr("{key}: there is no row {row}", key=name, row=row))
        place = lane.layer * experiment.config.num_directions + lane.direction
        block = Block(name, (place, row), (place, row, 0))
    elif match := _PROJECTION.fullmatch(name):
        block = Block(f"weight_hr{match['lane'] or lane.suffix}", (), (0, 0))
    elif match := _WEIGHT.fullmatch(name):
        kind = _KINDS[match["kind"] + match["of"]]
        rows = experiment.config.rows_of(match["gate"])
        first = (rows.start,) if kind.startswith("bias") else (rows.start, 0)
        block = Block(kind + (match["lane"] or lane.suffix), (rows,), first)
    else:
        raise ValueError(tr("“{name}” is not a weight, bias or state", name=name))
    if array_of(block.name, experiment) is None:
        raise ValueError(tr("this network has no {name}", name=name))
    return block


def array_of(name: str, experiment: Experiment) -> Array | None:
    """Return a whole array of an experiment by its name; None where it has none."""
    if name in ("h_0", "c_0"):
        return np.asarray(getattr(experiment, name))
    of_objective = experiment.objective.named(name)
    return experiment.parameters.arrays.get(name) if of_objective is None else of_objective


def values_of(block: Block, experiment: Experiment) -> Array:
    """Return the numbers of a block."""
    array = array_of(block.name, experiment)
    assert array is not None
    return np.asarray(array[block.part])


def indices_of(
    words: tuple[str, ...], name: str, numbers: Array, reading: Reading
) -> tuple[int, ...]:
    """Return the indices in a block that the words in brackets stand for.

    A word names a column of the weights on the input. Without words there must be a single number.

    Raises:
        ValueError: no such place, in words.
    """
    if not words:
        if numbers.size != 1:
            raise ValueError(
                tr("{name} has {count} values. Choose one", name=name, count=numbers.size)
            )
        return (0,) * numbers.ndim
    if len(words) != numbers.ndim:
        raise ValueError(
            tr(
                "{name} needs {count} indices, got {got}",
                name=name,
                count=numbers.ndim,
                got=len(words),
            )
        )
    found = []
    for place, (word, size) in enumerate(zip(words, numbers.shape, strict=True)):
        of_input = place == 1 and re.match(r"d?W_i", name) and "_l" not in name.replace("_l0", "")
        index = reading.column(word) if of_input else _whole(word, name)
        if index >= size:
            raise ValueError(
                tr(
                    "{name}[{index}] does not exist: the size is {size}",
                    name=name,
                    index=word,
                    size=size,
                )
            )
        found.append(index)
    return tuple(found)


def _whole(word: str, name: str) -> int:
    if not word.isdecimal():
        raise ValueError(tr("{name}: “{word}” is not a whole number", name=name, word=word))
    return int(word)
