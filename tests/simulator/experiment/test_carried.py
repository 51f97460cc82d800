"""An edit is carried over: in another experiment it changes what it changed, and nothing else."""

import numpy as np
import pytest

from simulator.experiment.carried import carried
from simulator.experiment.equality import same_values
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Cut, Hold
from simulator.objective.objective import NO_OBJECTIVE, Seed
from tests.simulator.experiments import random_parameters
from tests.simulator.objective.objectives import objective_of

HOLD = Hold("f", 0, 0, (0,), 1, 2, 0.5)
OTHER_HOLD = Hold("o", 0, 0, (1,), 0, 3, 0.25)
CUT = Cut("weight_hh", 0, 0, (3, 1), 0, 4)


def weight(experiment, index=(3, 1), value=0.25, name="weight_hh_l0"):
    return experiment.with_parameters(experiment.parameters.with_value(name, index, value))


def number(experiment, name, index, value=7.0):
    if name in ("h_0", "c_0"):
        array = getattr(experiment, name).copy()
        array[index] = value
        return experiment.with_states(**{name: array})
    if name == "sequence":
        array = experiment.sequence.copy()
        array[index] = value
        return experiment.with_sequence(array)
    array = experiment.objective.named(name).copy()
    array[index] = value
    return experiment.with_objective(experiment.objective.with_named(name, array))


def held(*holds):
    return lambda experiment: experiment.with_holds(*experiment.holds, *holds)


def seeded(experiment):
    seeds = (Seed("h", t=2, unit=1),)
    objective = experiment.objective
    return experiment.with_objective(
        type(objective)(objective.readout, objective.targets, objective.loss, seeds)
    )


EDITS = {
    "a weight": weight,
    "another weight of it": lambda e: weight(e, (0, 0), -2.0),
    "a bias": lambda e: weight(e, (2,), 3.0, "bias_ih_l0"),
    "an input": lambda e: number(e, "sequence", (1, 0, 2)),
    "another input": lambda e: number(e, "sequence", (3, 0, 0), -1.0),
    "h_0": lambda e: number(e, "h_0", (0, 0, 1)),
    "c_0": lambda e: number(e, "c_0", (0, 0, 0)),
    "V": lambda e: number(e, "readout.weight", (0, 1)),
    "b": lambda e: number(e, "readout.bias", (0,)),
    "a target": lambda e: number(e, "target", (2, 0, 0)),
    "a hold": held(HOLD),
    "another hold": held(OTHER_HOLD),
    "a cut": held(CUT),
    "a seed": seeded,
    "every weight": lambda e: e.with_parameters(
        e.parameters.with_arrays({n: a * 2 for n, a in e.parameters.arrays.items()})
    ),
}


@pytest.fixture(scope="module")
def begun():
    config, shape = LSTMConfig(3, 2), (5, 1)
    sequence = np.random.default_rng(2).standard_normal((*shape, 3))
    experiment = Experiment.create(random_parameters(config, 0, np.float64), sequence)
    return experiment.with_objective(objective_of(config, shape, np.dtype(np.float64)))


@pytest.mark.parametrize("own", EDITS)
@pytest.mark.parametrize("foreign", EDITS)
def test_both_edits_stand_and_the_own_one_wins(begun, own, foreign):
    """They are independent, but for those of one number: it has the value that was asked."""
    there = EDITS[foreign](begun)
    found = carried(begun, EDITS[own](begun), there)
    if own == "every weight":
        assert all(
            np.array_equal(array, 2 * begun.parameters[name])
            for name, array in found.parameters.arrays.items()
        )
        assert same_values(found.with_parameters(there.parameters), there)
    elif own == foreign:
        assert same_values(found, there)
    else:
        assert same_values(found, EDITS[own](there))


def test_a_hold_is_taken_away_from_among_others(begun):
    before = begun.with_holds(HOLD, CUT)
    found = carried(before, begun.with_holds(CUT), before.with_holds(HOLD, CUT, OTHER_HOLD))
    assert found.holds == (CUT, OTHER_HOLD)
    assert carried(before, begun.with_holds(CUT), begun).holds == ()


def test_a_number_written_over_by_minus_zero_or_nan_is_an_edit(begun):
    before = number(begun, "sequence", (1, 0, 1), 0.0)
    minus = carried(before, number(before, "sequence", (1, 0, 1), -0.0), weight(before))
    assert np.signbit(minus.sequence[1, 0, 1])
    gone = number(before, "target", (2, 0, 0), np.nan)
    objective = carried(before, gone, weight(before)).objective
    assert not objective.targets.counted[2, 0]


def test_of_an_experiment_that_stands_the_edit_is_what_was_asked(begun):
    after = weight(begun)
    assert carried(begun, after, begun) is after


@pytest.mark.parametrize("own", ["a weight", "an input", "h_0"])
def test_where_the_array_has_another_shape_it_is_said(begun, own):
    wide = LSTMConfig(begun.config.input_size, begun.config.hidden_size + 1)
    there = Experiment.create(
        random_parameters(wide, 0, np.float64), np.zeros((4, 1, wide.input_size))
    )
    with pytest.raises(ValueError, match=r"\(\d+, "):
        carried(begun, EDITS[own](begun), there)


def test_a_bias_that_is_gone_is_said(begun):
    config = LSTMConfig(begun.config.input_size, begun.config.hidden_size, bias=False)
    there = Experiment.create(random_parameters(config, 0, np.float64), begun.sequence)
    with pytest.raises(ValueError, match="bias_ih_l0"):
        carried(begun, EDITS["a bias"](begun), there)


@pytest.mark.parametrize(("own", "named"), [("V", "readout"), ("a target", "target")])
def test_numbers_of_an_objective_that_is_gone_are_not_put(begun, own, named):
    there = begun.with_objective(NO_OBJECTIVE)
    with pytest.raises(ValueError, match=named):
        carried(begun, EDITS[own](begun), there)
