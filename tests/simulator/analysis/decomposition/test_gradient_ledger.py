"""The ledger of any gradient adds up, and each factor is the number that its source holds."""

import math

import numpy as np
import pytest

from simulator.analysis.address import Address, Given
from simulator.analysis.decomposition.gradient_ledger import gradient_ledger
from simulator.analysis.decomposition.summary import summary
from simulator.analysis.decomposition.weight_ledger import weight_ledger
from simulator.analysis.weight_gradient import WeightGradient
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from simulator.network.gradient_quantities import DY
from simulator.network.interventions import Hold
from simulator.network.lane import Lane
from simulator.objective.objective import Objective, Seed
from tests.simulator.experiments import random_parameters
from tests.simulator.gradients.cases import random_case
from tests.simulator.objective.objectives import objective_of

DTYPES = [np.float32, np.float64]
CASES = [(seed, dtype) for seed in range(40) for dtype in DTYPES]


def back_of(experiment, steps=None):
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance(steps)
    return back


def addresses(experiment, rng, count):
    """Yield random gradients of an experiment."""
    config = experiment.config
    keys = [key for key in config.gradients if key != "dz"]
    keys += [DY] if experiment.source == "readout" else []
    while count:
        key, lane = str(rng.choice(keys)), config.lane(int(rng.integers(config.num_lanes)))
        row = int(rng.integers(experiment.batch_size))
        t = int(rng.integers(experiment.lengths[row]))
        width = experiment.width("y") if key == DY else config.gradient_width(key, lane.layer)
        at = Address(key, lane, t, row, int(rng.integers(width)))
        if key != DY or at.exists(experiment):
            count -= 1
            yield at


def bound(book, dtype):
    """Return the rounding of a sum of products: γ_n · Σ|terms|, n with six roundings a term."""
    info = np.finfo(dtype)
    n, u = len(book) + 12, info.eps / 2
    return n * u / (1 - n * u) * np.abs(book.products).sum() + 4 * n * info.smallest_subnormal


@pytest.mark.few(8)
@pytest.mark.parametrize(("seed", "dtype"), CASES)
def test_terms_add_up_to_the_gradient(seed, dtype):
    experiment = random_case(seed, dtype)
    back = back_of(experiment)
    for at in addresses(experiment, np.random.default_rng(seed), 40):
        book = gradient_ledger(back, at)
        assert book.value == book.total == at.value(back.trace)
        assert abs(book.rounding) <= bound(book, dtype)
        labels = [book.term(k).label for k in range(len(book))]
        assert len(set(labels)) == len(labels)


def answers_that_count(experiment):
    """Count the answers of a loss one by one."""
    objective, found = experiment.objective, 0
    targets, loss = objective.targets, objective.loss
    for row, n in enumerate(experiment.lengths):
        for t in range(n) if objective.readout.over == "every" else [n - 1]:
            ignored = loss.kind == "cross-entropy" and targets.values[t, row] == loss.ignore_index
            found += bool(targets.counted[t, row]) and not ignored
    return found


def of_dy(back, factor, held, at):
    """Return what a factor of dy makes of y, of the target, or of the loss; None for others."""
    experiment = back.run.experiment
    loss, outputs = experiment.objective.loss, experiment.width("y")
    if factor.function == "softmax":
        y = back.run.trace.values("y", Lane())[at.t, at.row].astype(np.float64)
        return np.exp(y - y.max())[at.unit] / np.exp(y - y.max()).sum()
    if factor.function == "onehot":
        return float(held == at.unit)
    if isinstance(factor.source, Address) and factor.source.quantity == "loss":
        number = answers_that_count(experiment) * (1 if loss.kind == "cross-entropy" else outputs)
        scale = (2 if loss.kind == "mse" else 1) / (number if loss.reduction == "mean" else 1)
        top, _, over = factor.function.partition("/")
        assert float(top) / float(over or 1) == scale
        return math.copysign(scale, factor.value)
    return None


def function_of(factor, held):
    """Return what a factor makes of the number that its source holds."""
    y = np.float64(held)
    if factor.function in ("", "tanh"):
        return np.tanh(y) if factor.function else held
    if "²" in factor.function:
        g = np.tanh(y) if "tanh" in factor.function else y
        return (1 - g) * (1 + g)
    if factor.function == "σ":
        return 1 / (1 + np.exp(-y))
    assert factor.function[1:2] == "("
    return y * (1 - y)


@pytest.mark.few(8)
@pytest.mark.parametrize(("seed", "dtype"), CASES)
def test_every_factor_is_known_before_and_is_what_its_source_holds(seed, dtype):
    experiment = random_case(seed, dtype)
    back = back_of(experiment)
    schedule = back.run.schedule
    for at in addresses(experiment, np.random.default_rng(seed + 1), 20):
        book = gradient_ledger(back, at)
        for k in range(len(book)):
            term = book.term(k)
            for factor in term.factors:
                if isinstance(factor.source, Address) and factor.source.quantity != "loss":
                    assert factor.source.position(schedule) < at.position(schedule)
                if factor.function in ("cut", "held"):
                    assert factor.value == term.product == 0
                    continue
                held = factor.source.value(back.trace)
                expected = of_dy(back, factor, held, at) if at.quantity == DY else None
                if expected is None:
                    expected = function_of(factor, held)
                np.testing.assert_allclose(factor.value, expected, rtol=1e-14)
            product = math.prod(float(factor.value) for factor in term.factors)
            np.testing.assert_allclose(term.product, product, rtol=1e-14)


@pytest.mark.parametrize(
    ("loss", "function"), [("mse", ""), ("bce", "σ"), ("cross-entropy", "softmax")]
)
@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_terms_of_dy_are_an_answer_and_what_is_right(loss, function, reduction):
    """Their signs differ, and so the second is taken away from the first."""
    config = LSTMConfig(2, 3)
    experiment = Experiment.create(random_parameters(config), np.ones((4, 2, 2), np.float32))
    objective = objective_of(
        config, (4, 2), np.float32, 3, loss=loss, over="every", reduction=reduction
    )
    back = back_of(experiment.with_objective(objective))
    for t, row in np.argwhere(back.run.experiment.counts()).tolist():
        for unit in range(3):
            at = Address(DY, Lane(), t, row, unit)
            book = gradient_ledger(back, at)
            (said, scale), (right, minus) = (book.term(k).factors for k in range(2))
            assert len(book) == 2
            assert said.function == function
            assert scale.value == -minus.value > 0
            for factor in (said, scale, right, minus):
                held = factor.source.value(back.trace)
                expected = of_dy(back, factor, held, at)
                expected = function_of(factor, held) if expected is None else expected
                np.testing.assert_allclose(factor.value, expected, rtol=1e-14)


@pytest.mark.parametrize("seed", range(15))
def test_what_is_not_walked_has_no_ledger(seed):
    experiment = random_case(seed)
    run = Run(experiment)
    run.advance()
    back, end = BackwardRun(run), run.schedule.end
    back.advance(back.order.num_steps // 2)
    for at in addresses(experiment, np.random.default_rng(seed), 30):
        if at.position(run.schedule) <= end + back.computed_until:
            assert gradient_ledger(back, at).value == at.value(back.trace)
        else:
            with pytest.raises(IndexError, match="not computed"):
                gradient_ledger(back, at)


@pytest.mark.parametrize("at", [Address("dz"), Address("dc", unit=99), Address("dh", t=99)])
def test_no_such_gradient(at):
    back = back_of(random_case(1))
    with pytest.raises(IndexError):
        gradient_ledger(back, at)
    with pytest.raises(KeyError):
        gradient_ledger(back, Address("c"))


def parameters_of(experiment):
    names = {name: array.shape for name, array in experiment.parameters.arrays.items()}
    if experiment.source == "readout":
        readout = experiment.objective.readout
        names["readout.weight"] = readout.weight.shape
        if readout.bias is not None:
            names["readout.bias"] = readout.bias.shape
    return names


@pytest.mark.few(8)
@pytest.mark.parametrize(("seed", "dtype"), CASES)
def test_a_weights_terms_are_its_cells_and_add_up_at_any_step(seed, dtype):
    experiment = random_case(seed, dtype)
    back, rng = back_of(experiment), np.random.default_rng(seed)
    schedule = back.run.schedule
    for name, shape in parameters_of(experiment).items():
        parameter = Given(name, tuple(int(rng.integers(n)) for n in shape))
        position = int(rng.integers(schedule.end, schedule.last + 1))
        number = WeightGradient.at(parameter, schedule, position)
        book = weight_ledger(back, number)
        assert book.value == back.gradient(name, number.walked)[parameter.indices]
        assert abs(book.rounding) <= bound(book, dtype)
        shares, walked = book.shares(), np.zeros(experiment.num_timesteps)
        for k in range(len(book)):
            term = book.term(k)
            walked[book.t[k]] += term.product
            for factor in term.factors:
                held = factor.source.value(back.trace)
                assert factor.value == (0 if factor.function else held)
                if isinstance(factor.source, Address):
                    assert factor.source.position(schedule) <= position
        there = ~np.isnan(shares)
        np.testing.assert_allclose(shares[there], walked[there], rtol=1e-12, atol=1e-300)
        assert not walked[~there].any()
        assert set(np.flatnonzero(there)) == set(book.t.tolist())
        whole = weight_ledger(back, WeightGradient.at(parameter, schedule, schedule.last))
        assert not whole.ahead.any()
        assert set(np.flatnonzero(book.ahead)) == set(whole.t.tolist()) - set(book.t.tolist())
        assert {*zip(book.t, book.rows, strict=True)} <= {*zip(whole.t, whole.rows, strict=True)}
        with pytest.raises(IndexError):
            weight_ledger(back, number._replace(walked=experiment.num_timesteps + 1))


def test_a_weight_by_hand():
    """One unit, three steps, a seed on the last h: dW_hf is Σ dz_f · h before it."""
    config = LSTMConfig(1, 1)
    experiment = Experiment.create(
        random_parameters(config, 5, np.float64),
        np.array([[0.5], [-1.0], [2.0]]),
        np.array([[0.25]]),
        np.array([[1.5]]),
    ).with_objective(Objective(seeds=(Seed("h", t=2),)))
    back = back_of(experiment)
    dz, h = back.trace.values("dz_f", Lane())[:, 0, 0], back.run.trace.values("h", Lane())[:, 0, 0]
    taught = [dz[0] * 0.25, dz[1] * h[0], dz[2] * h[1]]
    book = weight_ledger(back, WeightGradient("weight_hh_l0", (1, 0), 3))
    assert book.products.tolist() == taught
    assert book.shares().tolist() == taught
    assert book.term(0).label == "dz_f[0]·h[t−1][0] at t 0"
    assert book.product == "dz_f[0]·h[t−1][0]"
    assert book.term(0).factors[1].source == Given("h_0", (0, 0, 0))
    assert book.term(2).factors[1].source == Address("h", Lane(), 1, 0, 0)
    half = weight_ledger(back, WeightGradient("weight_hh_l0", (1, 0), 2))
    assert np.isnan(half.shares()[0])
    assert half.products.tolist() == taught[1:]
    assert half.ahead.tolist() == [True, False, False]
    assert not book.ahead.any()


def test_the_terms_of_dc_by_hand():
    config = LSTMConfig(1, 2)
    experiment = Experiment.create(
        random_parameters(config, 5, np.float64), np.array([[0.5], [-1.0]])
    ).with_objective(Objective(seeds=(Seed("c", t=0, unit=1, number=3.0), Seed("h", t=1))))
    back = back_of(experiment)
    book = gradient_ledger(back, Address("dc", Lane(), 0, 0, 1))
    assert [book.term(k).label for k in range(len(book))] == [
        "chosen value",
        "f[1]·dc[1]",
        "dh[1]·o[1]·(1 − tanh²(c[1]))",
    ]
    f, dc, dh, o, c = (
        Address(key, Lane(), t, 0, 1).value(back.trace)
        for key, t in (("f", 1), ("dc", 1), ("dh", 0), ("o", 0), ("c", 0))
    )
    expected = [3.0, f * dc, dh * o * (1 - np.tanh(c) ** 2)]
    np.testing.assert_allclose(book.products, expected, rtol=1e-14)
    assert book.term(0).factors[0].source == Given("seed", (0,))
    assert book.activation.argument == c


def test_nothing_goes_on_beneath_a_hold_and_its_factor_says_so():
    config = LSTMConfig(1, 2)
    experiment = (
        Experiment.create(random_parameters(config, 5, np.float64), np.array([[0.5], [-1.0]]))
        .with_objective(Objective(seeds=(Seed("h", t=1),)))
        .with_holds(Hold("c", 0, 0, (0,), 1, 1, 0.5))
    )
    back = back_of(experiment)
    for key in ("dg", "di", "df", "dc_prev"):
        book = gradient_ledger(back, Address(key, Lane(), 1, 0, 0))
        assert book.term(0).factors[0].function == "held"
        assert book.value == book.rounding == book.products[0] == 0
    assert gradient_ledger(back, Address("dc", Lane(), 1, 0, 0)).value != 0


@pytest.mark.parametrize("seed", range(20))
def test_a_summary_names_the_largest_and_ends_at_the_total(seed):
    experiment = random_case(seed)
    back = back_of(experiment)
    for at in addresses(experiment, np.random.default_rng(seed), 10):
        book = gradient_ledger(back, at)
        rows = summary(book)
        assert sum(row.terms for row in rows) == len(book)
        assert rows[-1] == (None, 0, book.rounding, float(book.total))
        named = [abs(row.amount) for row in rows if row.term is not None]
        assert named == sorted(named, reverse=True)
        assert named == sorted(np.abs(book.products).tolist(), reverse=True)[: len(named)]
        assert len(named) == min(len(book), 5 if len(book) > 6 else 6)
        np.testing.assert_allclose(
            math.fsum(row.amount for row in rows), book.total, rtol=1e-9, atol=1e-12
        )
