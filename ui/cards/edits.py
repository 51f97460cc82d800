"""Typing: what a number typed into a card changes, as an edit of the experiment."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from simulator.analysis.address import Address, Given
from simulator.analysis.weight_gradient import WeightGradient
from simulator.arrays import replaced
from simulator.experiment.experiment import Experiment
from simulator.network.interventions import Hold
from simulator.translation import mark, tr
from ui.cards.anchor import Subject
from ui.cards.content import scene_of
from ui.session.edits import hold_edits
from ui.session.edits.hold_edits import HoldEdit
from ui.session.snapshot import Snapshot

_COMPUTED = mark("A gradient follows from the values and cannot be typed")


@dataclass(frozen=True, eq=False, slots=True)
class Typing:
    """A number to type over another.

    Attributes:
        value: the one to begin with. holds: True where a computed number is held, False where a
            given one is edited.
        edit: returns the experiment with a number in its place, and the edit's label.
    """

    value: np.floating
    holds: bool
    edit: Callable[[np.floating], HoldEdit]


def typing_of(snapshot: Snapshot, subject: Subject) -> Typing:
    """Return how a number is typed.

    Raises:
        ValueError: it cannot be, in words for the user.
    """
    experiment = snapshot.experiment
    if isinstance(subject, WeightGradient):
        raise ValueError(tr(_COMPUTED))
    if isinstance(subject, Address):
        return _holding(snapshot, subject)
    if subject.name.startswith("mask_l"):
        raise ValueError(tr("A dropout mask is random and cannot be typed"))
    if subject.name == "target" and _forecasts(experiment):
        raise ValueError(tr("This target is the input some timesteps ahead. Edit the input"))
    label = tr("set {name}", name=scene_of(snapshot).number(subject).text)
    value = subject.value(snapshot.run.trace)
    return Typing(value, False, lambda number: HoldEdit(_with(experiment, subject, number), label))


def why_not(snapshot: Snapshot, subject: Subject) -> str:
    """Return why a number cannot be typed; empty where it can, or where it is not shown."""
    if isinstance(subject, Address) and not snapshot.shows_number(subject):
        return ""
    try:
        typing_of(snapshot, subject)
    except ValueError as error:
        return str(error)
    return ""


def is_held(snapshot: Snapshot, subject: Subject) -> bool:
    """Return True where a computed number is held."""
    if not isinstance(subject, Address):
        return False
    return hold_edits.hold_on_subject(snapshot.experiment, subject) is not None


def _holding(snapshot: Snapshot, subject: Address) -> Typing:
    experiment = snapshot.experiment
    if subject.is_gradient:
        raise ValueError(tr(_COMPUTED))
    if not snapshot.shows_number(subject):
        raise ValueError(tr("{number} is not shown yet", number=subject.name))
    held = hold_edits.hold_on_subject(experiment, subject)
    hold = held or hold_edits.draft(snapshot, subject)
    if hold is None:
        raise ValueError(
            tr(
                "{number} cannot be held. Hold one of {quantities}",
                number=subject.name,
                quantities=" ".join(experiment.config.steps),
            )
        )

    def edit(number: np.floating) -> HoldEdit:
        return hold_edits.with_hold(_released(experiment, held), replace(hold, value=float(number)))

    return Typing(subject.value(snapshot.run.trace), True, edit)


def _released(experiment: Experiment, held: Hold | None) -> Experiment:
    """Return the experiment without the hold that another value is typed for."""
    return hold_edits.without(experiment, held).experiment if held is not None else experiment


def _with(experiment: Experiment, subject: Given, number: np.floating) -> Experiment:
    if subject.name == "input":
        return experiment.with_sequence(replaced(experiment.sequence, subject.indices, number))
    if subject.name in ("h_0", "c_0"):
        state = replaced(getattr(experiment, subject.name), subject.indices, number)
        return experiment.with_states(**{subject.name: state})
    own = experiment.objective.named(subject.name)
    if own is not None:
        changed = replaced(own, subject.indices, number)
        return experiment.with_objective(experiment.objective.with_named(subject.name, changed))
    parameters = experiment.parameters.with_value(subject.name, subject.indices, float(number))
    return experiment.with_parameters(parameters)


def _forecasts(experiment: Experiment) -> bool:
    targets = experiment.objective.targets
    return targets is not None and targets.ahead > 0
