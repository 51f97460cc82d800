"""Step of an optimiser: numbers by hand, and laws that hold for every optimiser."""

import math
import pickle

import numpy as np
import pytest

from simulator.training.formulas import formula_step
from simulator.training.optimisers import SGD, Adam, AdamW, Optimiser, RMSprop
from simulator.training.plan import Plan
from simulator.training.state import OptimiserState
from simulator.training.step import AT_ONCE, Step, take_step
from tests.simulator.training.variants import VARIANTS, numbers

NAMES = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "readout.weight")
SHAPES = dict(zip(NAMES, [(8, 3), (8, 2), (8,), (2, 2)], strict=True))
DTYPES = (np.float32, np.float64)


def one(value: float) -> dict[str, np.ndarray]:
    return {"w": np.array([value])}


def twice(optimiser: Optimiser, clip: float | None = None) -> tuple[list[float], Step]:
    """Take two steps from 1 with the gradients 0.5 and 0.25; return the numbers, and the last."""
    plan, state, at, found = Plan(optimiser, clip), OptimiserState.fresh(), one(1.0), []
    for gradient in (0.5, 0.25):
        step = take_step(plan, at, one(gradient), state)
        at, state = step.weights, step.state
        found.append(float(at["w"][0]))
    return found, step


@pytest.mark.parametrize(
    ("optimiser", "expected"),
    [
        (SGD(0.1), [0.95, 0.925]),
        (SGD(0.1, weight_decay=0.2), [0.93, 0.93 - 0.1 * (0.25 + 0.2 * 0.93)]),
        (SGD(0.1, 0.9), [0.95, 0.95 - 0.1 * (0.9 * 0.5 + 0.25)]),
        (SGD(0.1, 0.9, 0.3), [0.95, 0.95 - 0.1 * (0.9 * 0.5 + 0.7 * 0.25)]),
        (SGD(0.1, 0.9, nesterov=True), [1 - 0.1 * (0.5 + 0.45), 0.905 - 0.1 * (0.25 + 0.9 * 0.7)]),
        # m = 0.05, then 0.07; v = 0.00025, then 0.00031225: over 1 − 0.9ⁿ and 1 − 0.999ⁿ
        (
            Adam(0.1, eps=0),
            [0.9, 0.9 - 0.1 * (0.07 / 0.19) / math.sqrt(0.00031225 / (1 - 0.999**2))],
        ),
        (
            AdamW(0.1, eps=0, weight_decay=0.5),
            [0.85, 0.85 * 0.95 - 0.1 * (0.07 / 0.19) / math.sqrt(0.00031225 / (1 - 0.999**2))],
        ),
        # s = 0.125, then 0.09375; ḡ = 0.25, twice
        (
            RMSprop(0.1, 0.5, eps=0),
            [1 - 0.05 / math.sqrt(0.125), 1 - 0.05 / math.sqrt(0.125) - 0.025 / math.sqrt(0.09375)],
        ),
        (
            RMSprop(0.1, 0.5, eps=0, centered=True),
            [1 - 0.05 / 0.25, 0.8 - 0.025 / math.sqrt(0.03125)],
        ),
        (
            RMSprop(0.1, 0.5, eps=0, momentum=0.9),
            [
                1 - 0.05 / math.sqrt(0.125),
                1 - 0.05 * 1.9 / math.sqrt(0.125) - 0.025 / math.sqrt(0.09375),
            ],
        ),
    ],
)
def test_two_steps_by_hand(optimiser: Optimiser, expected: list[float]) -> None:
    found, _ = twice(optimiser)
    assert found == pytest.approx(expected, rel=1e-12)


def test_amsgrad_keeps_the_largest_v() -> None:
    _, step = twice(Adam(0.1, betas=(0.9, 0.1), amsgrad=True))
    v = 0.9 * 0.25
    assert step.state.buffers["exp_avg_sq"]["w"] == pytest.approx(0.1 * v + 0.9 * 0.0625)
    assert step.state.buffers["max_exp_avg_sq"]["w"] == pytest.approx(v)


def test_the_clip_has_one_norm_over_all() -> None:
    weights = {"a": np.zeros(1), "b": np.zeros(1), "c": np.zeros(1)}
    gradients = {"a": np.array([3.0]), "b": np.array([4.0]), "c": np.array([100.0])}
    step = take_step(
        Plan(SGD(1.0), 1.0, frozen=frozenset("c")), weights, gradients, OptimiserState.fresh()
    )
    assert step.norm == 5.0
    assert step.coefficient == 1 / (5 + 1e-6)
    assert step.weights["a"][0] == -3 * step.coefficient
    assert step.weights["b"][0] == -4 * step.coefficient
    assert step.weights["c"] is weights["c"]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_step_is_pure(variant: str, dtype: type) -> None:
    plan = Plan(VARIANTS[variant], 1.0, undecayed=frozenset({"bias_ih_l0"}))
    weights, gradients = numbers(SHAPES, dtype, 0), numbers(SHAPES, dtype, 1)
    state = OptimiserState.fresh()
    for _ in range(3):
        before = pickle.dumps((weights, gradients, state))
        step, again = (take_step(plan, weights, gradients, state) for _ in range(2))
        assert pickle.dumps((weights, gradients, state)) == before
        assert pickle.dumps(step) == pickle.dumps(again)
        assert all(not a.flags.writeable for a in step.weights.values())
        assert tuple(step.weights) == NAMES
        assert all(step.weights[n].dtype == dtype for n in NAMES)
        weights, state = dict(step.weights), step.state
    assert state.count == 3
    assert set(state.buffers) == set(VARIANTS[variant].kinds)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_in_rows_and_parts_a_tensor_has_the_bits_that_it_has_alone(
    variant: str, dtype: type
) -> None:
    plan = Plan(VARIANTS[variant], undecayed=frozenset({"bias_ih_l0"}))
    shapes = {**SHAPES, "weight_ih_l1": (5, AT_ONCE // 2)}
    together, state = numbers(shapes, dtype, 2), OptimiserState.fresh()
    alone, kept = dict(together), {name: {} for name in shapes}
    for seed in range(3):
        gradients = numbers(shapes, dtype, seed)
        step = take_step(plan, together, gradients, state)
        together, state = step.weights, step.state
        squares = sum(float(np.square(g, dtype=np.float64).sum()) for g in gradients.values())
        assert step.norm == pytest.approx(math.sqrt(squares), rel=1e-6)
        for name in shapes:
            decay = 0.0 if name == "bias_ih_l0" else plan.optimiser.weight_decay
            alone[name], kept[name] = formula_step(
                plan.optimiser, alone[name], gradients[name], kept[name], seed + 1, decay
            )
            assert alone[name].tobytes() == together[name].tobytes()
            for kind, array in kept[name].items():
                assert array.tobytes() == state.buffers[kind][name].tobytes()


@pytest.mark.parametrize("size", [3, AT_ONCE + 1])
@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_kept_is_no_part_of_what_was_given(variant: str, size: int) -> None:
    """A gradient's memory may be used again."""
    plan = Plan(VARIANTS[variant])
    given = [np.ones(size), np.ones(size)]
    step = take_step(plan, {"w": given[0]}, {"w": given[1]}, OptimiserState.fresh())
    made = [step.weights["w"], *(kept["w"] for kept in step.state.buffers.values())]
    assert not any(np.shares_memory(one, other) for one in made for other in given)


def test_a_state_travels_between_processes() -> None:
    _, step = twice(Adam())
    there = pickle.loads(pickle.dumps(step.state))
    assert there.count == 2
    assert there.buffers["exp_avg"]["w"] == step.state.buffers["exp_avg"]["w"]


def test_what_does_not_fit_is_refused() -> None:
    fresh, plan = OptimiserState.fresh(), Plan(Adam())
    with pytest.raises(ValueError, match="w is trained but has no gradient"):
        take_step(plan, one(1.0), {}, fresh)
    with pytest.raises(ValueError, match="the gradient of w must have shape"):
        take_step(plan, one(1.0), {"w": np.zeros(2)}, fresh)
    with pytest.raises(ValueError, match="the gradient of w must be float64, got float32"):
        take_step(plan, one(1.0), {"w": np.zeros(1, np.float32)}, fresh)
    other = take_step(Plan(RMSprop()), one(1.0), one(1.0), fresh).state
    with pytest.raises(ValueError, match="Start with a new one"):
        take_step(plan, one(1.0), one(1.0), other)


def test_momentum_that_comes_later_begins_with_its_own_first_step() -> None:
    state = take_step(Plan(SGD(0.1)), one(1.0), one(1.0), OptimiserState.fresh()).state
    step = take_step(Plan(SGD(0.1, 0.9, 0.5)), one(1.0), one(2.0), state)
    assert step.state.buffers["momentum_buffer"]["w"] == 2
    assert step.state.count == 2
