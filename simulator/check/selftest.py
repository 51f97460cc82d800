"""Self-test: the check must flag every known mistake, and nothing in a correct engine.

A check that never complains proves nothing by itself. Each mistake of `simulator.mistakes` is put
into our engine and run over a probe without symmetries that could hide it, forwards and, for one of
the backward pass, backwards; one in a step of training is put into some steps. The checks made for
the mistake must then disagree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from ..experiment.experiment import Experiment
from ..mistakes.catalogue import MISTAKES, OPTIMISER_MISTAKES
from ..mistakes.runs import backward_of, run_of
from ..network.config import LSTMConfig
from ..network.parameters import Parameters
from ..objective.loss import CROSS_ENTROPY, MSE, Loss
from ..objective.objective import Objective
from ..objective.readout import EVERY, H_N, SOFTMAX, Readout
from ..objective.targets import Targets
from ..training.optimisers import SGD, Adam, AdamW, RMSprop
from ..training.plan import Plan
from ..training.state import OptimiserState
from ..training.step import take_step
from ..translation import mark, tr
from .optimisers import StepEngine, StepReport, check_step
from .report import CheckReport
from .request import check_backward, check_run

HEALTHY_BACK: Final = (
    mark("no mistake, backward pass"),
    mark("no mistake, backward pass through a projection"),
)
HEALTHY_STEP: Final = mark("no mistake, training steps")
HEALTHY: Final = (
    mark("no mistake"),
    mark("no mistake, with a projection"),
    mark("no mistake, with a readout"),
    *HEALTHY_BACK,
    HEALTHY_STEP,
)

CASES: Final = (*HEALTHY, *MISTAKES, *OPTIMISER_MISTAKES)
"""Engines to examine, named by the mistakes in them."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of checking one engine.

    Attributes:
        case: the mistake in the engine. expected: the checks that must disagree with it.
        flagged_by: the ones that did. first: the first disagreement in one sentence; empty for
            none.
    """

    case: str
    expected: frozenset[str]
    flagged_by: frozenset[str]
    first: str
    torch_version: str

    @property
    def passed(self) -> bool:
        """True when all expected checks disagree, and none does in a correct engine."""
        if self.case in HEALTHY:
            return not self.flagged_by
        return self.expected <= self.flagged_by

    def text(self) -> str:
        """Write the verdict in one line."""
        seen = ", ".join(sorted(self.flagged_by)) or "none"
        line = f"{'ok  ' if self.passed else 'FAIL'}  {self.case}: flagged by {seen}"
        if not self.passed and self.expected:
            line += f", must be by {', '.join(sorted(self.expected))}"
        return f"{line}. {self.first}" if self.first else line

    def to_json(self) -> dict[str, Any]:
        """Return the fields for `json.dumps`."""
        return {
            "case": self.case,
            "passed": self.passed,
            "expected": sorted(self.expected),
            "flagged_by": sorted(self.flagged_by),
            "first_disagreement": self.first or None,
        }


def selftest(seed: int = 0) -> Iterator[Verdict]:
    """Examine every engine of the table, one after the other. Imports torch."""
    for case in CASES:
        yield examine(case, seed)


def examine(case: str, seed: int = 0) -> Verdict:
    """Run one engine over the probe of a seed, and check it. Imports torch."""
    of_step = case == HEALTHY_STEP or case in OPTIMISER_MISTAKES
    report = _checked_steps(case, seed) if of_step else _checked(case, seed)
    flagged = {kind.check for kind, largest in report.largest.items() if largest.ratio > 1}
    first = report.first_disagreement
    mistake = MISTAKES.get(case) or OPTIMISER_MISTAKES.get(case)
    return Verdict(
        case,
        frozenset() if mistake is None else mistake.caught_by,
        frozenset(flagged),
        "" if first is None else first.text(),
        report.torch_version,
    )


def summary(verdicts: Sequence[Verdict]) -> str:
    """Sum up all verdicts in one line."""
    failed = [verdict for verdict in verdicts if not verdict.passed]
    mistakes = sum(verdict.case not in HEALTHY for verdict in verdicts)
    if not failed:
        return tr(
            "the self-test finds all {mistakes} mistakes, each with the checks meant "
            "for it, and none in the correct engine (torch {version})",
            mistakes=mistakes,
            version=verdicts[0].torch_version,
        )
    return tr(
        "the self-test FAILED in {failed} of {count} cases: {names}",
        failed=len(failed),
        count=len(verdicts),
        names="; ".join(_case_text(verdict.case) for verdict in failed),
    )


def _case_text(case: str) -> str:
    return MISTAKES[case].text() if case in MISTAKES else tr(case)


def probe(seed: int, projected: bool) -> Experiment:
    """Make an experiment with every option: three layers (so two masks), two directions, lengths.

    A projection gives h and c two widths: some mistakes are impossible with one, others without
    one. Imports torch, which draws the masks.
    """
    from ..reference import torch_lstm

    config = LSTMConfig(3, 4, 3, dropout=0.5, bidirectional=True, proj_size=2 if projected else 0)
    steps, lengths = 7, (5, 2, 7)
    shape = steps, len(lengths), config.num_directions * config.output_size
    masks = torch_lstm.dropout_masks(shape, lengths, 3, 0.5, seed, np.float32)
    experiment = _random(config, (steps, len(lengths)), np.float32, seed, lengths)
    return replace(experiment, training=True, seed=seed, masks=masks)


def probes(seed: int) -> Iterator[Experiment]:
    """Yield experiments such that every mistake forwards shows in one of them. Imports torch.

    Those with every option come first, then experiments of an even width, without lengths and in
    float64: of layers that can change places, and of a single layer with two directions. The last
    one has a readout.
    """
    yield probe(seed, True)
    yield probe(seed, False)
    for config in (LSTMConfig(3, 3, 2), LSTMConfig(3, 3, 1, bidirectional=True)):
        yield _random(config, (5, 2), np.float64, seed)
    yield with_readout(seed)


def probes_back(seed: int, dtype: Any = np.float32) -> Iterator[Experiment]:
    """Yield experiments such that every mistake of the backward pass shows in one of them.

    They have every option and a loss: the squared error of h_n, and, with a projection, the cross
    entropy at every timestep. Imports torch, which draws the masks.
    """
    rng = np.random.default_rng(seed)
    for projected, over, kind in ((False, H_N, MSE), (True, EVERY, CROSS_ENTROPY)):
        experiment = probe(seed, projected).astype(dtype)
        shape, config = experiment.sequence.shape[:2], experiment.config
        features = config.num_directions * config.output_size
        weight, bias = (rng.standard_normal(s).astype(dtype) for s in ((5, features), (5,)))
        counted = np.ones(shape, bool)
        counted[0, 0] = False
        classes, numbers = rng.integers(0, 5, shape), rng.standard_normal((*shape, 5)).astype(dtype)
        targets = Targets(classes if kind == CROSS_ENTROPY else numbers, counted)
        objective = Objective(Readout(weight, bias, over), targets, Loss(kind))
        yield experiment.with_objective(objective)


def with_readout(seed: int) -> Experiment:
    """Make an experiment with a readout, its answers, targets and a loss, over uneven rows."""
    experiment = _random(LSTMConfig(3, 4, 2), (6, 3), np.float32, seed, (4, 6, 2))
    rng = np.random.default_rng(seed)
    weight, bias = (rng.standard_normal(shape).astype(np.float32) for shape in ((5, 4), (5,)))
    counted = np.ones((6, 3), bool)
    counted[[0, 5], [0, 1]] = False
    targets = Targets(rng.integers(0, 5, (6, 3)), counted)
    readout = Readout(weight, bias, function=SOFTMAX)
    return experiment.with_objective(Objective(readout, targets, Loss(CROSS_ENTROPY)))


def plans() -> tuple[Plan, ...]:
    """Return plans such that every mistake in a step of training shows in one of them.

    Their clip is below the norm of `_checked_steps`' gradients. One weight is frozen.
    """
    optimisers = (
        SGD(0.1, 0.9, 0.3),
        SGD(0.1, 0.9, weight_decay=0.01, nesterov=True),
        Adam(0.01, weight_decay=0.01, amsgrad=True),
        AdamW(0.01, weight_decay=0.1),
        RMSprop(0.01, momentum=0.9, centered=True),
    )
    return tuple(Plan(optimiser, 1.0, frozenset({"weight_hh_l0"})) for optimiser in optimisers)


def _checked_steps(case: str, seed: int) -> StepReport:
    """Check three steps of each suitable plan, each taken from where the right engine stands."""
    mistake = OPTIMISER_MISTAKES.get(case)
    engine: StepEngine = take_step if mistake is None else mistake.equations.take_step
    shapes = {**LSTMConfig(3, 4).parameter_shapes(), "readout.weight": (2, 4)}
    report: StepReport | None = None
    for plan in plans():
        if mistake is not None and not mistake.needs(plan):
            continue
        rng, state = np.random.default_rng(seed), OptimiserState.fresh()
        weights, *gradients = (
            {name: rng.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
            for _ in range(4)
        )
        for gradient in gradients:
            part = check_step(plan, weights, gradient, state, engine)
            report = part if report is None else report.merged(part)
            step = take_step(plan, weights, gradient, state)
            weights, state = dict(step.weights), step.state
    assert report is not None
    return report


def _random(
    config: LSTMConfig,
    shape: tuple[int, int],
    dtype: Any,
    seed: int,
    lengths: tuple[int, ...] | None = None,
) -> Experiment:
    """Make an experiment of normal numbers over (T, B) timesteps and rows, in eval mode."""
    rng = np.random.default_rng(seed)

    def numbers(*shape: int) -> Any:
        return rng.standard_normal(shape).astype(dtype)

    shapes = config.parameter_shapes().items()
    parameters = Parameters(config, {n: dtype(0.5) * numbers(*shape) for n, shape in shapes})
    experiment = Experiment.create(parameters, numbers(*shape, config.input_size), lengths=lengths)
    states = (numbers(*config.state_shape(shape[1], state)) for state in experiment.states)
    return experiment.with_states(*states)


def _checked(case: str, seed: int) -> CheckReport:
    mistake = MISTAKES.get(case)
    if mistake is None:
        healthy = probe(seed, False), probe(seed, True), with_readout(seed), *probes_back(seed)
        run, backwards = run_of(healthy[HEALTHY.index(case)]), case in HEALTHY_BACK
    else:
        backwards = mistake.backwards
        suitable = filter(mistake.needs, probes_back(seed) if backwards else probes(seed))
        run = run_of(next(suitable), case)
    run.advance()
    if not backwards:
        return check_run(run)
    back = backward_of(run)
    back.advance()
    return check_backward(back)
