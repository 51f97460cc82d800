"""Mistakes that are solved for: a first input, or initial states, from the first steps' numbers.

Where h and c of every step are given, each step is compared by itself. When only first steps
differ, only their inputs can be wrong. o = h / tanh(c) gives the sum of the output gate,
and with it the input x, or else h_0; that tells i, f and g, and with them c_0. The states have as
many numbers as the step, so they fit nearly always; the input has fewer, and comes first.
"""

from collections.abc import Iterator
from functools import partial
from typing import Final

import numpy as np

from ..arrays import Array, cast
from ..cells.functions import FUNCTIONS
from ..cells.weights import CellWeights
from ..experiment.experiment import Experiment
from ..mistakes.engine import States
from ..mistakes.known.inputs import InitialStates
from ..mistakes.mistake import LINK_AND_WINDOW, Mistake, in_experiment
from ..mistakes.series import Series
from ..network.lane import Lane
from ..translation import mark
from .agreement import Agreement
from .case import Case

_LARGEST: Final = 10.0
"""Largest state that somebody would start from; a larger one is fitted to another fault."""


def solved(case: Case, standing: Agreement) -> Iterator[Mistake]:
    """Yield what the first steps may have read, when they differ and all others are right."""
    if case.states is None or not only_first_steps(case, standing):
        return
    x = _solve_input(case, case.states)
    if x is not None:
        yield Mistake(
            "another first input",
            "input",
            "input",
            change=in_experiment(partial(_reading, x=x)),
            phrase=mark("a different first input, inferred from the first step"),
        )
    states = _solve(case, case.states)
    if states is not None:
        yield Mistake(
            "other initial states",
            "states",
            "wiring",
            change=in_experiment(partial(_starting, states=states)),
            caught_by=LINK_AND_WINDOW,
            phrase=mark(
                "other initial states, inferred from the first steps (an error in "
                "only those steps would look the same)"
            ),
        )


def only_first_steps(case: Case, standing: Agreement) -> bool:
    """Return True when numbers of lanes' first steps are wrong, and later ones are not."""
    e = case.experiment
    wrong = {n: standing.compared[n] & ~standing.agrees[n] for n in standing.compared if n.lane}
    later = {n: standing.agrees[n] & ~first_step(e, n.lane) for n in wrong if n.lane}
    none_later = not any(
        (array & ~first_step(e, n.lane)).any() for n, array in wrong.items() if n.lane
    )
    return none_later and _any(wrong) and _any(later)


def _any(arrays: dict[Series, Array]) -> bool:
    return any(array.any() for array in arrays.values())


def first_step(experiment: Experiment, lane: Lane) -> Array:
    """Return where a lane begins: (T, B, 1) booleans."""
    t = np.arange(len(experiment.sequence))[:, None]
    begin = np.array(experiment.lengths) - 1 if lane.reverse else 0
    return np.asarray((t == begin)[..., None])


def _starting(e: Experiment, states: InitialStates) -> Experiment:
    return e.with_states(*states)


def _reading(e: Experiment, x: Array) -> Experiment:
    sequence = e.sequence.copy()
    sequence[0] = x
    return e.with_sequence(sequence)


def _solve_input(case: Case, states: States) -> Array | None:
    """Return the first input (B, I); None where it does not follow from the output gates."""
    e = case.experiment
    lane = Lane(0, 0)
    if e.config.num_directions > 1 or e.config.input_size > e.config.hidden_size:
        return None
    w = e.parameters.cell(lane)
    rows = _rows(w, "out")
    sums = _with_biases(e.h_0[0] @ w.W_hh.T, w)
    known = _output_sums(w, *(state[0] for state in states[lane])) - sums[:, rows]
    if not np.isfinite(known).all():
        return None
    found = np.linalg.lstsq(w.W_ih[rows], known.T, rcond=None)[0].T
    return cast(found, e.dtype)


def _rows(w: CellWeights, role: str) -> slice:
    """Return the rows of the gate of a role in torch's stacked arrays."""
    roles = [w.cell.role_of[gate] for gate in w.cell.gates["torch"]]
    start = roles.index(role) * w.hidden_size
    return slice(start, start + w.hidden_size)


def _with_biases(sums: Array, w: CellWeights) -> Array:
    return sums if w.b_ih is None or w.b_hh is None else sums + w.b_ih + w.b_hh


def _output_sums(w: CellWeights, h: Array, c: Array) -> Array:
    """Return the sums (B, H) of a step's output gate; not finite where they do not follow."""
    o = h / FUNCTIONS["tanh"](c) if w.W_hr is None else np.full(c.shape, np.nan)
    return np.asarray(np.log(o / (1 - o)))


def _solve(case: Case, states: States) -> InitialStates | None:
    """Return h_0 and c_0 from the first step of each lane; None where they do not follow."""
    e = case.experiment
    h_0, c_0 = e.h_0.copy(), e.c_0.copy()
    rows, lengths = np.arange(e.batch_size), np.array(e.lengths)
    D = e.config.num_directions
    for lane in e.config.lanes():
        t = lengths - 1 if lane.reverse else 0 * lengths
        x = e.sequence
        if lane.layer:
            below = [states[Lane(lane.layer - 1, d)][0] for d in range(D)]
            x = np.concatenate(below, axis=-1)
            x = x * e.masks[lane.layer - 1] if e.masks else x
        h, c = (state[t, rows] for state in states[lane])
        row = e.config.state_row(lane)
        found = _start_of(case, lane, x[t, rows], h, c)
        if not all(np.isfinite(s).all() and np.abs(s).max() <= _LARGEST for s in found):
            return None
        h_0[row], c_0[row] = found
    return h_0, c_0


def _start_of(case: Case, lane: Lane, x: Array, h: Array, c: Array) -> InitialStates:
    """Return h (B, R) and c (B, H) that a lane's first step started from; NaN where none does."""
    e = case.experiment
    w = e.parameters.cell(lane)
    sums, rows = _with_biases(x @ w.W_ih.T, w), _rows(w, "out")
    known = _output_sums(w, h, c) - sums[:, rows]
    if not np.isfinite(known).all():
        return np.full(h.shape, np.nan), np.full(c.shape, np.nan)
    h_prev = np.linalg.lstsq(w.W_hh[rows], known.T, rcond=None)[0].T
    z = sums + h_prev @ w.W_hh.T
    i, f, g = (z[:, _rows(w, role)] for role in ("write", "keep", "candidate"))
    # σ as written here: the engine's differs by rounding, which a diagnosis prints.
    i, f, g = 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f)), FUNCTIONS["tanh"](g)
    return h_prev, (c - i * g) / f
