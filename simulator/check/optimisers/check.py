"""Performs the check of optimiser steps."""

from collections.abc import Mapping, Sequence
from functools import reduce

from ...arrays import Array
from ...training.plan import Plan
from ...training.state import OptimiserState
from ...training.step import take_step
from .comparison import Comparison
from .report import StepReport
from .request import StepCheckRequest, StepEngine


def perform_step(request: StepCheckRequest) -> StepReport:
    """Check the step of a request. Imports torch.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """
    from ...reference import torch_lstm

    dtype = next((a.dtype.name for a in request.weights.values()), "float64")
    comparison = Comparison(request, request.step, dtype)
    comparison.compare()
    if request.wide is not None:
        wide = Comparison(request, request.wide, "float64")
        wide.compare()
        comparison.join(wide)
    return StepReport(
        1,
        comparison.checked,
        comparison.not_comparable,
        comparison.first,
        dtype,
        torch_lstm.version(),
        comparison.largest,
    )


def perform_steps(requests: Sequence[StepCheckRequest]) -> StepReport:
    """Check the steps of some requests, at least one. Imports torch.

    Raises:
        ModuleNotFoundError: torch is not installed.
    """
    return reduce(StepReport.merged, map(perform_step, requests))


def check_step(
    plan: Plan,
    weights: Mapping[str, Array],
    gradients: Mapping[str, Array],
    state: OptimiserState,
    engine: StepEngine = take_step,
) -> StepReport:
    """Take a step with an engine, and check it. Imports torch.

    Args:
        plan: optimiser, clip, what is frozen. weights, gradients: by name, in one dtype.
        state: the optimiser's before the step. engine: ours, or one with a mistake.

    Raises:
        ModuleNotFoundError: torch is not installed. ValueError: as the engine.
    """
    return perform_step(StepCheckRequest.of(plan, weights, gradients, state, engine))
