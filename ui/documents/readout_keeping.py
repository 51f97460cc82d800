"""Keeping of a readout and its targets, where another model or another sequence is opened."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from simulator.arrays import Array, shape_text
from simulator.experiment.experiment import Experiment
from simulator.experiment.tokens import ahead
from simulator.network.quantities import Y
from simulator.objective.objective import NO_OBJECTIVE, Objective
from simulator.objective.readout import Readout
from simulator.objective.targets import Targets
from simulator.translation import tr
from ui.session.document import Document

CUT, WITHOUT_TARGETS, WITHOUT_READOUT = "cut", "without_targets", "without_readout"
"""Answers: cut or lengthen the targets, drop targets and loss, drop the readout too."""

_FARTHEST: Final = 8
"""Most timesteps by which a forecast of tokens is looked for."""


class _Found(NamedTuple):
    """What is kept; and what does not fit, with what can be done."""

    objective: Objective
    why: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Misfit:
    """Readout or targets that do not fit the document that is being opened.

    Attributes:
        document: that document, without them. original: the objective of its original.
        objective: what they were. why: what does not fit. answers: what can be done.
    """

    document: Document
    original: Objective
    objective: Objective
    why: str
    answers: tuple[str, ...]
    refusal = ""

    def proposal(self) -> str:
        """Return the answer that keeps nothing which may be wrong."""
        return self.answers[-1]

    def settled(self, answer: str) -> Document:
        """Return the document with what an answer keeps."""
        steps, batch, _ = self.document.experiment.sequence.shape
        kept = {
            CUT: self.objective.resized(steps, batch),
            WITHOUT_TARGETS: replace(self.objective, targets=None, loss=None),
            WITHOUT_READOUT: NO_OBJECTIVE,
        }
        return _with(self.document, kept[answer], self.original)


def keep(before: Document, after: Document, own: Readout | None = None) -> Document | Misfit:
    """Give a document the objective of the one before it, as far as it fits.

    A forecast follows the sequence, and one of tokens the tokens. Other targets stay where they
    have one answer for each timestep and row. Seeds are not kept, and nothing for a model of
    another input, which is not on the present sequence.

    Args:
        own: V and b of the new model's layer that has the name of the present readout's.
    """
    if before.experiment.config.input_size != after.experiment.config.input_size:
        return after
    found = _fitting(before, after, own)
    if not (found.objective or before.original.objective):
        return after
    one = before.experiment is before.original
    of_original = found if one else _fitting(before.unedited, after.unedited, own)
    original = NO_OBJECTIVE if of_original.why else of_original.objective
    if not found.why:
        return _with(after, found.objective, original)
    return Misfit(after, original, found.objective, found.why, found.answers)


def with_later_tokens(before: Document, after: Document) -> Experiment:
    """Return a longer experiment whose forecast of tokens tells the appended ones too."""
    experiment = after.experiment
    objective, targets = experiment.objective, before.experiment.objective.targets
    if targets is None or objective.targets is None or targets.ahead:
        return experiment
    followed = _of_tokens(before, after, targets, objective.width(Y))
    if followed is None:
        return experiment
    return experiment.with_objective(replace(objective, targets=followed))


def _fitting(before: Document, after: Document, own: Readout | None) -> _Found:
    objective = replace(before.experiment.objective, seeds=())
    readout, targets, experiment = objective.readout, objective.targets, after.experiment
    if readout is None:
        return _Found(NO_OBJECTIVE)
    if own is not None:
        names = readout.names if own.width == readout.width else ()
        readout = replace(readout, weight=own.weight, bias=own.bias, names=names)
        objective = replace(objective, readout=readout)
    features = experiment.config.num_directions * experiment.config.output_size
    if readout.weight.shape[1] != features:
        why = tr(
            "V reads {before} values of h, but the new model gives {after}.",
            before=readout.weight.shape[1],
            after=features,
        )
        return _Found(objective, why, (WITHOUT_READOUT,))
    objective = objective.astype(experiment.dtype)
    if targets is None or objective.targets is None:
        return _Found(objective)
    followed = _followed(before, after, objective.targets, readout.width)
    if followed is not None:
        return _Found(replace(objective, targets=followed))
    if targets.ahead:
        why = tr("The targets are later inputs, but the new input has different features.")
        return _Found(objective, why, (WITHOUT_TARGETS,))
    if not _for_outputs(targets, readout.width):
        why = tr("The targets do not fit {outputs} outputs.", outputs=readout.width)
        return _Found(objective, why, (WITHOUT_TARGETS,))
    why = tr(
        "The targets have shape {before} (timesteps, rows), but the run now has {after}.",
        before=shape_text(targets.counted.shape),
        after=shape_text(experiment.sequence.shape[:2]),
    )
    return _Found(objective, why, (CUT, WITHOUT_TARGETS))


def _followed(before: Document, after: Document, targets: Targets, outputs: int) -> Targets | None:
    """Return the targets for another sequence; None where they do not fit."""
    experiment = after.experiment
    if targets.ahead:
        return targets if experiment.config.input_size == outputs else None
    if (of_tokens := _of_tokens(before, after, targets, outputs)) is not None:
        return of_tokens
    fits = targets.counted.shape == experiment.sequence.shape[:2]
    return targets if fits and _for_outputs(targets, outputs) else None


def _of_tokens(before: Document, after: Document, targets: Targets, outputs: int) -> Targets | None:
    """Return the same forecast of another document's tokens; None where they forecast none."""
    steps = _tokens_ahead(before, targets)
    ids = after.token_ids() if steps else None
    if ids is None or int(ids.max()) >= outputs:
        return None
    return Targets.of(ahead(ids, after.experiment.lengths, steps))


def _for_outputs(targets: Targets, outputs: int) -> bool:
    if targets.classes:
        return bool((targets.values[targets.counted] < outputs).all())
    return targets.values.shape[2] == outputs


def _tokens_ahead(document: Document, targets: Targets) -> int:
    """Return how many timesteps ahead the targets tell the input's tokens; 0 where they do not."""
    ids = document.token_ids() if targets.classes and targets.counted.any() else None
    if ids is None:
        return 0
    lengths = document.experiment.lengths
    for steps in range(1, min(len(ids), _FARTHEST + 1)):
        if _same(Targets.of(ahead(ids, lengths, steps)), targets):
            return steps
    return 0


def _same(one: Targets, other: Targets) -> bool:
    counted = one.counted
    if not np.array_equal(counted, other.counted):
        return False
    same: Array = (one.values == other.values)[counted]
    return bool(same.all())


def _with(document: Document, objective: Objective, original: Objective) -> Document:
    """Give a document's two experiments their objectives."""
    present = document.experiment.with_objective(objective)
    steps, batch, _ = document.original.sequence.shape
    if document.original is document.experiment and original is objective:
        return replace(document, experiment=present, original=present)
    of_original = document.original.with_objective(original.resized(steps, batch))
    return replace(document, experiment=present, original=of_original)
