"""Changes of a lane's weights, and of a readout's, in training: by the next step, and since then.

They are shown beside the weights, as the gradients are on the way back.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from simulator.arrays import Array, cast
from simulator.training.network import Network
from simulator.training.one_step.trial import Trial
from simulator.translation import mark, tr
from ui.panels.matrices.gradients import Gradients, Part
from ui.panels.weights.parameter_matrices import COLUMNS, names_of
from ui.session.snapshot import Snapshot
from ui.session.training_state.next_step import next_step

STEP, SINCE = mark("Δ step"), mark("Δ since")
"""The next step's part, and what was added since a step, as the choice names them."""

_OWN: Final = "w"

_SOON_SECONDS: Final = 0.02
"""Time that the drawing waits for the next step; one that takes longer is shown at rest."""


def are_shown(snapshot: Snapshot) -> bool:
    """Return True while training is open: a step was taken."""
    return snapshot.training is not None and snapshot.document.training is not None


def with_changes(gradients: Gradients | None, snapshot: Snapshot, tab: str) -> Gradients | None:
    """Return what is beside a tab's matrix, with its changes while training is open."""
    view = snapshot.training
    if view is None or not are_shown(snapshot):
        return gradients
    at = tr("at {step}", step=view.step)
    trial = foretold(snapshot, _SOON_SECONDS)
    step = () if trial is None else (_of_step(trial, snapshot, tab),)
    parts = (*step, _since(snapshot, tab))
    since = view.pinned or view.place.run.first
    run, lane = view.place.run, snapshot.lane
    stand = snapshot.experiment, view.setting, run, view.step, since, lane, trial is None
    if gradients is None:
        return Gradients((run, tab, lane), stand, _OWN, at, parts, snapshot.decades)
    both = *gradients.stand, *stand
    return replace(gradients, stand=both, note=at, parts=(*gradients.parts, *parts))


def foretold(snapshot: Snapshot, seconds: float) -> Trial | None:
    """Return the next step, before it is taken; None where there is none, or not in such a time.

    Asked again, it goes on.
    """
    view = snapshot.training
    if view is None or snapshot.obstacle or not are_shown(snapshot):
        return None
    return next_step(snapshot.document, view).trial_within(seconds)


def awaits_step(snapshot: Snapshot, changed: Gradients) -> bool:
    """Return True where the next step is not shown yet, and training rests."""
    view = snapshot.training
    if view is None or view.running or snapshot.obstacle or not are_shown(snapshot):
        return False
    return all(part.key != STEP for part in changed.parts)


def _of_step(trial: Trial, snapshot: Snapshot, tab: str) -> Part:
    """Return the ghost: what the next step would add."""
    number, before, after = trial.number, trial.network.arrays, trial.step.weights
    return Part(
        STEP,
        tr(STEP),
        f"{number} → {number + 1}",
        lambda: _difference(snapshot, tab, before, after),
        None,
        True,
    )


def _since(snapshot: Snapshot, tab: str) -> Part:
    """Return what was added since the pinned step, or the run's first."""
    view = snapshot.training
    assert view is not None
    run, pinned = view.place.run, view.pinned
    step = run.first if pinned is None else pinned.step

    def values() -> Array:
        then = run.network_at(run.first) if pinned is None else pinned.network
        return _difference(snapshot, tab, then.arrays, _here(snapshot))

    return Part(SINCE, tr(SINCE), tr("step {step}", step=step), values, None, True)


def _here(snapshot: Snapshot) -> dict[str, Array]:
    return Network.of(snapshot.experiment).arrays


def _difference(
    snapshot: Snapshot, tab: str, before: Mapping[str, Array], after: Mapping[str, Array]
) -> Array:
    def of(name: str) -> Array:
        with np.errstate(all="ignore"):
            return cast(after[name], np.float64) - cast(before[name], np.float64)

    return _stacked(snapshot, tab, of)


def _stacked(snapshot: Snapshot, tab: str, of: Callable[[str], Array]) -> Array:
    """Return a tab's arrays as its matrix has them: the biases as columns."""
    names = names_of(snapshot.experiment.config, snapshot.lane, tab)
    arrays = [of(name) for name in names]
    return np.stack(arrays, axis=1) if tab in COLUMNS else arrays[0]
