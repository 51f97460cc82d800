"""First number that differs, in the order in which an LSTM is computed."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..analysis.address import Address
from ..arrays import Array
from ..engine.gate_step import Cell
from ..engine.schedule import Schedule
from ..engine.time_order import walk_at
from ..mistakes.series import Results, Series
from ..network.lane import Lane
from .agreement import Agreement, Tolerances
from .case import Case
from .diagnosis import ComparedNumber, DiagnosedDifference

_PAIRS = 240
"""Number of numbers put side by side."""


class _Place(NamedTuple):
    """Place of a number: its position in the run, its series, and the index there."""

    position: int
    series: Series
    at: tuple[int, int, int]


def first_difference(
    case: Case, results: Results, tolerances: Tolerances, comparison: Agreement
) -> DiagnosedDifference | None:
    """Return the first disagreement of a comparison; none in an array of another width."""
    schedule = Schedule.of(case.experiment)
    places = [
        place
        for name, compared in comparison.compared.items()
        if name in tolerances.allowed
        for place in _first_of(case, schedule, name, compared & ~comparison.agrees[name])
    ]
    if not places:
        return None
    place = min(places, key=lambda p: p.position)
    name, index = place.series, place.at
    return DiagnosedDifference(
        _address(case, name, index),
        float(case.observed.values[name][index]),
        float(results[name][index]),
        float(tolerances.allowed[name][index]),
        place.position,
    )


def side_by_side(
    case: Case,
    first: DiagnosedDifference,
    results: Results,
    explained: Results | None,
    comparison: Agreement,
) -> tuple[ComparedNumber, ...]:
    """Pair the numbers of the first difference's series and row, from a little before it on."""
    name = next(
        series
        for series in case.observed.values
        if series.quantity == first.at.quantity and series.lane in (None, first.at.lane)
    )
    observed = case.observed.values[name][:, first.at.row]
    given = case.observed.given[name][:, first.at.row]
    ours, theirs = (
        r[name][:, first.at.row]
        if r is not None and name in r and r[name].shape == case.observed.values[name].shape
        else np.full(observed.shape, np.nan)
        for r in (results, explained)
    )
    start = max(0, first.at.t - 2) if name.over_time else 0
    cells = np.argwhere(given[start:])[:_PAIRS] + np.array((start, 0))
    wrong = (comparison.compared[name] & ~comparison.agrees[name])[:, first.at.row]
    return tuple(
        ComparedNumber(
            t,
            unit,
            float(observed[t, unit]),
            float(ours[t, unit]),
            float(theirs[t, unit]),
            not wrong[t, unit],
        )
        for t, unit in cells.tolist()
    )


def _first_of(case: Case, schedule: Schedule, name: Series, wrong: Array) -> Iterator[_Place]:
    """Yield the first wrong number of each lane in a series."""
    config = case.experiment.config
    if not name.over_time:
        if wrong.any():
            yield _Place(schedule.end, name, _index(np.argwhere(wrong)[0]))
        return
    lengths = np.array(case.experiment.lengths)
    D = config.num_directions if name.quantity == "output" else 1
    width = wrong.shape[-1] // D
    for part in range(D):
        lane = name.lane or Lane(config.num_layers - 1, part)
        found = np.argwhere(wrong[..., part * width : (part + 1) * width])
        if not len(found):
            continue
        t, row, _ = found.T
        walk = walk_at(lane.direction, lengths[row], t)
        walk = np.where(t < lengths[row], walk, schedule.num_timesteps + t)
        first = found[np.lexsort((found[:, 2], row, walk))[0]]
        steps = int(walk.min())
        inside = steps < schedule.num_timesteps
        cell = Cell(lane, steps)
        quantity = "h" if name.lane is None else name.quantity
        position = schedule.position_after(cell, quantity) if inside else schedule.end
        first[2] += part * width
        yield _Place(position, name, _index(first))


def _address(case: Case, name: Series, index: tuple[int, int, int]) -> Address:
    """Return the address of a series' number."""
    if name.lane is not None:
        return Address(name.quantity, name.lane, *index)
    config, lengths = case.experiment.config, case.experiment.lengths
    width = case.observed.values[name].shape[-1] // config.num_directions
    return Address.of_output(name.quantity, index, config, lengths, width)


def _index(place: Array) -> tuple[int, int, int]:
    a, b, c = place.tolist()
    return a, b, c
