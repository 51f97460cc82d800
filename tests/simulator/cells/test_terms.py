"""The terms of a number and of a gradient add up to it, in any cell."""

import math

import numpy as np
import pytest

from simulator.cells.lstm import lstm
from simulator.cells.sheet import before
from simulator.cells.step import step
from simulator.cells.step_back import along_edges, reads_back, step_back
from simulator.cells.terms import GRADIENT, SLOPE, gradient_terms, terms
from tests.simulator.cells.lanes import random_weights
from tests.simulator.cells.other_cells import COUPLED, GRU, GRU_RESET_BEFORE, OTHERS, rnn

CELLS = (lstm(), lstm(projected=True), lstm(bias=False), *OTHERS)
FUNCTIONS = {
    "": (lambda a: a, None),
    "σ": (lambda a: 1 / (1 + math.exp(-a)), lambda y: y * (1 - y)),
    "tanh": (np.tanh, lambda y: (1 - y) * (1 + y)),
    "relu": (lambda a: max(a, 0.0), lambda y: float(y > 0)),
}

cells = pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell.name} {cell.rows[-1]}")
seeds = pytest.mark.parametrize("seed", range(8))


class OneStep:
    """A step of one batch row of a random cell and the step back, by number and unit."""

    def __init__(self, cell, seed):
        rng = np.random.default_rng(seed)
        I, H = int(rng.integers(1, 5)), int(rng.integers(2, 7))
        R = H - 1 if "W_hr" in cell.matrices and cell.name == "lstm" else H
        self.cell = cell
        self.weights = random_weights(cell, rng, I, H, R, np.float64, bias=bool(cell.vectors))
        widths = {"H": H, "R": R, "I": I}
        x = rng.standard_normal((1, I))
        states = [rng.standard_normal((1, widths[cell.width(state)])) for state in cell.states]
        made = step(self.weights, x, states)
        self.values = {
            "x": x[0],
            **{before(s): v[0] for s, v in zip(cell.states, states, strict=True)},
        }
        for name, keys in cell.arrays.items():
            parts = np.split(made[name][0], len(keys))
            self.values |= dict(zip(keys, parts, strict=True))
        known = {before(state): value for state, value in zip(cell.states, states, strict=True)}
        recorded = {name: known.get(name, made.get(name)) for name in reads_back(cell)}
        arriving = [rng.standard_normal(value.shape) for value in states]
        found = step_back(self.weights, recorded, arriving)
        self.arriving = {s: a[0] for s, a in zip(cell.states, arriving, strict=True)}
        self.gradients = {key: gradient[0] for key, gradient in found.of.items()}
        self.gradients |= dict(zip(cell.sums, np.split(found.sums[0], len(cell.sums)), strict=True))
        self.before = {before(s): v[0] for s, v in zip(cell.states, found.before, strict=True)}
        self.before["x"] = found.back[0, :I]

    def gradient(self, row):
        """Return a row's gradient: of one that is not recorded, along its edges."""
        if row in self.gradients:
            return self.gradients[row]
        return along_edges(self.cell, row, self.gradient, self.values.__getitem__, lambda _: None)

    def value(self, of, unit):
        """Return a number of one unit, from its row where it is not kept."""
        if of in self.values:
            return self.values[of][unit]
        if of in self.cell.vectors:
            return self.weights.part(of)[unit]
        row = self.cell.row[of]
        total = sum(
            term.k * math.prod(self.value(factor.of, unit) for factor in term.factors)
            for term in row.terms
        )
        return FUNCTIONS[row.function][0](total)

    def factor(self, factor, unit):
        """Return a factor of one unit."""
        if factor.kind == GRADIENT:
            return self.gradient(factor.of)[unit]
        value = self.value(factor.of, unit)
        return (
            FUNCTIONS[self.cell.row[factor.of].function][1](value)
            if factor.kind == SLOPE
            else value
        )

    def products(self, found, unit, forwards=True):
        """Return the products of some terms of one unit, those of a matrix one by one."""
        for term in found:
            matrix, *others = term.factors or (None,)
            if matrix and matrix.of in self.cell.matrices:
                W = self.weights.part(matrix.of)
                weights = W[unit] if forwards else W[:, unit]
                for k, weight in enumerate(weights):
                    yield term.sign * weight * self.factor(others[0], k)
            else:
                yield term.sign * math.prod(self.factor(f, unit) for f in term.factors)


def assert_adds_up(products, number):
    products = [*products]
    bound = 4.4e-16 * max(sum(map(abs, products)), abs(number))
    assert abs(math.fsum([*products, -number])) <= bound


@cells
@seeds
def test_the_terms_of_a_row_add_up_to_its_sum(cell, seed):
    one = OneStep(cell, seed)
    for row in (row for row in cell.rows if row.kept):
        for unit, number in enumerate(one.values[row.key]):
            products = [*one.products(terms(cell, row.key), unit)]
            if row.function:
                value = FUNCTIONS[row.function][0](math.fsum(products))
                np.testing.assert_allclose(value, number, rtol=1e-15)
            else:
                assert_adds_up(products, number)


@cells
@seeds
def test_the_terms_of_a_gradient_add_up_to_it(cell, seed):
    """A state's gradient also has what arrives; that of a state before the step has not."""
    one = OneStep(cell, seed)
    for row in (row for row in cell.rows if row.kept):
        for unit, number in enumerate(one.gradient(row.key) if row.key != cell.output else ()):
            arrived = [one.arriving[row.key][unit]] if row.key in cell.states else []
            products = one.products(gradient_terms(cell, row.key), unit, forwards=False)
            assert_adds_up([*arrived, *products], number)
    for of, gradient in one.before.items():
        for unit, number in enumerate(gradient):
            for later in (False, True):
                found = gradient_terms(cell, of, later)
                assert_adds_up(one.products(found, unit, forwards=False), number)


def labels(found):
    return [term.label.format(unit=1, k=0) for term in found]


def test_labels_as_people_write_them():
    assert labels(terms(GRU, "a_n")) == ["b_in[1]", "W_in[1,0]·x[0]", "r[1]·q[1]"]
    assert labels(terms(GRU, "q")) == ["b_hn[1]", "W_hn[1,0]·h[0]"]
    assert labels(terms(GRU, "h")) == ["z[1]·h_prev[1]", "(1 − z[1])·n[1]"]
    assert labels(terms(COUPLED, "f")) == ["1", "−i[1]"]
    assert labels(terms(GRU_RESET_BEFORE, "a_n"))[3:] == ["W_hn[1,0]·s[0]"]
    assert labels(terms(lstm(projected=True), "h")) == ["W_hr[1,0]·m[0]"]


def test_labels_of_gradients():
    assert labels(gradient_terms(GRU, "z")) == ["dh[1]·h_prev[1]", "−dh[1]·n[1]"]
    assert labels(gradient_terms(GRU, "n")) == ["dh[1]·(1 − z[1])"]
    assert labels(gradient_terms(GRU, before("h"), later=True)) == [
        "W_hr[0,1]·da_r[0]",
        "W_hz[0,1]·da_z[0]",
        "W_hn[0,1]·dq[0]",
        "z[1]·dh[1]",
    ]
    assert labels(gradient_terms(rnn("tanh"), "a")) == ["dh[1]·(1 − h[1]²)"]
    assert labels(gradient_terms(rnn("relu"), "a")) == ["dh[1]·[h[1] > 0]"]


def test_a_factor_says_how_it_is_computed_from_a_kept_number():
    functions = {
        (factor.of, factor.kind): factor.function
        for cell in (lstm(), GRU)
        for row in cell.rows
        if row.kept
        for term in (*terms(cell, row.key), *gradient_terms(cell, row.key))
        for factor in term.factors
        if factor.function
    }
    assert functions["t", "value"] == "tanh"
    assert functions["t", SLOPE] == "1 − tanh²"
    assert functions["u", "value"] == "1 − z"
    assert functions["f", SLOPE] == "f(1 − f)"
    assert functions["n", SLOPE] == "1 − n²"
