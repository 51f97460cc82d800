"""Signs of a cause that cannot be reproduced: "looks like" is less than an explanation.

A sign is read from where this LSTM's numbers are wrong, never fitted, and nothing counts as
explained by it.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from ..arrays import Array
from ..mistakes.series import Results, Series
from ..network.config import LSTMConfig
from ..translation import tr
from .agreement import Agreement, distance
from .case import Case
from .fitted_causes import only_first_steps

_DISTURBED: Final = 0.5
"""Share of a layer's steps that a dropout below it disturbs, at least."""

_MOST: Final = 0.9
"""Share of the numbers that a dropout kept that have one factor, at least."""

_FEWEST: Final = 8
"""Number of numbers below which a sign is chance."""


def looks_like(case: Case, results: Results, standing: Agreement) -> tuple[str, ...]:
    """List what the wrong numbers look like; each completes "Looks like …"."""
    return (*_dropout(case, results, standing), *_other_states(case, results, standing))


def _dropout(case: Case, results: Results, standing: Agreement) -> Iterator[str]:
    """Tell of a dropout over a layer's h that has zeros, and of one below a layer that differs."""
    for name, observed in case.observed.values.items():
        if name.quantity in ("h", "output") and name in results:
            rate = _rate(observed, results[name], case.observed.given[name])
            if rate:
                yield tr(
                    "dropout of {rate:g} on {series}: this share of its values is 0, "
                    "and the rest are this LSTM's values × {factor:.4g}",
                    rate=rate,
                    series=name.text(),
                    factor=1 / (1 - rate),
                )
                return
    layer = _lowest_wrong_layer(case, standing)
    if layer:
        yield tr(
            "dropout left on between the layers, with unknown masks, or different "
            "weights in layer {layer}: layer {below} agrees and layer {layer} does "
            "not",
            below=layer - 1,
            layer=layer,
        )


def _rate(observed: Array, ours: Array, given: Array) -> float:
    """Return the rate of a dropout that zeroed some numbers and enlarged the others; 0 for none."""
    if observed.shape != ours.shape:
        return 0.0
    known = given & np.isfinite(ours) & (ours != 0)
    theirs, right = observed[known], ours[known]
    kept = theirs != 0
    if len(theirs) < _FEWEST or not 0.01 <= np.mean(~kept) <= 0.99 or kept.sum() < _FEWEST:
        return 0.0
    factors = theirs[kept] / right[kept]
    factor = float(np.median(factors))
    near = np.abs(factors - factor) <= 1e-3 * np.abs(factor)
    return round(1 - 1 / factor, 4) if factor > 1 and near.mean() > _MOST else 0.0


def _lowest_wrong_layer(case: Case, standing: Agreement) -> int:
    """Return the layer whose steps are nearly all wrong while all below it is right; else 0."""
    config = case.experiment.config
    right, wrong = np.zeros(config.num_layers, int), np.zeros(config.num_layers, int)
    for name, compared in standing.compared.items():
        for layer, part in _layers(config, name):
            agrees = standing.agrees[name][part]
            steps = compared[part].any(axis=-1)
            bad = (compared[part] & ~agrees).any(axis=-1)
            right[layer] += (steps & ~bad).sum()
            wrong[layer] += bad.sum()
    layer = int(np.argmax(wrong > 0))
    below = right[:layer].sum() * config.hidden_size
    most = wrong[layer] >= _DISTURBED * (wrong[layer] + right[layer])
    return layer if wrong[layer] and most and layer and below >= _FEWEST else 0


def _layers(config: LSTMConfig, name: Series) -> Iterator[tuple[int, slice]]:
    """Yield layers, and the part of a series' first axis that is theirs."""
    if name.over_time:
        yield (name.lane.layer if name.lane else config.num_layers - 1), slice(None)
        return
    D = config.num_directions
    yield from ((layer, slice(layer * D, layer * D + D)) for layer in range(config.num_layers))


def _other_states(case: Case, results: Results, standing: Agreement) -> Iterator[str]:
    """Name first steps that are the only wrong ones, and differences that die out."""
    if only_first_steps(case, standing) and case.states is not None:
        yield tr("other initial states: only the first step of a layer differs")
    elif _die_out(case, results, standing):
        yield tr("other initial states: the differences fade along the sequence")


def _die_out(case: Case, results: Results, standing: Agreement) -> bool:
    """Return True when the first half of each walk is wrong at its beginning, and the rest not."""
    e = case.experiment
    if case.states is not None or e.config.num_directions > 1:
        return False
    found = False
    for name, compared in standing.compared.items():
        if not name.over_time or name not in results:
            continue
        if results[name].shape != case.observed.values[name].shape:
            return False
        wrong = np.asarray((compared & ~standing.agrees[name]).any(axis=-1))
        off = np.where(compared, distance(case.observed.values[name], results[name]), 0).max(-1)
        for row, length in enumerate(e.lengths):
            count = int(wrong[:length, row].sum())
            if not count:
                continue
            found = True
            late = wrong[length // 2 : length, row].any() or length < _FEWEST
            if late or not wrong[0, row] or off[0, row] < off[count - 1, row]:
                return False
    return found
