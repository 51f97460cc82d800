"""Trial: a step that is computed and not taken, with all that it is made of."""

from dataclasses import dataclass

import numpy as np

from ...arrays import Array, cast
from ...progress import Parts, to_the_end
from ..batch import Batch
from ..network import Network
from ..passes import Passes, Result
from ..plan import Plan
from ..run import TrainingRun
from ..state import OptimiserState
from ..step import Step, take_step


@dataclass(frozen=True, eq=False, slots=True)
class Trial:
    """A step from a network on a batch.

    Attributes:
        number: the steps taken before it. network: before it. batch: what it learns from.
        plan, state: what its formula takes, besides the gradients.
        result: loss and accuracy of the batch before the step, and the gradients, unclipped, of the
            weights that learn. step: what it comes to.
    """

    number: int
    network: Network
    batch: Batch
    plan: Plan
    state: OptimiserState
    result: Result
    step: Step

    @classmethod
    def of(
        cls,
        network: Network,
        batch: Batch,
        plan: Plan,
        state: OptimiserState,
        number: int = 0,
        passes: Passes | None = None,
    ) -> "Trial":
        """Compute a step.

        Args:
            passes: those of such a network, to use once more; by default new ones.

        Raises:
            ValueError: as `take_step`.
        """
        return to_the_end(cls.making(network, batch, plan, state, number, passes))

    @classmethod
    def making(
        cls,
        network: Network,
        batch: Batch,
        plan: Plan,
        state: OptimiserState,
        number: int = 0,
        passes: Passes | None = None,
    ) -> Parts["Trial"]:
        """Compute a step in parts; arguments and errors as of `of`."""
        weights = network.arrays
        into = {name: np.empty_like(weights[name]) for name in plan.learning(weights)}
        result = yield from (passes or Passes(network)).in_parts(weights, batch, into)
        step = take_step(plan, weights, result.gradients, state)
        return cls(number, network, batch, plan, state, result, step)

    @classmethod
    def at(cls, run: TrainingRun, number: int, passes: Passes | None = None) -> "Trial":
        """Compute the step of a run that follows so many steps, taken already or not.

        Args:
            passes: as of `of`.

        Raises:
            ValueError: the run has not come so far.
        """
        return to_the_end(cls.making_at(run, number, passes))

    @classmethod
    def making_at(
        cls, run: TrainingRun, number: int, passes: Passes | None = None
    ) -> Parts["Trial"]:
        """Compute the step of a run in parts; arguments and errors as of `at`."""
        moment, network = run.moment(number), run.network_at(number)
        batch, plan = run.batch(number), run.plan
        return (yield from cls.making(network, batch, plan, moment.state, number, passes))

    @property
    def learning(self) -> tuple[str, ...]:
        """Names of the weights that learn."""
        return self.plan.learning(self.network.arrays)

    def deltas(self) -> dict[str, Array]:
        """Return what the step adds to each weight that learns, in float64."""
        before, after = self.network.arrays, self.step.weights
        with np.errstate(all="ignore"):
            return {
                name: cast(after[name], np.float64) - cast(before[name], np.float64)
                for name in self.learning
            }

    def partly(self, share: float) -> Network:
        """Return the network after a share of the step: none of it at 0, all at 1.

        A number in between is rounded once.
        """
        before = self.network.arrays
        if share == 1:
            return self.network.with_arrays(self.step.weights)
        with np.errstate(all="ignore"):
            moved = {
                name: cast(before[name] + share * delta, before[name].dtype)
                for name, delta in (self.deltas() if share else {}).items()
            }
        return self.network.with_arrays(moved)
