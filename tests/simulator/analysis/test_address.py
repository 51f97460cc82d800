"""Addresses name one number each, and write it in words."""

import pickle

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.analysis.address import Address
from simulator.engine.run import Run
from simulator.lstm.lane import Lane
from tests.simulator.experiments import experiments


@settings(max_examples=60, deadline=None)
@given(experiments(), st.data())
def test_an_address_names_one_number_of_a_trace(experiment, data):
    run = Run(experiment)
    run.advance()
    lane = data.draw(st.sampled_from([*experiment.config.lanes()]))
    row = data.draw(st.integers(0, experiment.batch_size - 1))
    t = data.draw(st.integers(0, experiment.lengths[row] - 1))
    unit = data.draw(st.integers(0, experiment.config.output_size - 1))
    value = Address("h", lane, t, row, unit).value(run.trace)
    np.testing.assert_equal(value, run.trace.lanes[lane].h[t, row, unit])


def test_an_address_is_a_key_also_in_another_process():
    address = Address("c", Lane(1, 1), 17, 2, 3)
    assert {address: 1}[pickle.loads(pickle.dumps(address))] == 1


def test_an_address_has_words():
    address = Address("c", Lane(1, 1), 17, 2, 3)
    assert (address.name, address.text()) == ("c[3]", "c[3] at t 17")
