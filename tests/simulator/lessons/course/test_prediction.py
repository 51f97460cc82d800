"""A prediction: that its losses are torch's."""

import pytest

from simulator.lessons.course import lesson
from simulator.lessons.formula.edits import edited
from simulator.lessons.network import network
from tests.needs_torch import torch


@pytest.mark.torch
@pytest.mark.parametrize(
    "edits", [[], ["V = 0"], ["V = 1.82"], ["W_ig[0, nope] = -6", "V = 10"]], ids=str
)
def test_the_loss_is_torchs(edits):
    experiment = edited(reading := network(lesson("prediction").networks[""]), edits).experiment
    lstm = torch.nn.LSTM(3, 1, dtype=torch.float64)
    arrays = experiment.parameters.arrays
    lstm.load_state_dict({name: torch.tensor(array) for name, array in arrays.items()})
    output, _ = lstm(torch.tensor(experiment.sequence))
    y = output @ torch.tensor(experiment.objective.readout.weight).T
    loss = torch.nn.BCEWithLogitsLoss()(y, torch.tensor(experiment.objective.targets.values))
    assert edited(reading, edits).run.loss == pytest.approx(loss.item(), rel=0, abs=1e-12)
