"""Backward: everything that decides the backward pass of a run; a mistake changes one part of it.

The equations of a cell backwards, how gradients go from cell to cell, how they are summed up to the
gradients of the weights, and the gradient of the loss. `mistaken_backward` computes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from ..arrays import Array
from ..cells.mistakes import Operator
from ..cells.step_back import StepBack, step_back
from ..cells.weights import CellWeights
from ..engine.run import Run
from ..experiment.experiment import Experiment
from ..network.lane import Lane
from ..objective.gradient import counted_numbers, loss_gradient
from ..objective.loss import Loss
from ..objective.readout import EVERY

Weights = Callable[[CellWeights], CellWeights]
Mask = Callable[[Array], Array]
Factor = Callable[[Run, Lane], Array]


def as_they_are(weights: CellWeights) -> CellWeights:
    """Return the weights."""
    return weights


def once(mask: Array) -> Array:
    """Return the mask."""
    return mask


@dataclass(frozen=True, slots=True)
class WiringBack:
    """Connections of the cells in the backward pass. The default of each field is right.

    Attributes:
        drops: the states whose gradients from the next step are dropped.
        cut_off_every: the steps of a walk after which nothing is sent back; 0 for never.
        adds_above: what comes from above is added to that, and does not take its place.
        sends_down: a layer's dx goes to the layer below. mask(mask): what it is multiplied by.
        exchanges_columns: each direction takes the other one's columns of dx.
        adds_reverse: dx of both directions is added. realigns: timestep by timestep.
        reverses: a reverse lane goes back in the order of its own steps.
        finds_h_n: the gradient of the reverse direction's h_n lies where its walk ends.
        leaves_out_padding: the loss says nothing of padding.
        reaches_h_0: what the first step sends back is the gradient of h_0.
    """

    drops: frozenset[str] = frozenset()
    cut_off_every: int = 0
    adds_above: bool = True
    sends_down: bool = True
    mask: Mask = once
    exchanges_columns: bool = False
    adds_reverse: bool = True
    realigns: bool = True
    reverses: bool = True
    finds_h_n: bool = True
    leaves_out_padding: bool = True
    reaches_h_0: bool = True


def all_rows(gradient: Array, first: Array, batch: int) -> Array:
    """Return the gradient."""
    return gradient


@dataclass(frozen=True, slots=True)
class SumsBack:
    """Sums that are the gradients of the weights. The default of each field is right.

    Attributes:
        accumulates: the steps are added up.
        share(gradient, first, batch): (n, width), dz or dh of n rows as it is summed; first: (n,)
            True for the rows of a lane's first step. batch: B.
        factors: by key x, h_prev or m, what is taken in its place, (T, B, width).
        missing: the kinds of parameters that have no gradient.
    """

    accumulates: bool = True
    share: Callable[[Array, Array, int], Array] = all_rows
    factors: Mapping[str, Factor] = field(default_factory=lambda: MappingProxyType({}))
    missing: frozenset[str] = frozenset()


def dy_of(loss: Loss, y: Array, target: Array, counts: Array) -> Array:
    """Return the gradient of a loss at all places, (T, B, K), also where none counts.

    Args:
        y: (T, B, K). target: (T, B, K), or classes (T, B) among 0…K-1. counts: (T, B), which places
            count.
    """
    return loss_gradient(loss, y, target, counted_numbers(loss, counts, y.shape[-1]))


@dataclass(frozen=True, slots=True)
class Backward:
    """One backward pass: cells, weights, wiring, sums, gradient of the loss.

    Attributes:
        operator: makes the cell whose edges gradients go along. step: of one cell, as `step_back`.
        weights: of a lane, made into the weights that gradients go back through.
        dy: the gradient of the loss, as `dy_of`.
    """

    operator: Operator | None = None
    step: Callable[..., StepBack] = step_back
    weights: Weights = as_they_are
    wiring: WiringBack = WiringBack()
    sums: SumsBack = SumsBack()
    dy: Callable[[Loss, Array, Array, Array], Array] = dy_of


RIGHT_BACK: Final = Backward()
"""The backward pass without a mistake."""


def padding_with_targets(experiment: Experiment) -> Array:
    """Return where a loss over every timestep could take padding for an answer: (T, B)."""
    steps, objective = experiment.num_timesteps, experiment.objective
    padding = np.arange(steps)[:, None] >= np.array(experiment.lengths)
    readout, targets = objective.readout, objective.targets
    if readout is None or targets is None or readout.over != EVERY or objective.seeds:
        return np.zeros_like(padding)
    values = targets.values[:steps]
    if targets.classes:
        return padding & (values >= 0) & (values < readout.width)
    return padding & np.isfinite(values).all(axis=-1)
