"""Many computations at once: those with the same shapes are one walk through their rows.

For a small LSTM a step takes the time of its calls, not of its products. So the rows of up to
sixteen models stand below one another, and every call works on all of them; each model's products
are made by themselves. Where mistakes differ only in their results' layout, the cells are computed
once.
"""

from collections.abc import Generator, Hashable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array
from ..experiment.experiment import Experiment
from ..mistakes.computation import Computation
from ..mistakes.engine import PAUSE, compute, handed_over
from ..mistakes.lane_cell import LaneCell
from ..mistakes.series import Results
from ..network.lane import Lane
from ..objective.objective import NO_OBJECTIVE
from .agreement import results_of
from .case import Case

_MOST: Final = 16
"""Number of models at once, beyond which there is little to gain."""

_NUMBERS: Final = 4_000_000
"""Numbers that the results of models at once may take, and"""

_PER_CELL: Final = 16
"""at least as many as one unit has in a timestep."""


class Fingerprint(NamedTuple):
    """Keys that are equal for equal computations: of the cells, and of the results' layout."""

    cells: Hashable
    hand_over: Hashable

    @classmethod
    def of(cls, computation: Computation) -> "Fingerprint":
        """Return the key of a computation."""
        e = computation.experiment
        digest = blake2b(digest_size=16)
        for array in e.arrays():
            digest.update(array.data)
        precision = computation.precision, computation.rounds
        how = computation.operators, computation.wiring, precision
        return cls((e.config, e.lengths, digest.digest(), *how), computation.hand_over)


def models_at_once(case: Case) -> int:
    """Return how many models of a case's size are computed at once, 1…16; of a large one, 1."""
    e = case.experiment
    rows, units = e.batch_size, e.config.hidden_size
    products = 4 * units * rows * max(e.config.output_size, e.config.input_size)
    numbers = len(e.sequence) * rows * units * len(list(e.config.lanes())) * _PER_CELL
    at_once: int = max(1, min(_MOST, PAUSE // 32 // products, _NUMBERS // numbers))
    return at_once


def results_together(
    case: Case, computations: Mapping[Fingerprint, Computation]
) -> Generator[None, None, list[Results]]:
    """Compute the results of computations, alike ones at once; bit for bit each's own."""
    found: dict[Fingerprint, Results] = {}
    groups: dict[Hashable, dict[Hashable, Computation]] = {}
    for key, computation in computations.items():
        alike = _alike(case, computation)
        if alike is None:
            found[key] = yield from results_of(case, computation)
        else:
            groups.setdefault(alike, {})[key.cells] = computation
    walks: dict[Hashable, Results] = {}
    most = models_at_once(case)
    for group in groups.values():
        cells = list(group)
        for some in (cells[first : first + most] for first in range(0, len(cells), most)):
            walked = yield from _stacked([group[each] for each in some])
            walks.update(zip(some, walked, strict=True))
    return [
        found[key] if key in found else handed_over(walks[key.cells], computation)
        for key, computation in computations.items()
    ]


def _alike(case: Case, computation: Computation) -> Hashable | None:
    """Return a key of all that has to be equal in computations at once; None for one by itself."""
    e, wiring = computation.experiment, computation.wiring
    alone = case.states is not None and computation.steps_alone
    once = e is case.experiment and computation.only_hands_over
    if wiring.among_rows or alone or once or computation.precision or e.holds:
        return None
    return e.config, e.sequence.shape, e.training, computation.operators, wiring


def _stacked(members: Sequence[Computation]) -> Generator[None, None, list[Results]]:
    """Compute the cells of some computations in one walk."""
    if len(members) == 1:
        return [(yield from compute(replace(members[0], hand_over=())))]
    experiments = [member.experiment for member in members]
    stacked = replace(members[0], experiment=below_one_another(experiments), hand_over=())

    def cell_of(lane: Lane) -> LaneCell:
        return LaneCell(stacked, *(e.parameters.cell(lane) for e in experiments))

    return taken_apart((yield from compute(stacked, cell_of=cell_of)), len(members))


def taken_apart(results: Results, count: int) -> list[Results]:
    """Return the results of each of some computations whose rows stand below one another."""
    parts = ((name, np.split(values, count, axis=1)) for name, values in results.items())
    each = {name: iter(of) for name, of in parts}
    return [{name: next(of) for name, of in each.items()} for _ in range(count)]


def below_one_another(experiments: Sequence[Experiment]) -> Experiment:
    """Put the rows of experiments into one, which has the weights of the first."""

    def rows(arrays: Sequence[Array]) -> Array:
        return np.concatenate(arrays, axis=1)

    first = experiments[0]
    masks = tuple(map(rows, zip(*(e.masks for e in experiments), strict=True)))
    lengths = tuple(length for e in experiments for length in e.lengths)
    return replace(
        first,
        sequence=rows([e.sequence for e in experiments]),
        states={state: rows([e.states[state] for e in experiments]) for state in first.states},
        masks=masks,
        lengths=lengths,
        scaling=None,
        objective=NO_OBJECTIVE,
    )
