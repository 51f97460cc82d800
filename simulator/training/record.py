"""RunRecord: all that a training run has kept and told, as arrays that no run changes. Frozen.

A run that is made of it goes on with the same bits, and makes its steps again with the same bits.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..arrays import Array, read_only
from ..translation import tr
from .kept_steps import ROOM, Keeping, Moment
from .log import COLUMNS, Judgement
from .network import Network
from .plan import Plan
from .run import TrainingRun
from .source import Source
from .state import OptimiserState
from .stops import Stop


@dataclass(frozen=True, eq=False, slots=True)
class RunRecord:
    """A training run up to one step.

    Attributes:
        plan, seed, stops: as the run's. judged_every: steps between two judgements.
        room: bytes that kept steps may take.
        first, last: the steps between which it runs. counts: the optimiser's own, at both.
        weights: every array of the network after the first step, end to end.
        state: the optimiser's arrays there, end to end, by kind; empty where it was fresh.
        kept: (n, size), those that learn and their state at every step kept, but for the first.
        newest: (size,), the same at the last step.
        log: (steps, 5) float64, the columns of `COLUMNS`.
        judgements: (m, 3) float64: step, loss and accuracy.
        met: the step at which each stop was first true; -1 for never.
    """

    plan: Plan
    seed: int
    stops: tuple[Stop, ...]
    judged_every: int
    room: int
    first: int
    last: int
    counts: tuple[int, int]
    weights: Array
    state: Array
    kept: Array
    newest: Array
    log: Array
    judgements: Array
    met: tuple[int, ...]

    @classmethod
    def of(cls, run: TrainingRun, room: int = ROOM) -> "RunRecord":
        """Take down a run as it is now.

        Args:
            room: bytes that its kept steps may take here; those left out are made again when
                they are asked for.
        """
        now, start = run.moment(run.step), run.kept.first
        learning, kinds = run.plan.learning(start.weights), run.plan.optimiser.kinds
        size = sum(start.weights[name].size for name in learning) * (1 + len(kinds))
        room = min(room, run.kept.room)
        nbytes = size * now.weights[learning[0]].itemsize
        every = Keeping.of(run.step - run.first, nbytes, room).every
        rows = run.kept.rows(every // run.kept.keeping.every)
        judged = np.array(run.judgements, np.float64).reshape(-1, 3)
        return cls(
            run.plan,
            run.seed,
            run.stops,
            run.judged_every,
            room,
            run.first,
            run.step,
            (start.state.count, now.state.count),
            _flat(start.weights.values()),
            _flat(_of_state(start.state, kinds, learning)),
            rows,
            _flat([*(now.weights[n] for n in learning), *_of_state(now.state, kinds, learning)]),
            np.stack([run.log.column(name) for name in COLUMNS], axis=1),
            judged,
            tuple(run.met.get(stop, -1) for stop in run.stops),
        )

    def run(self, like: Network, source: Source) -> TrainingRun:
        """Make a run that goes on from the last step.

        Args:
            like: a network of the run's shapes. source: the run's own.

        Raises:
            ValueError: parts that do not fit each other, or the network.
        """
        if not 0 <= self.first <= self.last:
            raise _misfit()
        start = like.with_arrays(_split(self.weights, like.arrays))
        arrays = start.arrays
        learning = {name: arrays[name] for name in self.plan.learning(arrays)}
        kinds = self.plan.optimiser.kinds
        begun = OptimiserState.fresh()
        if self.state.size or self.counts[0]:
            begun = _state(self.counts[0], self.state, kinds, learning)
        run = TrainingRun(
            start,
            self.plan,
            source,
            seed=self.seed,
            first=self.first,
            state=begun,
            judged_every=self.judged_every,
            room=self.room,
            stops=self.stops,
        )
        steps = self.last - self.first
        if self.log.shape != (steps, len(COLUMNS)) or self.judgements.shape[1:] != (3,):
            raise _misfit()
        if not steps:
            return run
        size = sum(array.size for array in learning.values())
        moved = _split(self.newest[:size], learning)
        state = _state(self.counts[1], self.newest[size:], kinds, learning)
        weights = {name: moved.get(name, array) for name, array in arrays.items()}
        judged = [
            Judgement(int(n), loss, accuracy) for n, loss, accuracy in self.judgements.tolist()
        ]
        met = {stop: step for stop, step in zip(self.stops, self.met, strict=True) if step >= 0}
        run.take_up(Moment(self.last, weights, state), self.kept, self.log, judged, met)
        return run


def _of_state(state: OptimiserState, kinds: tuple[str, ...], names: tuple[str, ...]) -> list[Array]:
    return [state.buffers[kind][name] for kind in kinds if kind in state.buffers for name in names]


def _flat(arrays: Iterable[Array]) -> Array:
    parts = [array.reshape(-1) for array in arrays]
    return np.concatenate(parts) if parts else np.empty(0, np.float32)


def _split(flat: Array, like: dict[str, Array]) -> dict[str, Array]:
    """Return arrays that lie end to end, by the names and shapes of others.

    Raises:
        ValueError: their sizes or dtypes differ.
    """
    found, start = {}, 0
    for name, array in like.items():
        part = flat[start : start + array.size]
        if part.size != array.size or flat.dtype != array.dtype:
            raise _misfit()
        found[name] = read_only(part.reshape(array.shape))
        start += array.size
    if start != flat.size:
        raise _misfit()
    return found


def _state(
    count: int, flat: Array, kinds: tuple[str, ...], like: dict[str, Array]
) -> OptimiserState:
    size = sum(array.size for array in like.values())
    if count < 0 or flat.size != size * len(kinds):
        raise _misfit()
    parts = (flat[k * size : (k + 1) * size] for k in range(len(kinds)))
    return OptimiserState(
        count, {kind: _split(part, like) for kind, part in zip(kinds, parts, strict=True)}
    )


def _misfit() -> ValueError:
    return ValueError(tr("its training record is inconsistent"))
