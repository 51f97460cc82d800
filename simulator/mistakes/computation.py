"""Computation: everything that decides the results of an LSTM; a mistake changes one part of it.

An experiment, the operators on a cell, how the cells are connected, what is done with the results
before they are handed over, and the backward pass through them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..arrays import Array
from ..cells.mistakes import Operator
from ..cells.rounding import Rounds
from ..engine.trace_storage import Allocate
from ..experiment.experiment import Experiment
from .backward import RIGHT_BACK, Backward
from .series import Results

Join = Callable[[Sequence[Array]], Array]
Masks = tuple[Array, ...]
HandOver = Callable[[Results, "Computation"], Results]


def undecided(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Allocate an array of NaN: a diagnosis takes it for not decided."""
    return np.full(shape, np.nan, dtype)


def side_by_side(directions: Sequence[Array]) -> Array:
    """Put the directions side by side: [forward, reverse]."""
    return np.concatenate(directions, axis=-1)


def as_drawn(masks: Masks) -> Masks:
    """Return the masks as they are."""
    return masks


@dataclass(frozen=True, slots=True)
class Wiring:
    """Connections between the cells. The default of each field is right.

    Attributes:
        reverses: the reverse direction walks backwards.
        realigns: what it computes is put back to the timesteps that it read.
        join, join_output: put the directions together, between layers and at the top.
        masks: the dropout masks that are used, of the drawn ones.
        heeds_lengths: no row goes on past its length. clears_padding: `output` is zero there.
        starts_in_padding: the reverse walk starts at the last timestep of the longest row.
        resets: the states that are the initial ones again at each step.
        from_below: the states that each step of an upper layer takes from the new ones of the
            layer below; of one direction.
        takes_turns: all layers change one state, one after the other; of one direction.
        carries_rows: a batch row starts from the final state of the previous row.
        through_batch: time and batch are taken for each other.
        passes: how often the sequence is run, each time from the state that the last run left.
    """

    reverses: bool = True
    realigns: bool = True
    join: Join = side_by_side
    join_output: Join = side_by_side
    masks: Callable[[Masks], Masks] = as_drawn
    heeds_lengths: bool = True
    clears_padding: bool = True
    starts_in_padding: bool = False
    resets: frozenset[str] = frozenset()
    from_below: frozenset[str] = frozenset()
    takes_turns: bool = False
    carries_rows: bool = False
    through_batch: bool = False
    passes: int = 1

    @property
    def among_rows(self) -> bool:
        """True when a batch row is not computed by itself."""
        return self.carries_rows or self.through_batch or self.takes_turns


@dataclass(frozen=True, eq=False, slots=True)
class Computation:
    """One computation of an LSTM: experiment, cells, wiring, results.

    Attributes:
        experiment: the weights, input, states, lengths and masks.
        operators: what makes a wrong cell of a right one, in their order.
        hand_over: changes of the results, in their order.
        precision: float16 or bfloat16 where weights, inputs and results are rounded to that.
        rounds: which results.
        kept: numbers of the output that a dropout kept, (T, B, D*R) booleans; None when unknown.
        room: allocates the arrays of the results, filled with a sign for not decided.
        backward: the backward pass, which changes nothing of the results.
    """

    experiment: Experiment
    operators: tuple[Operator, ...] = ()
    wiring: Wiring = Wiring()
    hand_over: tuple[HandOver, ...] = ()
    precision: str = ""
    rounds: Rounds = "results"
    kept: Array | None = None
    room: Allocate = undecided
    backward: Backward = RIGHT_BACK

    @property
    def steps_alone(self) -> bool:
        """True when one step's results follow from the states recorded before it."""
        w = self.wiring
        walks = w.heeds_lengths and not w.starts_in_padding and not w.through_batch
        own = not (w.from_below or w.takes_turns)
        return walks and own and w.passes == 1 and not self.hand_over

    @property
    def marks_undecided(self) -> bool:
        """True when NaN means not decided, so that an overflow's NaN has to be infinite."""
        return self.room is undecided

    @property
    def in_cells(self) -> bool:
        """True when only the experiment or the cells are changed."""
        return self.wiring == Wiring() and not self.hand_over

    @property
    def only_hands_over(self) -> bool:
        """True when nothing but the results is changed, unless the experiment is."""
        return bool(self.hand_over) and replace(self, hand_over=()).as_experiment() is not None

    def as_experiment(self) -> Experiment | None:
        """Experiment that gives these results in the right engine; None if there is none."""
        right_cells = not self.operators and not self.precision
        return self.experiment if right_cells and self.in_cells else None
