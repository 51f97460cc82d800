"""Engine of wrong steps: right by default, bit for bit; each mistake changes what it says."""

import numpy as np
import pytest

from simulator.check.selftest import plans
from simulator.mistakes.catalogue import OPTIMISER_MISTAKES
from simulator.mistakes.optimiser_step import RIGHT_STEP
from simulator.training.optimisers import SGD, Adam, RMSprop
from simulator.training.plan import Plan
from simulator.training.state import OptimiserState
from simulator.training.step import AT_ONCE, take_step
from tests.simulator.training.variants import VARIANTS, numbers

SHAPES = {"a": (5, 3), "b": (5,), "c": (2, 2), "d": (AT_ONCE + 1,)}
FEW = {name: SHAPES[name] for name in "ab"}


def bits(step):
    kept = {k: {n: a.tobytes() for n, a in of.items()} for k, of in step.state.buffers.items()}
    weights = {name: array.tobytes() for name, array in step.weights.items()}
    return weights, kept, step.state.count, step.norm, step.coefficient


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("clip", [None, 1.0])
def test_without_a_mistake_it_gives_the_bits_of_training(variant, dtype, clip):
    plan = Plan(VARIANTS[variant], clip, frozenset("c"), frozenset("b"))
    weights, state = numbers(SHAPES, dtype, 0), OptimiserState.fresh()
    for seed in range(1, 4):
        given = plan, weights, numbers(SHAPES, dtype, seed), state
        step = take_step(*given)
        assert bits(RIGHT_STEP.take_step(*given)) == bits(step)
        weights, state = step.weights, step.state


def test_small_betas_give_the_same_bits_too():
    for optimiser in (Adam(betas=(0.3, 0.2)), RMSprop(alpha=0.4, centered=True)):
        given = Plan(optimiser), numbers(SHAPES, np.float32, 0), numbers(SHAPES, np.float32, 1)
        state = take_step(*given, OptimiserState.fresh()).state
        assert bits(RIGHT_STEP.take_step(*given, state)) == bits(take_step(*given, state))


def test_every_mistake_shows_on_a_plan_of_the_self_test():
    for mistake in OPTIMISER_MISTAKES.values():
        shown = [plan for plan in plans() if mistake.needs(plan)]
        assert shown, mistake.name
        for plan in shown:
            wrong, right = (
                weights_by(mistake.equations.take_step, plan),
                weights_by(take_step, plan),
            )
            assert max(np.abs(wrong[name] - right[name]).max() for name in right) > 1e-10


def weights_by(engine, plan):
    """Return the weights after three steps."""
    weights, state = numbers(FEW, np.float64, 0), OptimiserState.fresh()
    for seed in range(1, 4):
        step = engine(plan, weights, numbers(FEW, np.float64, seed), state)
        weights, state = step.weights, step.state
    return weights


def test_a_mistake_is_of_its_optimiser_alone():
    """On a plan that it does not need, the wrong engine gives the right numbers."""
    checked = 0
    for mistake in OPTIMISER_MISTAKES.values():
        for optimiser in (SGD(0.1), Adam(0.1, eps=0), RMSprop(0.1, eps=0), SGD(0.1, 0.9, 0.9)):
            if mistake.needs(Plan(optimiser)):
                continue
            given = Plan(optimiser), numbers(SHAPES, np.float64, 0), numbers(SHAPES, np.float64, 1)
            wrong = mistake.equations.take_step(*given, OptimiserState.fresh())
            for name, right in take_step(*given, OptimiserState.fresh()).weights.items():
                np.testing.assert_allclose(wrong.weights[name], right, 1e-12, err_msg=mistake.name)
            checked += 1
    assert checked > 30
