"""TrainingRun: steps of an optimiser on a source's batches, kept by step, made in slices.

Step n takes the network after n steps, learns from `source.batch(n)`, and gives the network after
n + 1 steps. All of it follows from the first network, the plan, the source and the seed: a run has
the same bits in any slices, and so has a step that is made again.
"""

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from ..arrays import Array
from ..progress import Parts, to_the_end
from ..translation import tr
from .batch import Batch, drawn_masks
from .kept_steps import ROOM, KeptSteps, Moment
from .log import Judgement, Log, Row
from .network import Network
from .passes import Passes
from .plan import Plan
from .source import NoBatches, Source
from .state import OptimiserState
from .step import Step, take_step
from .stops import Best, Stop, first_met

JUDGED_EVERY: Final = 25
"""Steps after which a network is judged on the validation batch."""


class Taken(NamedTuple):
    """A step that was taken: from where, with which gradients by name, and the step."""

    moment: Moment
    gradients: dict[str, Array]
    step: Step


class TrainingRun:
    """Training of a network, as far as it was asked for.

    Attributes:
        plan, source, seed: what decides it; the seed is that of the dropout masks.
        first: the number of its first step: 0, or where it branched off.
        log: what each step told. judgements: those by the validation batch.
        stops: conditions. met: those that were true, with the step at which they first were.

    Args:
        network: after `first` steps. state: the optimiser's there; by default a fresh one.
        judged_every: steps between two judgements. room: bytes that kept steps may take.

    Raises:
        ValueError: no array learns.
    """

    def __init__(
        self,
        network: Network,
        plan: Plan,
        source: Source,
        *,
        seed: int = 0,
        first: int = 0,
        state: OptimiserState | None = None,
        judged_every: int = JUDGED_EVERY,
        room: int = ROOM,
        stops: Iterable[Stop] = (),
    ) -> None:
        self.plan, self.source, self.seed, self.first = plan, source, seed, first
        self.log = Log(first)
        self.judgements: list[Judgement] = []
        self.stops, self.met = tuple(stops), dict[Stop, int]()
        self._start, self._judged_every, self._room = network, judged_every, room
        self._passes = Passes(network)
        self._passes_again = Passes(network)  # a step may be made again while another is under way
        self._best, self._best_judged = Best(), Best()
        self._now = Moment(first, network.arrays, state or OptimiserState.fresh())
        plan.check_some_learn(network.arrays)
        learning = {name: network.arrays[name] for name in plan.learning(network.arrays)}
        self._gradients = {name: np.empty_like(array) for name, array in learning.items()}
        self._validation = source.validation()
        self._kept = KeptSteps(self._now, [*learning], plan.optimiser.kinds, room)
        judged = to_the_end(self._judging(self._now))
        if judged is not None:
            self._take_judgement(judged)

    @property
    def step(self) -> int:
        """Number of steps taken, those before the run's first included."""
        return self._now.step

    @property
    def network(self) -> Network:
        """The network after all steps that were taken."""
        return self._start.with_arrays(self._now.weights)

    @property
    def state(self) -> OptimiserState:
        """The optimiser's state after all steps that were taken."""
        return self._now.state

    @property
    def validation(self) -> Batch | None:
        """The batch that networks are judged by; None where there is none."""
        return self._validation

    @property
    def kept(self) -> KeptSteps:
        """Weights and states that are kept."""
        return self._kept

    def batch(self, step: int) -> Batch:
        """Return the batch of a step as the network gets it: with dropout, in train mode."""
        batch, config = self.source.batch(step), self._start.config
        if not config.drops_between_layers:
            return batch
        return batch.with_masks(drawn_masks(config, batch, (self.seed, step)))

    @property
    def judged_every(self) -> int:
        """Steps between two judgements."""
        return self._judged_every

    def take_up(
        self,
        now: Moment,
        kept: Array,
        log: Array,
        judgements: list[Judgement],
        met: dict[Stop, int],
    ) -> None:
        """Go on from where another run, begun alike, has come.

        Args:
            now: its newest moment. kept: the rows of its kept steps. log: rows of its log.

        Raises:
            ValueError: they do not fit this run.
        """
        self._kept.refill(kept, now.step - self.first)
        self.log.refill(log)
        self.judgements, self.met, self._now = judgements, dict(met), now
        self._best = Best.of(self.log.row(step) for step in self.log.steps)
        self._best_judged = Best.of(judgements)

    def watch(self, stops: Iterable[Stop]) -> None:
        """Set the conditions; those that are new are looked for in what the run has told."""
        self.stops = tuple(stops)
        found = {stop: self.met.get(stop) for stop in self.stops}
        for stop in found:
            if found[stop] is None:
                found[stop] = first_met(stop, self.log, self.judgements)
        self.met = {stop: step for stop, step in found.items() if step is not None}

    def advance(self, steps: int) -> tuple[Stop, ...]:
        """Take so many steps more, or as many until a stop is met for the first time.

        Returns:
            The stops that the last step met; it is taken nevertheless.
        """
        for _ in range(steps):
            found = to_the_end(self.advancing())
            if found:
                return found
        return ()

    def advancing(self) -> Parts[tuple[Stop, ...]]:
        """Take one step in parts. It is taken at the end of the last; before, nothing changes.

        Only the newest of several such steps is to be carried on.

        Returns:
            As `advance`.
        """
        before = self._now
        batch = self.batch(before.step)
        result = yield from self._passes.in_parts(before.weights, batch, self._gradients)
        after = take_step(self.plan, before.weights, self._gradients, before.state)
        now = Moment(before.step + 1, dict(after.weights), after.state)
        judged = yield from self._judging(now)
        finite = math.isfinite(after.norm) or _all_finite(self._gradients.values())
        row = Row(before.step, result.loss, after.norm, after.coefficient, result.accuracy, finite)
        return self._take(now, row, judged)

    def moment(self, step: int) -> Moment:
        """Return weights and state after some steps; those that are not kept are made again.

        Raises:
            ValueError: the run has no such step.
        """
        return to_the_end(self._going_to(step, self._passes_again))

    def taken(self, step: int) -> Taken:
        """Take a step once more.

        Raises:
            ValueError: the run has no such step.
        """
        return to_the_end(self.taking(step, self._passes_again))

    def taking(self, step: int, passes: Passes) -> Parts[Taken]:
        """Return what `taken` does, in parts, between which nobody else uses the passes.

        Raises:
            ValueError: the run has no such step.
        """
        moment = yield from self._going_to(step, passes)
        gradients, after = yield from self._making_again(moment, passes)
        return Taken(moment, gradients, after)

    def network_at(self, step: int) -> Network:
        """Return the network after some steps.

        Raises:
            ValueError: the run has no such step.
        """
        return self._start.with_arrays(self.moment(step).weights)

    def nearest(self, step: int) -> int:
        """Return the step of the run whose network it has nearest to another step.

        It has all of them, unless its batches are gone: then those that are kept, and the newest.
        """
        step = min(max(step, self.first), self.step)
        if isinstance(self.source, NoBatches):
            there: tuple[int, ...] = (*self._kept.steps, self.step)
            step = min(there, key=lambda kept: abs(kept - step))
        return step

    def branch(
        self,
        step: int,
        network: Network | None = None,
        plan: Plan | None = None,
        source: Source | None = None,
        seed: int | None = None,
    ) -> "TrainingRun":
        """Return another run that starts after some steps of this one.

        Args:
            network: an edited one, of the same shapes. plan, source, seed: others from there on.
                The optimiser's state goes along where the plan can use it; else it begins afresh.

        Raises:
            ValueError: the run has no such step.
        """
        moment, plan = self.moment(step), plan or self.plan
        arrays = moment.weights
        return TrainingRun(
            network or self._start.with_arrays(arrays),
            plan,
            source or self.source,
            seed=self.seed if seed is None else seed,
            first=step,
            state=moment.state if _goes_along(moment.state, plan, arrays) else None,
            judged_every=self._judged_every,
            room=self._room,
            stops=self.stops,
        )

    def _take(self, now: Moment, row: Row, judged: Judgement | None) -> tuple[Stop, ...]:
        """Take over a step; return the stops that are met for the first time."""
        self.log.append(row)
        self._now = now
        self._kept.add(now)
        best, best_judged = self._best, self._best_judged
        self._best = best.after(row)
        open_ = [stop for stop in self.stops if stop not in self.met]
        found = {stop: row.step for stop in open_ if stop.of_step(row, best)}
        if judged is not None:
            self._take_judgement(judged)
            found |= {s: judged.step for s in open_ if s.of_judgement(judged, best_judged)}
        self.met |= found
        return tuple(found)

    def _going_to(self, step: int, passes: Passes) -> Parts[Moment]:
        """Return weights and state after some steps, from those that are kept before."""
        if not self.first <= step <= self.step:
            raise ValueError(
                tr(
                    "there is no step {step}: the run has {first} to {last}",
                    step=step,
                    first=self.first,
                    last=self.step,
                )
            )
        if step == self.step:
            return self._now
        moment = self._kept.before(step)
        while moment.step < step:
            _, after = yield from self._making_again(moment, passes)
            moment = Moment(moment.step + 1, dict(after.weights), after.state)
        return moment

    def _making_again(self, moment: Moment, passes: Passes) -> Parts[tuple[dict[str, Array], Step]]:
        """Return the gradients that a step was taken with from a moment, and the step."""
        gradients = {name: np.empty_like(array) for name, array in self._gradients.items()}
        yield from passes.in_parts(moment.weights, self.batch(moment.step), gradients)
        return gradients, take_step(self.plan, moment.weights, gradients, moment.state)

    def _judging(self, now: Moment) -> Parts[Judgement | None]:
        """Judge a network by the validation batch, if its turn comes."""
        if self._validation is None or now.step % self._judged_every:
            return None
        result = yield from self._passes.in_parts(now.weights, self._validation, {})
        return Judgement(now.step, result.loss, result.accuracy)

    def _take_judgement(self, judged: Judgement) -> None:
        self.judgements.append(judged)
        self._best_judged = self._best_judged.after(judged)


def bytes_a_step(network: Network, plan: Plan) -> int:
    """Return the bytes that one kept step takes: what learns, and its optimiser's state."""
    arrays = network.arrays
    size = sum(arrays[name].nbytes for name in plan.learning(arrays))
    return size * (1 + len(plan.optimiser.kinds))


def _all_finite(arrays: Iterable[Array]) -> bool:
    return all(bool(np.isfinite(array).all()) for array in arrays)


def _goes_along(state: OptimiserState, plan: Plan, arrays: dict[str, Array]) -> bool:
    """Return True when a state is one of a plan's own: of its kinds, for the weights that learn."""
    learning = set(plan.learning(arrays))
    kinds = plan.optimiser.kinds
    return set(state.buffers) == set(kinds) and all(
        set(state.buffers[kind]) == learning for kind in kinds
    )
