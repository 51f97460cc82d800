"""What an edit cannot reach: the first steps of each lane's walk that stay as they were.

A change of a lane's weights or initial state reaches its whole walk; one of its input, a hold or a
cut only the steps from there on, in the lane's own direction. A change in the layer below reaches
the same direction from the same step on, and the other direction at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

import numpy as np

from ..arrays import Array, same_bits
from ..experiment.experiment import Experiment
from ..network.interventions import Intervention
from ..network.lane import Lane
from ..network.parameters import Parameters
from ..objective.readout import EVERY
from .time_order import walk_at

_AT_ONCE = 1 << 16
"""Numbers that are compared at a time."""


def comparable(one: Experiment, other: Experiment) -> bool:
    """Return True when two experiments have equal options, and arrays of equal shapes."""
    these, those = (
        (e.config, e.dtype, e.lengths, e.sequence.shape, len(e.masks)) for e in (one, other)
    )
    return these == those


def steps_unreached(before: Experiment, after: Experiment) -> dict[Lane, int]:
    """Return how many first steps of each lane's walk stay the same, bit for bit.

    Args:
        before, after: two experiments that are `comparable`.
    """
    found: dict[Lane, int] = {}
    T = after.num_timesteps
    for index, lane in enumerate(after.config.lanes()):
        layer, direction = lane
        steps = [T]
        if not (
            _same_cell(before.parameters, after.parameters, lane)
            and _same_start(before, after, index)
        ):
            steps.append(0)
        steps.append(_until_held(before, after, lane))
        if layer == 0:
            steps.append(until_changed(before.sequence, after.sequence, direction, after))
        else:
            if after.masks:
                masks = before.masks[layer - 1], after.masks[layer - 1]
                steps.append(until_changed(*masks, direction, after))
            steps.append(passed_on(found, Lane(layer - 1, direction), T))
        found[lane] = min(steps)
    return found


def answers_unreached(before: Experiment, after: Experiment, known: Mapping[Lane, int]) -> int:
    """Return how many first answers of the readout stay the same, bit for bit.

    Args:
        known: how many first steps of each lane of the top layer stay the same.
    """
    one, other, T = before.objective, after.objective, after.num_timesteps
    readouts = one.readout, other.readout
    if readouts[0] is None or readouts[1] is None or one.loss != other.loss:
        return 0
    same = readouts[0].over == readouts[1].over and readouts[0].function == readouts[1].function
    if not same or not _same_arrays(readouts[0].arrays, readouts[1].arrays):
        return 0
    steps = [known[lane] if not lane.reverse or known[lane] == T else 0 for lane in known]
    if other.loss is not None:
        steps.append(_until_targets(before, after))
    if readouts[1].over == EVERY:
        return min(steps)
    return int(min(steps) == T)


def _until_targets(before: Experiment, after: Experiment) -> int:
    """Return the first timestep at which the targets are others."""
    one, other = before.objective.targets, after.objective.targets
    if one is None or other is None:
        return after.num_timesteps if one is other else 0
    pairs = (one.values, other.values), (one.counted, other.counted)
    return min(
        until_changed(a.reshape(*a.shape[:2], -1), b.reshape(*b.shape[:2], -1), 0, after)
        for a, b in pairs
    )


def _same_arrays(one: Sequence[Array], other: Sequence[Array]) -> bool:
    return len(one) == len(other) and all(map(same_bits, one, other))


def _same_cell(before: Parameters, after: Parameters, lane: Lane) -> bool:
    """Return True when a lane's weights are the same, bit for bit."""
    if before is after:
        return True
    names = after.config.parameter_names(lane).values()
    return all(same_bits(before.arrays[name], after.arrays[name]) for name in names)


def _same_start(before: Experiment, after: Experiment, index: int) -> bool:
    """Return True when the initial states of the lane number `index` are the same, bit for bit."""
    return all(
        one is before.states[state] or same_bits(one[index], before.states[state][index])
        for state, one in after.states.items()
    )


def _until_held(before: Experiment, after: Experiment, lane: Lane) -> int:
    """Return the first step of a lane's walk at which its holds and cuts are others."""
    steps = [after.num_timesteps]
    if before.holds is after.holds:
        return steps[0]
    for hold in _differing(*([h for h in e.holds if h.lane == lane] for e in (before, after))):
        lengths = after.lengths if hold.row is None else (after.lengths[hold.row],)
        for length in lengths:
            last = min(hold.last, length - 1)
            if hold.first <= last:
                steps.append(length - 1 - last if lane.direction else hold.first)
    return min(steps)


def _differing(one: Sequence[Intervention], other: Sequence[Intervention]) -> list[Intervention]:
    """Return what stands between the equal beginnings and ends of two lists: the order counts."""
    begin = _equal_pairs(zip(one, other, strict=False))
    rest = one[begin:], other[begin:]
    end = _equal_pairs(zip(reversed(rest[0]), reversed(rest[1]), strict=False))
    return [hold for part in rest for hold in part[: len(part) - end]]


def _equal_pairs(pairs: Iterable[tuple[Intervention, Intervention]]) -> int:
    """Count the equal pairs before the first that differs; 0 and -0 differ, by their texts."""
    equal = (one is other or repr(one) == repr(other) for one, other in pairs)
    return sum(1 for _ in takewhile(bool, equal))


def until_changed(
    one: Array | None, other: Array | None, direction: int, of: Experiment, back: bool = False
) -> int:
    """Return the first step of a lane at which two arrays (T, B, width) have other bits.

    Args:
        back: counts the steps of the backward pass, from the end of the walk.
    """
    T = of.num_timesteps
    if one is other:
        return T
    if one is None or other is None or (one.shape, one.dtype) != (other.shape, other.dtype):
        return 0
    unsigned = f"u{one.itemsize}"
    a, b = one[:T].view(unsigned), other[:T].view(unsigned)
    starts = range(0, T, max(1, _AT_ONCE // max(1, a[0].size)))
    found = T
    for start in reversed(starts) if bool(direction) != back else starts:
        part = slice(start, start + starts.step)
        step, row, _ = np.nonzero(a[part] != b[part])
        t, length = start + step, np.array(of.lengths)[row]
        walks = walk_at(direction, length, t)[t < length]
        found = int((T - 1 - walks if back else walks).min(initial=found))
        if found < T and not (direction and of.uneven):
            break
    return found


def passed_on(found: Mapping[Lane, int], lane: Lane, steps: int) -> int:
    """Return the first steps at which a lane passes the same numbers to the next layer's lane.

    Args:
        found: by lane, its first unreached steps. steps: of a whole walk.
    """
    other = found.get(Lane(lane.layer, 1 - lane.direction), steps)
    return found[lane] if other == steps else 0
