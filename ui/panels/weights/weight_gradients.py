"""Gradients of a lane's weights, and of a readout's, as far as the way back is walked."""

import weakref
from collections.abc import Callable

import numpy as np

from simulator.analysis.address import Address
from simulator.analysis.weight_gradient import STEP_OF_WEIGHTS
from simulator.arrays import Array
from simulator.engine.time_order import span
from simulator.gradients.backward_run import BackwardRun
from simulator.network.gradient_quantities import DY
from simulator.network.quantities import Y
from simulator.objective.readout import EVERY
from simulator.translation import tr
from ui.panels.matrices.gradients import Gradients, Part
from ui.panels.weights import parameter_matrices, readout_matrices
from ui.panels.weights.parameter_matrices import BIASES, names_of
from ui.panels.weights.readout_matrices import B_Y
from ui.session.snapshot import Snapshot

_LEARNS_FROM = {Y: DY, "h": "dh"}
"""Gradients that the rows of V and of W_hr learn from; those of the gates learn from their dz."""

OWN, SHARE, SUM = "w", "share", "Σ"
"""The weights, the share of the last timestep, and the sum so far, as the choice names them."""


def gradients_of(snapshot: Snapshot, tab: str) -> Gradients | None:
    """Return the gradients of a tab's matrix; None on the way forwards.

    share: what the last finished timestep adds. Σ: the sum so far, dW.
    """
    back, order = snapshot.back, snapshot.schedule.backward
    if back is None or order is None or not snapshot.goes_back:
        return None
    of_readout = tab in readout_matrices.TABS
    if of_readout and back.trace.dy is None:
        return None
    steps = snapshot.position - snapshot.schedule.end
    walked = order.walked(steps, snapshot.lane, DY if of_readout else STEP_OF_WEIGHTS)
    first, last = _timesteps(snapshot, walked, of_readout)
    of, so_far = tr("not yet"), tr("not yet")
    if walked:
        of = tr("of t {t}", t=first) if last is not None else tr("after the row's end")
        so_far = f"t {last}…{first}" if last is not None else "Σ"
        if last == first:
            so_far = f"t {first}"
    share, total = _computing(snapshot, back, tab, walked)
    known = None if walked else (0, 0)
    row = None if of_readout else snapshot.lane
    return Gradients(
        of=(weakref.ref(back), tab, row),
        stand=(walked, snapshot.row),
        own=OWN,
        note=tr("forward"),
        parts=(
            Part(SHARE, tr("share"), of, share, known),
            Part(SUM, tr("dW so far"), so_far, total, known),
        ),
        decades=snapshot.decades,
    )


def subject_of(snapshot: Snapshot, tab: str, row: int) -> Address | None:
    """Return the number of the cell that a row computes; None where it is not known.

    On the way back it is the gradient that the row's weights learn from, once it is walked.
    """
    t = snapshot.timestep
    if t is None:
        return None
    quantity, unit = parameter_matrices.subject_of(snapshot.experiment.config, tab, row)
    if quantity == Y and not snapshot.reads_at(t):
        t = snapshot.experiment.lengths[snapshot.row] - 1
    place = snapshot.lane, t, snapshot.row, unit
    learnt = Address(_LEARNS_FROM.get(quantity, f"dz_{quantity}"), *place)
    subject = Address(quantity, *place)
    if snapshot.goes_back and learnt.exists(snapshot.experiment) and snapshot.knows_number(learnt):
        return learnt
    return subject if snapshot.knows_number(subject) else None


def largest(snapshot: Snapshot, tab: str) -> tuple[int, int]:
    """Return the cell of a tab whose gradient so far is the largest; the first without one."""
    found = gradients_of(snapshot, tab)
    if found is None:
        return 0, 0
    sums = np.nan_to_num(np.abs(found.parts[-1].values()))
    row, column = np.unravel_index(int(sums.argmax()), sums.shape)
    return int(row), int(column)


def _timesteps(snapshot: Snapshot, walked: int, of_readout: bool) -> tuple[int | None, int | None]:
    """Return the timesteps of the selected row that came last and first; None where none did."""
    schedule, lane = snapshot.schedule, snapshot.lane
    length, steps = snapshot.experiment.lengths[snapshot.row], schedule.num_timesteps
    if of_readout and schedule.readout != EVERY:
        return length - 1, length - 1
    begun = steps - walked
    if not walked or begun >= length:
        return None, None
    direction = 0 if of_readout else lane.direction
    first, stop = span(direction, length, begun, length)
    return (stop - 1, first) if direction else (first, stop - 1)


def _computing(
    snapshot: Snapshot, back: BackwardRun, tab: str, walked: int
) -> tuple[Callable[[], Array], Callable[[], Array]]:
    """Return what computes the share and the sum of a tab: two columns for the biases."""
    names = names_of(snapshot.experiment.config, snapshot.lane, tab)
    column = tab in (BIASES, B_Y)

    def of(compute: Callable[[str], Array]) -> Array:
        arrays = [compute(name) for name in names]
        return np.stack(arrays, axis=1) if column else arrays[0]

    def share() -> Array:
        if walked:
            return of(lambda name: back.share(name, walked - 1))
        return of(lambda name: np.zeros_like(back.gradient(name, 0)))

    return share, lambda: of(lambda name: back.gradient(name, walked))
