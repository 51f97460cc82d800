"""Lanes: their order, their names, and the rows of their states."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.network.config import LSTMConfig
from simulator.network.lane import Lane, split_name
from tests.simulator.experiments import configs


@pytest.mark.parametrize(
    ("lane", "suffix", "reverse", "text"),
    [
        (Lane(), "_l0", False, "layer 0 forward"),
        (Lane(2, 1), "_l2_reverse", True, "layer 2 reverse"),
    ],
)
def test_a_lane_is_named_as_torch_names_it(lane, suffix, reverse, text):
    assert (lane.suffix, lane.reverse, lane.text()) == (suffix, reverse, text)


@given(st.sampled_from(["weight_ih", "h", "z_i"]), st.integers(0, 10**9 - 1), st.integers(0, 1))
def test_a_lane_comes_back_from_its_suffix(kind, layer, direction):
    lane = Lane(layer, direction)
    assert Lane.of_suffix(lane.suffix) == lane
    assert split_name(kind + lane.suffix) == (kind, lane)


@pytest.mark.parametrize("name", ["", "weight_ih", "weight_ih_l", "weight_ih_l0_", "a_l1_forward"])
def test_a_name_without_a_lane_is_not_split(name):
    with pytest.raises(KeyError):
        split_name(name)


def test_the_rows_of_the_states_go_through_the_directions_of_each_layer():
    config = LSTMConfig(2, 3, 3, bidirectional=True)
    assert [*config.lanes()] == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    assert config.state_row(Lane(2, 0)) == 4
    assert config.lane(5) == Lane(2, 1)
    assert LSTMConfig(2, 3, 3).state_row(Lane(2)) == 2


@given(configs())
def test_every_lane_has_its_row_and_its_parameters(config):
    lanes = [*config.lanes()]
    assert lanes == sorted(lanes) == [config.lane(row) for row in range(config.num_lanes)]
    assert [config.state_row(lane) for lane in lanes] == [*range(config.num_lanes)]
    assert config.state_shape(1, "c_0")[0] == len(lanes)
    names = [name for lane in lanes for name in config.parameter_names(lane).values()]
    assert names == [*config.parameter_shapes()]


@given(st.builds(Lane, st.integers(0, 9), st.integers(0, 1)))
def test_a_lane_is_a_key_also_in_another_process(lane):
    assert {lane: 1}[pickle.loads(pickle.dumps(lane))] == 1
