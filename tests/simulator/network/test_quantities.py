"""The table of quantities agrees with the numbers of a run, and its three orders agree."""

import pickle
import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cells.functions import FUNCTIONS
from simulator.cells.lstm import lstm
from simulator.cells.sheet import Cell
from simulator.engine.run import Run
from simulator.engine.schedule import Schedule
from simulator.files.traces.csv_writer import trace_blocks
from simulator.network import gradient_quantities, quantities
from simulator.network.config import LSTMConfig
from simulator.network.quantities import (
    EVERY,
    FULL,
    GATES,
    KEYS,
    cell_quantities,
)
from tests.depth import examples
from tests.paths import DATA
from tests.simulator.experiments import configs, experiments

STEPS, SUMS = FULL.steps, FULL.sums
step_of = LSTMConfig(1, 2, proj_size=1).step_of

GIVEN = ("x", "h_prev", "c_prev")
cells = pytest.mark.parametrize(
    "of_cell",
    [
        cell_quantities(lstm(bias, projected))
        for bias in (False, True)
        for projected in (False, True)
    ],
)

WRITTEN = ("z_i", "z_f", "z_g", "z_o", "i", "f", "g", "o", "c", "m", "h")
"""The columns of the traces that people have."""


@st.composite
def orders_of_steps(draw):
    """Draw steps in any order in which each finds what it reads."""
    left = set(STEPS)
    order = []
    while left:
        ready = [q for q in left if not (left - {q}).intersection(map(step_of, EVERY[q].reads))]
        order.append(draw(st.sampled_from(sorted(ready))))
        left.remove(order[-1])
    return tuple(order)


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


def told_of_quantities():
    """Yield every row of both tables, and the orders, a line each."""
    both = (False, True)
    for bias, projected in product(both, both):
        for row in cell_quantities(lstm(bias, projected)).values():
            yield f"{bias=} {projected=} {row}"
    for projected, reverse in product(both, both):
        for row in gradient_quantities.cell_gradients(lstm(projected=projected), reverse).values():
            yield f"{projected=} {reverse=} {row}"
    every = gradient_quantities.EVERY_GRADIENT
    for key, row in every.items():
        if key != gradient_quantities.DY:
            yield f"GRADIENTS {row}"
    for row in quantities.READOUT.values():
        yield f"READOUT {row}"
    for name, keys in (("GATES", GATES), ("STEPS", STEPS), ("KEYS", KEYS), ("SUMS", SUMS)):
        yield f"{name} {keys}"
    yield f"order {FULL.kept}"
    yield f"every {[*quantities.EVERY]}"
    yield f"all {[*quantities.ALL]}"
    yield f"STEPS_BACK {gradient_quantities.steps_back(FULL)}"
    yield f"ARRIVALS {gradient_quantities.ARRIVALS}"
    yield f"QUANTITY_OF { {key: gradient_quantities.quantity_of_gradient(key) for key in every} }"
    yield f"ALLG {[*every]}"


def test_the_tables_from_the_sheet_are_those_that_were_written_by_hand():
    """Every letter of reads, equations, ranges and words, for each kind of cell."""
    written = (DATA / "quantities.txt").read_text("utf-8").splitlines()
    assert [*told_of_quantities()] == written


@cells
def test_a_step_reads_what_is_given_or_computed_by_the_steps_before_it(of_cell):
    for key, quantity in of_cell.items():
        for read in quantity.reads:
            before = STEPS.index(step_of(key))
            assert read in (*GIVEN, f"z_{key}") or STEPS.index(step_of(read)) < before


@cells
def test_every_quantity_has_one_step_and_every_step_a_quantity(of_cell):
    steps = [step for step in STEPS if step in of_cell]
    assert {step_of(key) for key in of_cell} == set(steps)
    assert len(set(STEPS)) == len(STEPS)


@cells
def test_a_function_is_of_the_one_quantity_that_is_read(of_cell):
    for quantity in of_cell.values():
        assert quantity.reads == (quantity.argument,) if quantity.function else True
        assert bool(quantity.function) == bool(quantity.argument)
        assert quantity.curve in ("", *FUNCTIONS)


@cells
def test_an_equation_names_what_is_computed_and_what_is_read(of_cell):
    for key, quantity in of_cell.items():
        left, right = quantity.equation.split(" = ")
        assert left == (f"z_{{{key[2:]}}}" if key in SUMS else f"{key}_{{t}}")
        read = {f"{a}_prev" if b == "t−1" else a for a, b in re.findall(r"\b(\w)_{(t−1|t)}", right)}
        reads = of_cell[quantity.argument].reads if quantity.argument in SUMS else quantity.reads
        assert read == set(reads)
        biased = any(of_cell[q].equation.count("b_") for q in of_cell)
        assert right.count("b_") == (2 if biased and "W_{i" in right else 0)
        assert right.startswith(f"{quantity.function}(") or not quantity.function


@examples(40)
@given(experiments())
def test_recorded_values_have_the_width_the_range_and_the_function_of_the_table(experiment):
    config, trace = experiment.config, finished(experiment).trace
    inside = np.arange(experiment.num_timesteps)[:, None] < np.array(experiment.lengths)
    for lane in config.lanes():
        values = {q: trace.values(q, lane)[inside] for q in ("z", *config.quantities)}
        for key, of_key in values.items():
            quantity = config.quantity(key)
            assert of_key.shape[-1] == config.width(key)
            if quantity.bounded is not None:
                low, high = quantity.bounded
                assert ((low <= of_key) & (of_key <= high)).all()
            if quantity.function and not experiment.holds:
                expected = FUNCTIONS[quantity.function](values[quantity.argument])
                np.testing.assert_allclose(of_key, expected, rtol=3e-6, atol=1e-30)
            if quantity.block is not None:
                start = GATES.index(key.removeprefix("z_")) * config.hidden_size
                assert quantity.block * config.hidden_size == start
        np.testing.assert_array_equal(np.concatenate([values[q] for q in SUMS], -1), values["z"])


@given(configs())
def test_lists_of_a_cell_are_in_the_order_of_storage(config):
    there = cell_quantities(config.cell)
    assert config.quantities == tuple(key for key in KEYS if key in there)
    assert config.steps == tuple(key for key in STEPS if key in there)
    assert set(config.quantities) == {*SUMS, *config.steps}
    assert ("m" in config.quantities) == (config.proj_size > 0)


def test_a_cell_is_read_in_the_order_of_the_drawing():
    assert STEPS == ("f", "i", "g", "o", "c", "m", "h")


def test_storage_is_torchs_order_whatever_the_steps_are():
    assert GATES == ("i", "f", "g", "o")
    assert tuple(key for key in KEYS if key in WRITTEN) == WRITTEN


def stored(experiment):
    """Return every written form of a run: its arrays, its parameters' rows, and a file."""
    run = finished(experiment)
    arrays = [
        run.trace.values(q, lane).tobytes()
        for lane in run.trace.lanes
        for q in ("z", *experiment.config.quantities)
    ]
    texts = ["".join(b.text for b in trace_blocks(run, layout)) for layout in ("wide", "long")]
    return experiment.config.quantities, arrays, texts


@examples(30)
@given(experiments(), orders_of_steps())
def test_another_order_of_steps_moves_positions_and_nothing_that_is_stored(experiment, steps):
    before = stored(experiment)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cell, "steps", property(lambda cell: tuple(filter(cell.row.get, steps))))
        assert stored(experiment) == before
        schedule = Schedule.of(experiment)
        taken = tuple(step for step in steps if step in experiment.config.quantities)
        assert schedule.phases == taken
        for number in range(schedule.end):
            step = schedule.gate_step(number)
            assert step.quantity == taken[number % len(taken)]
            assert schedule.position_after(step.cell, step.quantity) == number + 1
        for gate, summed in zip(GATES, SUMS, strict=True):
            cell = schedule.cell(0)
            assert schedule.position_after(cell, summed) == schedule.position_after(cell, gate)
        last = max(schedule.position_after(cell, gate) for gate in GATES)
        assert schedule.position_after(cell, "z") == last


def test_the_order_of_computation_follows_the_steps():
    order = FULL.kept
    places = [STEPS.index(step_of(key)) for key in order]
    assert sorted(order) == sorted(KEYS)
    assert places == sorted(places)
    for gate, summed in zip(GATES, SUMS, strict=True):
        assert order.index(summed) < order.index(gate)


TOLD = {
    "z": ("pre-activation", "", "pre-activations"),
    "i": ("input gate", "candidate is written", "g is written"),
    "f": ("forget gate", "old cell state is kept", "c is kept"),
    "g": ("candidate", "may be written", "tanh(z_g)"),
    "o": ("output gate", "cell state is output", "tanh(c) is output"),
    "c": ("cell state", "old c, plus the written", "f ⊙ c_prev + i ⊙ g"),
    "m": ("hidden state before W_hr", "output: tanh of", "before the projection"),
    "h": ("hidden state", "scaled by the output gate", "o ⊙ tanh(c)"),
    "y": ("readout", "linear layer", "V h + b"),
    "p": ("prediction", "probabilities", "softmax(y)"),
    "loss": ("loss", "far the prediction is from the target", "no target is counted"),
}
"""Words for what each quantity is called, what its step does, and what its numbers are."""


@pytest.mark.parametrize("key", TOLD)
def test_each_quantity_is_told_in_words_of_its_own(key):
    rows = {**EVERY, **cell_quantities(lstm()), **quantities.READOUT}
    row, (name, does, numbers) = rows[key], TOLD[key]
    assert row.meaning.startswith(name)
    assert does in row.sentence.lower()
    assert numbers in row.tensor
    if key in (*GATES, "c", "h"):  # they begin with the name
        assert row.sentence.lower().startswith(name)
    brought = EVERY["h"]
    assert "W_hr" in brought.sentence
    assert "W_hr m" in brought.tensor


def test_a_configuration_has_the_one_cell_of_its_process():
    """Each look-up by an equal cell of its own would compare all rows."""
    config = LSTMConfig(2, 3)
    assert config.cell is lstm()
    assert pickle.loads(pickle.dumps(config)) == config
    assert pickle.loads(pickle.dumps(config)).cell is config.cell
