"""The ledger of any number adds up, within the bound, and its sources are the trace's numbers."""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.analysis.address import Address, Given
from simulator.analysis.decomposition.ledger import ledger
from simulator.analysis.decomposition.terms import STOPPED
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.network.activation import Activation
from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane
from simulator.network.quantities import GATES
from tests.depth import examples
from tests.simulator.experiments import experiments, random_parameters


@st.composite
def traces(draw):
    """Draw complete traces of every option, masked where dropout needs it."""
    experiment = draw(experiments())
    if experiment.config.dropout and experiment.config.num_layers > 1:
        rng = np.random.default_rng(draw(st.integers(0, 2**16)))
        masks = tuple(
            (1.75 * rng.integers(0, 2, experiment.mask_shape)).astype(experiment.dtype)
            for _ in range(experiment.config.num_layers - 1)
        )
        experiment = replace(experiment, training=True, masks=masks)
    run = Run(experiment)
    run.advance()
    return run.trace


def quantities(config):
    return list(config.quantities)


@st.composite
def numbers(draw, trace):
    """Draw any number of a trace."""
    experiment = trace.experiment
    quantity = draw(st.sampled_from(quantities(experiment.config)))
    layer, direction = draw(st.sampled_from(sorted(trace.lanes)))
    row = draw(st.integers(0, experiment.batch_size - 1))
    timestep = draw(st.integers(0, experiment.lengths[row] - 1))
    unit = draw(st.integers(0, experiment.config.width(quantity) - 1))
    return Address(quantity, Lane(layer, direction), timestep, row, unit)


def bound(book, dtype):
    """Return the rounding bound of one engine's sum, gamma_n · Σ|terms| (Higham, ch. 3).

    A term itself has up to two roundings (a masked input), and tanh(c) is good to 4 ulp.
    """
    info = np.finfo(dtype)
    n = len(book) + 2 + (8 if book.activation and book.number.quantity in ("m", "h") else 0)
    u = info.eps / 2
    return n * u / (1 - n * u) * np.abs(book.products).sum() + 2 * n * info.smallest_subnormal


@examples(200, by_default=14)
@given(st.data())
def test_terms_add_up_to_the_recorded_number(data):
    trace = data.draw(traces())
    dtype = trace.experiment.dtype
    for _ in range(8):
        number = data.draw(numbers(trace))
        book = ledger(trace, number)
        assert book.value == number.value(trace)
        products = [book.term(k).product for k in range(len(book))]
        assert products == book.products.tolist()
        assert math.fsum([*products, book.rounding]) == book.total
        assert abs(book.rounding) <= bound(book, dtype)
        if number.quantity in GATES:
            z = replace(number, quantity=f"z_{number.quantity}").value(trace)
            assert book.total == z == book.activation.argument
            assert book.activation.value == book.value
        else:
            assert book.total == book.value


@examples(150, by_default=10)
@given(st.data())
def test_every_factor_is_the_number_that_its_source_holds(data):
    trace = data.draw(traces())
    for _ in range(8):
        book = ledger(trace, data.draw(numbers(trace)))
        for k in range(len(book)):
            term = book.term(k)
            for factor in term.factors:
                held = factor.source.value(trace)
                if factor.function == "tanh":
                    assert factor.value == np.tanh(np.float64(held))
                else:
                    assert factor.value == held
                if isinstance(factor.source, Address):
                    assert_computed_before(trace, factor.source, book.number)
            np.testing.assert_equal(
                term.product, math.prod(float(factor.value) for factor in term.factors)
            )


def assert_computed_before(trace, source, number):
    schedule = Run(trace.experiment).schedule

    def position(of):
        cell = schedule.cell_at(of.lane, of.t, of.row)
        return schedule.position_after(cell, of.quantity)

    assert position(source) < position(number)


@examples(100)
@given(st.data())
def test_following_h_leads_back_to_h_0(data):
    trace = data.draw(traces())
    start = data.draw(numbers(trace))
    number = replace(start, quantity=f"z_{data.draw(st.sampled_from(GATES))}")
    length = trace.experiment.lengths[number.row]
    walk = length - number.t if number.lane.direction else number.t + 1
    for _ in range(walk):
        book = ledger(trace, number)
        source = book.term(len(book) - 1).factors[-1].source
        if isinstance(source, Given):
            break
        assert abs(source.t - number.t) == 1
        number = replace(source, quantity=number.quantity)
    index = trace.experiment.config.state_row(number.lane)
    assert source == Given("h_0", (index, number.row, trace.experiment.config.output_size - 1))
    assert number.t == (length - 1 if number.lane.direction else 0)


@examples(50)
@given(st.data())
def test_a_weight_of_the_ledger_is_the_one_that_moves_the_number(data):
    trace = data.draw(traces())
    number = data.draw(numbers(trace))
    assume(number.quantity[0] == "z")
    book = ledger(trace, number)
    term = book.term(data.draw(st.integers(0, len(book) - 1)))
    weight = term.factors[0].source
    parameters = trace.experiment.parameters
    run = Run(trace.experiment.with_parameters(parameters.with_value(*weight, 3.5)))
    run.advance()
    after = ledger(run.trace, number)
    labels = [after.term(k).label for k in range(len(after))]
    moved = after.term(labels.index(term.label))
    assert labels.count(term.label) == 1
    assert moved.factors[0].value == 3.5
    assert math.fsum([*after.products, after.rounding]) == after.value


def worked():
    """Return a trace to follow by hand: input_size 1, hidden_size 2, two timesteps."""
    config = LSTMConfig(input_size=1, hidden_size=2)
    experiment = Experiment.create(
        random_parameters(config, dtype=np.float64),
        np.array([[1.0], [-2.0]]),
        np.array([[0.5, -0.25]]),
        np.array([[1.0, 2.0]]),
    )
    run = Run(experiment)
    run.advance()
    return run.trace


def test_a_gate_in_standard_notation():
    trace = worked()
    book = ledger(trace, Address("f", Lane(), 1, 0, 1))
    assert [book.term(k).label for k in range(len(book))] == [
        "b_if[1]",
        "b_hf[1]",
        "W_if[1,0]·x[0]",
        "W_hf[1,0]·h[0]",
        "W_hf[1,1]·h[1]",
    ]
    weight, h = book.term(3).factors
    assert weight.source == Given("weight_hh_l0", (3, 0))
    assert h.source == Address("h", Lane(), 0, 0, 0)
    assert [factor.source.text() for factor in book.term(2).factors] == [
        "weight_ih_l0[3,0]",
        "input[1,0,0]",
    ]


def test_c_and_h_by_hand():
    trace = worked()
    f, i, g, o, c = (ledger(trace, Address(q, Lane(), 0, 0, 1)).value for q in "figoc")
    memory = ledger(trace, Address("c", Lane(), 0, 0, 1))
    assert memory.products.tolist() == [f * 2.0, i * g]
    assert memory.term(0).factors[1].source == Given("c_0", (0, 0, 1))
    exposed = ledger(trace, Address("h", Lane(), 0, 0, 1))
    assert exposed.products.tolist() == [o * math.tanh(c)]
    assert exposed.activation == Activation("tanh", c, math.tanh(c))


def test_by_size_puts_the_largest_first():
    book = ledger(worked(), Address("g", Lane(), 1, 0, 0))
    sizes = np.abs(book.products[book.by_size()])
    assert (np.diff(sizes) <= 0).all()
    assert sorted(book.by_size()) == list(range(len(book)))


@pytest.mark.parametrize(
    ("function", "value", "slope", "state"),
    [
        ("σ", 0.7954, 0.16274, "open"),
        ("σ", 0.5, 0.25, "half open"),
        ("σ", 0.2, 0.16, "closed"),
        ("σ", 0.99, 0.0099, "open · saturated"),
        ("σ", 0.001, 0.000999, "closed · saturated"),
        ("tanh", 0.1, 0.99, "near linear"),
        ("tanh", -0.8, 0.36, "curved"),
        ("tanh", -0.99, 0.0199, "saturated"),
        ("σ", math.nan, math.nan, "not a number"),
    ],
)
def test_slope_and_state_in_words(function, value, slope, state):
    activation = Activation(function, 0.0, value)
    assert activation.slope == pytest.approx(slope, rel=1e-4, nan_ok=True)
    assert activation.state == state


@pytest.mark.parametrize("scale", [1e20, 1e38])
def test_overflow_and_nan_are_told_and_do_not_raise(scale):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        config = LSTMConfig(input_size=2, hidden_size=2)
        weights = random_parameters(config, scale=scale)
        run = Run(Experiment.create(weights, np.full((2, 2), scale, np.float32)))
        run.advance()
        for quantity in quantities(config):
            book = ledger(run.trace, Address(quantity, Lane(), 1, 0, 0))
            np.testing.assert_array_equal(book.products.sum() + book.rounding, book.total)


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (Address("f", Lane(), 2, 0, 0), IndexError),
        (Address("f", Lane(), -1, 0, 0), IndexError),
        (Address("f", Lane(), 0, 1, 0), IndexError),
        (Address("f", Lane(), 0, 0, 2), IndexError),
        (Address("z", Lane(), 0, 0, 0), IndexError),
        (Address("m", Lane(), 0, 0, 0), KeyError),
        (Address("f", Lane(1), 0, 0, 0), KeyError),
    ],
)
def test_numbers_that_are_not_there_are_refused(number, error):
    with pytest.raises(error):
        ledger(worked(), number)


def test_what_stops_a_term_is_called_by_its_own_word():
    assert {key: text.split() for key, text in STOPPED.items()} == {
        "cut": ["cut"],
        "held": ["held"],
    }
