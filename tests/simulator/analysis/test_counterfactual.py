"""A proposed weight, put in and run, gives the number that was asked for."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.analysis.address import Address, Given
from simulator.analysis.counterfactual import CannotBeError, is_summed, wanted
from simulator.cells.lstm import lstm
from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.mistakes.runs import run_of
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.network.lane import Lane
from simulator.network.parameters import Parameters
from tests.depth import examples
from tests.simulator.analysis.decomposition.test_cell_ledger import numbers
from tests.simulator.cells.other_cells import GRU, rnn
from tests.simulator.experiments import experiments

SIGMA = Address("f", Lane(), 0, 0, 0)


def finished(experiment):
    run = Run(experiment)
    run.advance()
    return run


def with_change(run, change):
    source = change.source
    parameters = run.experiment.parameters.with_value(
        source.name, source.indices, float(change.after)
    )
    return finished(run.experiment.with_parameters(parameters))


def one_unit(weight=0.5, recurrent=0.0, x=(2.0, 0.0), **kwargs):
    """Return a run of one unit: b_if 0.25, W_if the weight for two inputs, W_hf recurrent."""
    config = LSTMConfig(2, 1, **kwargs)
    arrays = {name: np.zeros(s, np.float64) for name, s in config.parameter_shapes().items()}
    arrays["weight_ih_l0"][1] = weight
    arrays["weight_hh_l0"][1] = recurrent
    if config.bias:
        arrays["bias_ih_l0"][1] = 0.25
    sequence = np.array([x, x], np.float64)[:, None]
    return finished(Experiment.create(Parameters(config, arrays), sequence))


@examples(150, by_default=10)
@given(st.data())
def test_each_proposed_weight_gives_the_target(data):
    run = finished(data.draw(experiments()))
    at = data.draw(numbers(run.trace))
    assume(at.quantity.removeprefix("z_") in set("ifgo"))
    low, high = {"g": (-0.97, 0.97)}.get(at.quantity, (0.03, 0.97))
    target = data.draw(st.floats(low, high))
    found = wanted(run, at, target)
    assert found.now + found.more == pytest.approx(found.needed)
    precision = 1e-4 if run.experiment.dtype == np.float32 else 1e-10
    for change in found.changes:
        assert change.alone
        assert change.before == change.source.value(run.trace)
        after = float(at.value(with_change(run, change).trace))
        assert after == pytest.approx(target, abs=precision * (1 + abs(found.now)))
        again = wanted(with_change(run, change), at, target)
        assert (again.met, again.changes) == (True, ())


def test_by_hand():
    found = wanted(one_unit(), SIGMA, 0.9)
    assert found.now == 1.25  # 0.25 + 0.5 · 2
    assert found.needed == pytest.approx(math.log(9))
    weight, bias = found.changes
    assert weight.source == Given("weight_ih_l0", (1, 0))
    assert weight.after == pytest.approx(0.5 + (math.log(9) - 1.25) / 2)
    assert bias.source == Given("bias_ih_l0", (1,))
    assert bias.after == pytest.approx(0.25 + math.log(9) - 1.25)


def test_of_a_sum_the_target_is_the_sum():
    found = wanted(one_unit(), replace(SIGMA, quantity="z_f"), 3.0)
    assert (found.needed, found.more) == (3.0, 1.75)
    assert found.changes[0].after == pytest.approx(1.375)


def test_tanh_is_inverted_for_the_candidate():
    assert wanted(one_unit(), replace(SIGMA, quantity="g"), -0.5).needed == math.atanh(-0.5)


def test_weights_with_the_largest_factors_come_first():
    run = one_unit(x=(0.5, -3.0))
    assert [c.source for c in wanted(run, SIGMA, 0.9).changes] == [
        Given("weight_ih_l0", (1, 1)),
        Given("weight_ih_l0", (1, 0)),
        Given("bias_ih_l0", (1,)),
    ]


def test_what_is_multiplied_by_nothing_or_cut_is_not_proposed():
    run = one_unit(bias=False)
    assert [c.source.indices for c in wanted(run, SIGMA, 0.9).changes] == [(1, 0)]
    cut = Cut("weight_ih", 0, 0, (1, 0), 0, 1)
    assert wanted(finished(run.experiment.with_holds(cut)), SIGMA, 0.9).changes == ()


@pytest.mark.parametrize("target", [0.0, 1.0, 1.2, -0.5, math.nan, math.inf])
def test_no_gate_is_made_what_no_gate_can_be(target):
    with pytest.raises(CannotBeError, match="between 0 and 1"):
        wanted(one_unit(), SIGMA, target)


@pytest.mark.parametrize("target", [-1.0, 1.0, 2.0])
def test_no_candidate_is_made_what_none_can_be(target):
    with pytest.raises(CannotBeError, match="between −1 and 1"):
        wanted(one_unit(), replace(SIGMA, quantity="g"), target)


def test_what_no_weight_makes_is_refused_in_words():
    run = one_unit()
    with pytest.raises(CannotBeError, match="i, f, g, o"):
        wanted(run, replace(SIGMA, quantity="c"), 0.5)
    with pytest.raises(CannotBeError, match="finite"):
        wanted(run, replace(SIGMA, quantity="z_f"), math.inf)
    held = finished(run.experiment.with_holds(Hold("f", 0, 0, (0,), 0, 1, 0.25)))
    with pytest.raises(CannotBeError, match=r"f\[0\] is held at 0\.2500"):
        wanted(held, SIGMA, 0.9)
    wrong = run_of(run.experiment, "everything shifted one timestep later")
    wrong.advance()
    with pytest.raises(CannotBeError, match="injected error"):
        wanted(wrong, SIGMA, 0.9)
    endless = finished(
        run.experiment.with_parameters(
            run.experiment.parameters.with_value("bias_ih_l0", (1,), math.inf)
        )
    )
    with pytest.raises(CannotBeError, match="finite"):
        wanted(endless, SIGMA, 0.9)


def test_a_weight_that_moves_its_own_input_is_searched_for():
    """At t 1 the unit reads its own h, through the f of t 0, where the same weights are used."""
    config = LSTMConfig(2, 1)
    arrays = {name: np.zeros(s, np.float64) for name, s in config.parameter_shapes().items()}
    arrays["weight_ih_l0"][1] = 0.5
    arrays["weight_hh_l0"][1] = 1.5
    sequence, ones = np.array([[[2.0, 0.0]], [[1.0, 0.0]]]), np.ones((1, 1, 1))
    run = finished(Experiment.create(Parameters(config, arrays), sequence, ones, ones))
    at = replace(SIGMA, t=1)
    found = wanted(run, at, 0.9)
    assert len(found.changes) == 3
    for change in found.changes:
        assert float(at.value(with_change(run, change).trace)) == pytest.approx(0.9)
        assert change.echoes
        own = (float(change.after) - float(change.before)) * change.factor
        assert abs(own - found.more) > 1e-3


def test_where_no_earlier_timestep_reads_it_the_own_term_adds_all_that_is_needed():
    found = wanted(one_unit(), SIGMA, 0.9)
    assert [change.factor for change in found.changes] == [2.0, 1.0]
    for change in found.changes:
        assert not change.echoes
        own = (float(change.after) - float(change.before)) * change.factor
        assert own == pytest.approx(found.more)


def test_in_a_long_run_what_is_read_is_taken_to_stay():
    config = LSTMConfig(1, 2)
    rng = np.random.default_rng(1)
    arrays = {n: rng.standard_normal(s) for n, s in config.parameter_shapes().items()}
    run = finished(Experiment.create(Parameters(config, arrays), np.ones((600, 1, 1))))
    at = Address("f", Lane(), 599, 0, 1)
    found = wanted(run, at, 0.9)
    assert found.changes
    for change in found.changes:
        assert not change.alone
        row, *column = change.source.indices
        read = 1.0
        if column:
            lane = run.trace.lanes[Lane()]
            reads = run.trace.inputs[0] if "ih" in change.source.name else lane.before("h")
            read = reads[599, 0, column[0]]
        assert row == 3
        assert (change.after - change.before) * read == pytest.approx(found.more)


def test_weights_make_sums_and_the_functions_of_one_sum_in_one_step():
    made = {
        cell.name: [row.key for row in cell.rows if is_summed(cell, row.key)]
        for cell in (lstm(projected=True), GRU, rnn("tanh"))
    }
    assert made == {
        "lstm": ["z_f", "f", "z_i", "i", "z_g", "g", "z_o", "o"],
        "gru": ["a_r", "r", "a_z", "z", "q", "a_n", "n"],
        "rnn, tanh": ["a", "h"],
    }
