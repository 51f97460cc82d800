"""Check of training steps: the gradients that each learns from, and what its optimiser makes."""

from dataclasses import dataclass, replace
from typing import Any

from ...check.gradients.learning import check_learning
from ...check.optimisers import StepCheckRequest, StepReport, perform_step
from ...check.report import CheckReport
from ...training.passes import RecordedPasses
from ...training.run import TrainingRun


@dataclass(frozen=True, eq=False, slots=True)
class Checked:
    """What the checks of some training steps found.

    Attributes:
        steps: of the optimiser, by torch.optim. gradients: of the passes, by autograd.
        wrong_at: the number, from 1, of the first training step with a wrong gradient, or None.
    """

    steps: StepReport
    gradients: CheckReport
    wrong_at: int | None = None

    @property
    def confirms(self) -> bool:
        """True when both compared something, and nothing disagrees."""
        return self.steps.confirms and self.gradients.confirms

    def merged(self, later: "Checked") -> "Checked":
        """Merge with what was found of steps that follow."""
        gradients = self.gradients.merged(later.gradients)
        if self.wrong_at is not None:  # the first wrong number is that of the first wrong step
            first = self.gradients.first_disagreement
            gradients = replace(gradients, first_disagreement=first)
        wrong_at = later.wrong_at if self.wrong_at is None else self.wrong_at
        return Checked(self.steps.merged(later.steps), gradients, wrong_at)

    def lines(self) -> list[str]:
        """Write the verdicts in a plain line each."""
        of = f"{self.steps.steps_checked} training steps"
        if self.wrong_at is not None:
            of = f"training step {self.wrong_at}"
        return [f"gradients of {of}: {self.gradients.text()}", self.steps.text()]

    def to_json(self) -> dict[str, Any]:
        """Return it for `json.dumps`; numbers that JSON lacks become null."""
        return {
            **self.steps.to_json(),
            "agrees": self.confirms,
            "gradients": {
                **self.gradients.to_json(),
                "wrong_at": self.wrong_at,
            },
        }


class Checker:
    """Takes the steps of a run, and checks each.

    Args:
        run: the run, which is advanced.

    Raises:
        ModuleNotFoundError: when the first step is checked, and torch is not installed.
    """

    def __init__(self, run: TrainingRun) -> None:
        self._run, self._passes = run, RecordedPasses(run.network)

    def advance(self) -> Checked:
        """Check the next step, and take it."""
        run = self._run
        network, state, batch = run.network, run.state, run.batch(run.step)
        weights = network.arrays
        recording = self._passes.record(weights, batch)
        gradients = check_learning(network, batch, recording)
        given = weights, recording.result.gradients, state
        steps = perform_step(StepCheckRequest.of(run.plan, *given))
        run.advance(1)
        return Checked(steps, gradients, None if gradients.agrees else run.step)
