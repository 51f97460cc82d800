"""The terms of y, p and the loss add up to them, and each factor is the number at its address."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analysis.address import Address, Given
from simulator.analysis.decomposition.ledger import ledger
from simulator.engine.run import Run
from simulator.network.lane import Lane
from tests.depth import examples
from tests.simulator.objective.objectives import with_objective


@examples(150, by_default=10)
@given(with_objective(), st.data())
def test_the_terms_add_up_to_what_is_recorded(experiment, data):
    run = Run(experiment)
    run.advance()
    quantity = data.draw(st.sampled_from(experiment.objective.quantities))
    where = experiment.objective.reads(experiment.num_timesteps, experiment.lengths)
    where = experiment.counts() if quantity == "loss" else where
    if not where.any():
        return
    t, row = data.draw(st.sampled_from(np.argwhere(where).tolist()))
    unit = data.draw(st.integers(0, experiment.width(quantity) - 1))
    at = Address(quantity, Lane(), t, row, unit)
    book = ledger(run.trace, at)
    assert book.value == at.value(run.trace)
    exact = 1e-4 if experiment.dtype == np.float32 else 1e-11
    assert math.fsum(book.products) == pytest.approx(float(book.total), rel=exact, abs=exact)
    if quantity == "p" and experiment.objective.readout.function == "softmax":
        assert math.exp(book.total) == pytest.approx(float(book.value), rel=exact)
    for index in range(len(book)):
        for factor in book.term(index).factors:
            if not factor.function and isinstance(factor.source, Address):
                assert abs(factor.value) == abs(factor.source.value(run.trace))
            elif isinstance(factor.source, Given) and quantity in "yp":
                assert factor.value == factor.source.value(run.trace)


@examples(50)
@given(with_objective())
def test_there_is_no_ledger_past_a_row_or_a_width(experiment):
    run = Run(experiment)
    run.advance()
    for at in (
        Address("y", Lane(), experiment.lengths[0], 0, 0),
        Address("y", Lane(), experiment.lengths[0] - 1, 0, experiment.width("y")),
        Address("y", Lane(), 0, experiment.batch_size, 0),
    ):
        with pytest.raises(IndexError):
            ledger(run.trace, at)


@examples(150)
@given(with_objective(), st.data())
def test_a_loss_that_does_not_count_has_one_term_of_nothing(experiment, data):
    run = Run(experiment)
    run.advance()
    lengths = np.array(experiment.lengths)
    there = np.arange(experiment.num_timesteps)[:, None] < lengths
    left_out = np.argwhere(there & ~experiment.counts())
    if not len(left_out):
        return
    t, row = data.draw(st.sampled_from(left_out.tolist()))
    book = ledger(run.trace, Address("loss", Lane(), t, row))
    assert (float(book.value), len(book), book.term(0).product) == (0.0, 1, 0.0)
    (factor,) = book.term(0).factors
    said = run.trace.values("y", Lane())[t, row]
    assert factor.source == Address("y", Lane(), t, row, int(said.argmax()))
