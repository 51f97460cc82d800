"""What a debugger shows of experiments and runs: one line of options and shapes, no numbers."""

import numpy as np
import pytest
from hypothesis import given

from simulator.engine.run import Run
from simulator.experiment.experiment import Experiment
from simulator.experiment.normalisation import MIN_MAX
from simulator.mistakes.catalogue import MISTAKES
from simulator.mistakes.runs import run_of
from simulator.network.config import LSTMConfig
from simulator.network.interventions import Hold
from simulator.network.parameters import Parameters
from tests.simulator.experiments import configs, random_parameters
from tests.simulator.train_mode import in_train_mode, masks_drawn

LONGEST = 300


def large():
    """A float64 experiment with thousands of numbers, each of them 0.8125."""
    config = LSTMConfig(30, 40, 2, bidirectional=True, proj_size=20)
    shapes = config.parameter_shapes()
    parameters = Parameters(config, {name: np.full(shapes[name], 0.8125) for name in shapes})
    values = np.full((500, 64, 30), 0.8125)
    return Experiment.create(parameters, values, lengths=[*range(437, 501)])


def test_one_line_says_options_and_shapes_and_no_numbers():
    run = Run(large())
    run.advance(1)
    for thing in (run.experiment, run.experiment.parameters, run, run.trace):
        line = repr(thing)
        assert line.startswith(f"{type(thing).__name__}(")
        assert len(line) < LONGEST
        assert "\n" not in line
        assert "array" not in line
        assert "0.8" not in line
        assert "LSTMConfig(30, 40, num_layers=2, bidirectional=True, proj_size=20)" in line
        assert "float64" in line
    assert "(500, 64, 30)" in repr(run.experiment)
    assert "437…500" in repr(run.experiment)
    assert 0 < run.cells_done < run.schedule.num_cells
    assert f"{run.cells_done} of {run.schedule.num_cells} cells" in repr(run)
    assert repr(run.trace).endswith(" i f g o c m h)")
    count = sum(array.size for array in run.experiment.parameters.arrays.values())
    assert str(count) in repr(run.experiment.parameters)


@pytest.mark.filterwarnings("ignore:dropout option")
@given(configs())
def test_an_lstm_s_options_are_written_as_the_call_that_makes_it(config):
    assert eval(repr(config), {"LSTMConfig": LSTMConfig}) == config


def test_options_at_their_defaults_are_not_said():
    assert repr(LSTMConfig(3, 2)) == "LSTMConfig(3, 2)"
    plain = Experiment.create(random_parameters(LSTMConfig(3, 2)), np.ones((6, 1, 3), np.float32))
    assert repr(plain) == "Experiment(LSTMConfig(3, 2), float32, sequence=(6, 1, 3))"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda e: e.with_holds(*[Hold("f", 0, 0, (0,), 0, 2, 0.5)] * 3), "holds=3"),
        (lambda e: e.normalised(MIN_MAX), "scaling='min-max'"),
        (lambda e: in_train_mode(e, 0.5, 7), "training=True, seed=7"),
        (lambda e: Experiment.create(e.parameters, e.sequence[:, 0]), "batched=False"),
    ],
)
def test_what_is_changed_is_said(change, word):
    values = np.arange(36, dtype=np.float32).reshape(6, 2, 3)
    plain = Experiment.create(random_parameters(LSTMConfig(3, 2, 2)), values)
    with masks_drawn():
        changed = repr(change(plain))
    assert word not in repr(plain)
    assert word in changed


def test_a_run_that_is_wrong_on_purpose_says_so():
    experiment = Experiment.create(random_parameters(LSTMConfig(3, 2)), np.ones((6, 3), np.float32))
    for key in MISTAKES:
        assert repr(key) in repr(run_of(experiment, key))
