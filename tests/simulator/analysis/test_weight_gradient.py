"""The gradient of a weight is named by its parameter, and by how far the way back has come."""

import pytest

from simulator.analysis.address import Given
from simulator.analysis.weight_gradient import WeightGradient
from simulator.engine.run import Run
from simulator.gradients.backward_run import BackwardRun
from simulator.network.config import LSTMConfig
from tests.simulator.gradients.cases import random_case


@pytest.mark.parametrize("seed", range(10))
def test_the_gradient_of_a_weight_is_as_far_as_the_position(seed):
    experiment = random_case(seed)
    run = Run(experiment)
    run.advance()
    back = BackwardRun(run)
    back.advance()
    schedule = run.schedule
    names = [*experiment.parameters.arrays]
    names += ["readout.weight"] if experiment.source == "readout" else []
    for name in names:
        parameter = Given(name, (0, 0) if "weight" in name else (0,))
        before = WeightGradient.at(parameter, schedule, schedule.end)
        assert before.walked == before.value(back) == 0
        whole = WeightGradient.at(parameter, schedule, schedule.last)
        assert whole.value(back) == back.gradient(name)[parameter.indices]
        assert whole.parameter == parameter


def test_the_gradient_of_a_weight_is_called_by_the_symbol_of_the_weight():
    config = LSTMConfig(2, 3, proj_size=2)
    named = {
        ("weight_hh_l0", (4, 1)): "dW_hf[1,1]",
        ("weight_ih_l1_reverse", (9, 0)): "dW_io[0,0]",
        ("bias_ih_l0", (6,)): "db_ig[0]",
        ("weight_hr_l0", (1, 2)): "dW_hr[1,2]",
        ("readout.weight", (0, 1)): "dV[0,1]",
        ("readout.bias", (0,)): "db[0]",
    }
    for (name, indices), symbol in named.items():
        assert WeightGradient(name, indices, 4).symbol(config) == symbol
