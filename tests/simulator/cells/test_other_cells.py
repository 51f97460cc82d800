"""What follows from a sheet holds for cells that are not an LSTM: plans, steps, torch."""

import numpy as np
import pytest

from simulator.cells.interventions import KeptInputs, StepInterventions
from simulator.cells.lstm import lstm
from simulator.cells.sheet import before
from simulator.cells.step import step
from simulator.cells.step_back import step_back
from tests.needs_torch import torch
from tests.simulator.cells.lanes import (
    random_interventions,
    random_weights,
    stepped,
    stepped_back,
    walked,
    walked_back,
)
from tests.simulator.cells.other_cells import GRU, OTHERS, rnn

TORCH = {"gru": "GRU", "rnn, tanh": "RNN", "rnn, relu": "RNN"}
T = 9


def drawn(cell, seed, dtype=np.float64, T=T):
    """Return weights, x, states and a gradient from above."""
    rng = np.random.default_rng(seed)
    B, I, H = (int(rng.integers(1, n)) for n in (5, 5, 7))
    weights = random_weights(cell, rng, I, H, H, dtype)
    x = rng.standard_normal((T, B, I)).astype(dtype)
    states = [rng.standard_normal((B, H)).astype(dtype) for _ in cell.states]
    return weights, x, states, rng.standard_normal((T, B, H)).astype(dtype)


cells = pytest.mark.parametrize("cell", OTHERS, ids=lambda cell: cell.name)
seeds = pytest.mark.parametrize("seed", range(6))


@cells
@seeds
def test_the_plan_computes_what_the_steps_do(cell, seed):
    weights, x, states, _ = drawn(cell, seed)
    by_plan, by_steps = walked(weights, x, states), stepped(weights, x, states)
    for name, array in by_plan.arrays.items():
        np.testing.assert_allclose(array, by_steps.arrays[name], rtol=1e-13, atol=1e-14)


@cells
@seeds
def test_the_plan_has_the_same_bits_in_any_increments(cell, seed):
    weights, x, states, above = drawn(cell, seed, np.float32, T=140)
    whole = walked(weights, x, states)
    parts = walked(weights, x, states, stops=(1, 30, 129))
    I = x.shape[-1]
    back = walked_back(weights, whole, I, above)
    back_parts = walked_back(weights, whole, I, above, stops=(1, 30, 129))
    for one, other in ((whole, parts), (back, back_parts)):
        for name, array in one.arrays.items():
            assert array.tobytes() == other.arrays[name].tobytes(), name


@cells
@seeds
def test_a_large_step_has_the_bits_of_a_small_one(cell, seed, monkeypatch):
    weights, x, states, _ = drawn(cell, seed)
    copied = walked(weights, x, states)
    monkeypatch.setattr("simulator.engine.fast_lane._LARGE_STEP", 1)
    direct = walked(weights, x, states, stops=(4,))
    for name, array in copied.arrays.items():
        assert array.tobytes() == direct.arrays[name].tobytes(), name


@cells
@seeds
def test_the_back_plan_has_the_bits_of_the_steps_back(cell, seed):
    weights, x, states, above = drawn(cell, seed)
    lane = walked(weights, x, states)
    by_plan = walked_back(weights, lane, x.shape[-1], above)
    by_steps, _ = stepped_back(weights, lane, x.shape[-1], above)
    for name, array in by_plan.arrays.items():
        assert array.tobytes() == by_steps.arrays[name].tobytes(), name


def torch_module(cell, weights):
    """Return torch's own layer of some weights; None where it has none."""
    if cell.name not in TORCH:
        return None
    H, I = weights.hidden_size, weights.W_ih.shape[1]
    more = {"nonlinearity": cell.name[5:]} if cell.name.startswith("rnn") else {}
    layer = getattr(torch.nn, TORCH[cell.name])(I, H, **more).to(torch.float64)
    names = {f"{kind}_l0": torch.from_numpy(a.copy()) for kind, a in weights.arrays.items()}
    layer.load_state_dict(names)
    return layer


@pytest.mark.parametrize("cell", [GRU, rnn("tanh"), rnn("relu")], ids=lambda cell: cell.name)
@seeds
def test_torch_has_the_same_numbers_and_gradients(cell, seed):
    weights, x, states, above = drawn(cell, seed)
    layer = torch_module(cell, weights)
    given, h_0 = (torch.tensor(a, requires_grad=True) for a in (x, states[0][None]))
    output, _ = layer(given, h_0)
    (output * torch.from_numpy(above)).sum().backward()
    lane = walked(weights, x, states)
    np.testing.assert_allclose(lane.output, output.detach().numpy(), rtol=1e-12, atol=1e-14)
    gradients, on = stepped_back(weights, lane, x.shape[-1], above)
    np.testing.assert_allclose(gradients.values("dx"), given.grad.numpy(), rtol=1e-10, atol=1e-13)
    h = before(cell.output)
    np.testing.assert_allclose(on[h], h_0.grad[0].numpy(), rtol=1e-10, atol=1e-13)


@cells
@seeds
def test_autograd_over_the_rows_has_the_same_gradients(cell, seed):
    """The rows once more, by torch's operations, read from the sheet."""
    weights, x, states, above = drawn(cell, seed, T=4)
    given = [torch.tensor(a, requires_grad=True) for a in (x, *states)]
    output = rows_in_torch(weights, given[0], given[1:])
    (output * torch.from_numpy(above)).sum().backward()
    lane = walked(weights, x, states)
    np.testing.assert_allclose(lane.output, output.detach().numpy(), rtol=1e-12, atol=1e-14)
    gradients, on = stepped_back(weights, lane, x.shape[-1], above)
    ours = [gradients.values("dx"), *on.values()]
    for mine, tensor in zip(ours, given, strict=True):
        np.testing.assert_allclose(mine, tensor.grad.numpy(), rtol=1e-10, atol=1e-13)


def rows_in_torch(weights, x, states):
    """Return h of each step of a cell, (T, B, H)."""
    cell, found = weights.cell, []
    functions = {"σ": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu, "": lambda a: a}
    state = dict(zip(map(before, cell.states), states, strict=True))
    for row_x in x:
        values = {"x": row_x, **state}
        for row in cell.rows:
            total = 0
            for term in row.terms:
                one = torch.tensor(float(term.k), dtype=torch.float64)
                for factor in term.factors:
                    known = values.get(factor.of)
                    value = torch.tensor(weights.part(factor.of)) if known is None else known
                    if factor.matrix:
                        value = value @ torch.tensor(weights.part(factor.matrix)).T
                    one = one * value
                total = total + one
            values[row.key] = functions[row.function](total)
        state = {before(key): values[key] for key in cell.states}
        found.append(values[cell.output])
    return torch.stack(found)


@cells
@seeds
def test_a_cut_changes_no_bit_of_what_it_does_not_reach(cell, seed):
    """Of a GRU the candidate has two sums: a cut of one leaves the other as it was."""
    weights, x, states, _ = drawn(cell, seed)
    n, H, rng = x.shape[1], weights.hidden_size, np.random.default_rng(seed)
    kept_x, kept_h = np.ones((n, x.shape[2]), bool), np.ones((n, H), bool)
    kept_x[:, rng.integers(x.shape[2])] = False
    j = int(rng.integers(len(weights.W_ih)))
    cut = StepInterventions(cuts={j: KeptInputs(np.ones(n, bool), kept_x, kept_h)})
    free, held = step(weights, x[0], states), step(weights, x[0], states, cut)
    gate, unit = divmod(j, H)
    fed = [
        key
        for matrix, (key, of) in cell.matrices.items()
        if of == "x" and cell.stacked[matrix][1] == gate
    ]
    changed = np.flatnonzero((free["z"] != held["z"]).any(axis=0))
    columns = {cell.sums.index(key) * H + unit for key in fed}
    late = {k for k, key in enumerate(cell.sums) if cell.level[key] > 1}
    assert {int(c) for c in changed if c // H not in late or int(c) in columns} <= columns


@pytest.mark.parametrize("cell", [lstm(), *OTHERS], ids=lambda cell: cell.name)
@pytest.mark.parametrize("seed", range(20))
def test_gradients_under_holds_and_cuts_are_those_of_small_differences(cell, seed):
    """Also of a held sum that is a step, and of a cut of a matrix that multiplies a row."""
    weights, x, states, _ = drawn(cell, seed, T=1)
    rng, (n, I), H = np.random.default_rng(seed), x[0].shape, weights.hidden_size
    held = random_interventions(cell, rng, n, I, H, H)
    wanted = [rng.standard_normal((n, H)) for _ in states]
    given = [x[0], *states]

    def total(given):
        made = step(weights, given[0], given[1:], held)
        found = [made[f"{state}_states"] for state in cell.states]
        return sum((w * a).sum() for w, a in zip(wanted, found, strict=True))

    recorded = {before(s): a for s, a in zip(cell.states, states, strict=True)}
    made = step(weights, given[0], states, held)
    back = step_back(weights, {**recorded, **made}, wanted, held)
    for place, gradient in enumerate((back.back[:, :I], *back.before)):
        for at in np.ndindex(gradient.shape):
            ends = []
            for e in (1e-6, -1e-6):
                moved = [array.copy() for array in given]
                moved[place][at] += e
                ends.append(total(moved))
            np.testing.assert_allclose(gradient[at], (ends[0] - ends[1]) / 2e-6, atol=2e-8)
