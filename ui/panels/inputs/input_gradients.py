"""Gradients of the input and the initial states, as far as the way back is walked."""

import weakref

import numpy as np

from simulator.arrays import Array
from simulator.gradients.backward_run import BackwardRun
from simulator.network.lane import Lane
from simulator.translation import tr
from ui.panels.inputs.input_matrices import INPUT, STATES, initial_state
from ui.panels.matrices.gradients import Gradients, Part
from ui.session.snapshot import Snapshot

DX = "dx"


def gradients_of(snapshot: Snapshot, tab: str) -> Gradients | None:
    """Return the gradients of a tab's matrix for the selected row; None where there are none.

    dx is known at timesteps that all directions of layer 0 have walked. The initial states have
    theirs at the end of the way back.
    """
    back = snapshot.back
    if back is None or not snapshot.goes_back or tab not in (INPUT, *STATES):
        return None
    of = weakref.ref(back), tab, snapshot.row
    if tab == INPUT:
        known = _known(snapshot)
        first, stop = known
        note = tr("not yet") if first >= stop else f"t {stop - 1}…{first}"
        part = Part(DX, DX, note, lambda: _dx(back, snapshot.row, known), known)
        return Gradients(of, known, "x", tr("input"), (part,), snapshot.decades)
    ended = snapshot.position == snapshot.schedule.last
    (key,), note = keys_of(tab), tr("whole") if ended else tr("not yet")
    seen = None if ended else (0, 0)
    experiment, state = snapshot.experiment, tab.removesuffix("_0")
    values, place = initial_state(experiment, tab), list(experiment.states).index(state)

    def gradient() -> Array:
        if not ended:
            return np.zeros_like(values[:, snapshot.row].T)
        return np.asarray(back.state_gradients()[place][:, snapshot.row].T)

    part = Part(key, key, note, gradient, seen)
    return Gradients(of, (ended,), tab, tr("given"), (part,), snapshot.decades)


def keys_of(tab: str) -> tuple[str, ...]:
    """Return the keys of the gradients that a tab has."""
    if tab == INPUT:
        return (DX,)
    return (f"d{tab}",) if tab in STATES else ()


def _known(snapshot: Snapshot) -> tuple[int, int]:
    """Return the timesteps first … stop-1 whose dx is known in every direction of layer 0."""
    length = snapshot.experiment.lengths[snapshot.row]
    first, stop = 0, length
    for direction in range(snapshot.experiment.config.num_directions):
        known = snapshot.known_at(DX, Lane(0, direction), snapshot.row, snapshot.position)
        first, stop = max(first, known.start), min(stop, known.stop)
    return (first, stop) if first < stop else (0, 0)


def _dx(back: BackwardRun, row: int, known: tuple[int, int]) -> Array:
    """Return dL/dinput of a row, (n, I); 0 where it is not known."""
    experiment = back.run.experiment
    found = np.zeros_like(experiment.sequence[: experiment.lengths[row], row])
    part = slice(*known)
    for direction in range(experiment.config.num_directions):
        found[part] += back.trace.values(DX, Lane(0, direction), np.s_[part, row])
    return found
