"""Gradient quantities: each equation, worked out with recorded numbers, gives its gradient."""

import re
from itertools import chain

import numpy as np
import pytest

from simulator.cells.lstm import lstm
from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.gradient_quantities import (
    ARRIVALS,
    DY,
    EVERY_GRADIENT,
    STEP_OF_WEIGHTS,
    cell_gradients,
    is_gradient,
    quantity_of_gradient,
    steps_back,
)
from simulator.network.quantities import ALL, FULL, GATES
from tests.simulator.cells.other_cells import COUPLED, GRU, rnn
from tests.simulator.gradients.cases import random_case

PYTHON = (
    ("tanh²", "squared_tanh"),
    ("²", "**2"),
    (r"∂L/∂h_\{t\}", "above"),
    (r"W_\{(\w\w)\}\^T ", r'W["\1"].T @ '),
    (r"\b(d?[a-z])_\{t\}", r'number("\1", 0)'),
    (r"\b(d?[a-z])_\{t([+−])1\}", r'number("\1", \g<2>1)'),
    (r"(?<![\"\w])(d?[ifgo])\b(?!\")", r'number("\1", 0)'),
    (r"\)\(1", r") * (1"),
    ("⊙", "*"),
    ("−", "-"),
)
"""Notation of an equation, and how Python writes it."""


def worked_out(equation, **names):
    """Return the right side of an equation as a number."""
    right = equation.split(" = ")[1]
    for notation, python in PYTHON:
        right = re.sub(notation, python, right)
    functions = {"tanh": np.tanh, "squared_tanh": lambda x: np.tanh(x) ** 2}
    return eval(right, functions, names)


@pytest.mark.parametrize("seed", range(30))
def test_every_equation_gives_what_is_recorded(seed):
    """Over all options, in both directions, at a timestep with one before and one after it."""
    experiment = random_case(seed, most_holds=0)
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    config, rng = experiment.config, np.random.default_rng(seed)
    for lane, row in ((lane, r) for lane in config.lanes() for r in range(len(experiment.lengths))):
        if experiment.lengths[row] < 3:
            continue
        t = int(rng.integers(1, experiment.lengths[row] - 1))
        seeds = [s for s in experiment.objective.seeds if (s.quantity, s.lane, s.t, s.row) == (
            "c", lane, t, row)]  # fmt: skip
        names = config.parameter_names(lane)
        W = {kind[-2:]: experiment.parameters[name] for kind, name in names.items() if "w" in kind}

        def number(key, shift, at=(lane, t, row)):
            lane, t, row = at
            of = back.trace if key.startswith("d") else run.trace
            return of.values(key, lane)[t + shift, row]

        laid = back.from_above(lane)
        above = 0 if laid is None else laid[t, row]
        for key in config.gradients:
            equation = config.gradient(key, lane.direction).equation
            if key == "dz" or (key == "dc" and seeds):
                continue
            found = worked_out(equation, W=W, number=number, above=above)
            expected = back.trace.values(key, lane)[t, row]
            np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-14, err_msg=equation)


@pytest.mark.parametrize("projected", [False, True])
@pytest.mark.parametrize("reverse", [False, True])
def test_an_equation_names_what_is_computed_and_what_is_read(projected, reverse):
    after, before = ("t−1", "t+1") if reverse else ("t+1", "t−1")
    of_cell = cell_gradients(lstm(projected=projected), reverse)
    assert ("dm" in of_cell) is projected
    for key, row in of_cell.items():
        left, right = row.equation.split(" = ")
        if key in ("dh_prev", "dc_prev"):
            assert left == f"{key[:2]}_{{prev}}"
        elif key.startswith("dz_"):
            assert left == f"dz_{{{key[-1]}}}"
        else:
            assert left == f"{key}_{{t}}"
        if key.startswith("dz"):
            continue
        ends = {"t": "", before: "_prev", after: "_next"}
        read = {a + ends[b] for a, b in re.findall(r"\b(d?\w)_\{(t[+−]?1?)\}", right)}
        if key == "dh":
            assert read == {"h", "dz_next"}
        elif key == "dc":
            assert read == {*row.reads, "f_next"}
        else:
            assert read == set(row.reads)


def test_the_tables_list_the_same_keys():
    *steps, last = steps_back(FULL)
    assert last == STEP_OF_WEIGHTS
    parts = [f"dz_{gate}" for gate in GATES]
    listed = list(chain.from_iterable((s, *parts) if s == "dz" else (s,) for s in steps))
    assert list(cell_gradients(FULL, reverse=False)) == listed
    assert list(EVERY_GRADIENT) == [*listed, DY]
    for row in EVERY_GRADIENT.values():
        assert row.sentence
        assert row.meaning


def test_a_key_tells_whether_it_is_a_gradient_and_of_what():
    assert all(map(is_gradient, EVERY_GRADIENT))
    assert {*map(quantity_of_gradient, EVERY_GRADIENT)} == {*ALL, "x"} - {"p", "loss"}
    assert quantity_of_gradient("dc_prev") == quantity_of_gradient("dc") == "c"
    for key in (*ALL, "x", "h_prev", "c_prev", *ARRIVALS, STEP_OF_WEIGHTS):
        assert not is_gradient(key)
        assert quantity_of_gradient(key) == key


TOLD = {
    "dh": ("hidden state", "this output", "from above"),
    "dm": ("hidden state before W_hr", "projection", "W_hr^T dh"),
    "dc": ("cell state", "of the cell state", "along c"),
    "do": ("output gate", "times tanh(c)", "⊙ tanh(c)"),
    "dg": ("candidate", "times the input gate", "dc ⊙ i"),
    "di": ("input gate", "times the candidate", "dc ⊙ g"),
    "df": ("forget gate", "times the old c", "dc ⊙ c_prev"),
    "dz": ("pre-activation", "slope of its curve", "times the slope"),
    "dx": ("input", "layer below", "W_ih^T dz"),
    "dh_prev": ("previous hidden state", "through W_hh", "W_hh^T dz"),
    "dc_prev": ("previous cell state", "along c", "dc ⊙ f"),
    "dy": ("readout", "each output", "dL/dy"),
}
"""Words for what each gradient is of, what its step does, and what its numbers are."""


@pytest.mark.parametrize("key", TOLD)
def test_each_gradient_is_told_in_words_of_its_own(key):
    of, does, numbers = TOLD[key]
    parts = [f"dz_{gate}" for gate in GATES] if key == "dz" else []
    for row in map(EVERY_GRADIENT.get, (key, *parts)):
        assert row.meaning.startswith("gradient of the ")
        assert row.meaning.endswith(of)
        assert does in row.sentence
        assert numbers in row.tensor


@pytest.mark.parametrize(
    ("cell", "key", "reads", "equation"),
    [
        (rnn("tanh"), "da", ("dh", "h"), "da_{t} = dh_{t} ⊙ (1 − h_{t}²)"),
        (rnn("tanh"), "dz", ("dh", "h"), "dz_{t} = dh_{t} ⊙ (1 − h_{t}²)"),
        (rnn("relu"), "da", ("dh", "h"), "da_{t} = dh_{t} ⊙ [h_{t} > 0]"),
        (GRU, "dq", ("da_n", "r"), "dq_{t} = da_{n,t} ⊙ r_{t}"),
        (GRU, "dr", ("da_n", "q"), "dr_{t} = da_{n,t} ⊙ q_{t}"),
        (GRU, "da_n", ("dn", "n"), "da_{n} = dn ⊙ (1 − n²)"),
        (COUPLED, "di", ("dc", "g", "df"), "di_{t} = dc_{t} ⊙ g_{t} − df_{t}"),
    ],
)
def test_another_cell_has_its_own_equations(cell, key, reads, equation):
    """A sum that is no gate's is read without one; what is subtracted has its minus."""
    found = cell_gradients(cell, reverse=False)[key]
    assert (found.reads, found.equation) == (reads, equation)
