"""Batches, lengths, padding: the lesson's numbers are torch's, and rows do not meet."""

import numpy as np
import pytest

from simulator.lessons.course import lesson
from simulator.lessons.formula.edits import edited
from simulator.lessons.formula.parser import formula
from simulator.lessons.network import network
from tests.needs_torch import torch

TABLE = lesson("batches").networks[""]


def of_torch(experiment):
    """Return output, padded again with 0, and h_n, of packed sequences."""
    lstm = torch.nn.LSTM(2, 1, dtype=torch.float64)
    arrays = experiment.parameters.arrays
    lstm.load_state_dict({name: torch.tensor(array) for name, array in arrays.items()})
    rnn, lengths = torch.nn.utils.rnn, list(experiment.lengths)
    with torch.no_grad():
        packed = rnn.pack_padded_sequence(torch.tensor(experiment.sequence), lengths)
        output, (h_n, _) = lstm(packed)
        return rnn.pad_packed_sequence(output)[0].numpy(), h_n.numpy()


@pytest.mark.torch
@pytest.mark.parametrize("edits", [[], ["lengths = (6, 6, 6)"]], ids=str)
def test_h_n_is_torchs(edits):
    reading = edited(network(TABLE), edits)
    _, h_n = of_torch(reading.experiment)
    ours = [float(formula(f"h[0] row {row} @ end").value(reading)) for row in range(3)]
    np.testing.assert_allclose(ours, h_n[0, :, 0], rtol=0, atol=1e-12)


@pytest.mark.torch
def test_output_after_the_end_is_0():
    output, _ = of_torch(network(TABLE).experiment)
    assert output.shape == (6, 3, 1)
    assert (output[1:, 2] == 0).all()
    assert output[:, 2].mean() == pytest.approx(0.127, abs=0.001)
    assert output[:1, 2].mean() == pytest.approx(0.76, abs=0.003)


@pytest.mark.parametrize("row", range(3))
def test_a_row_in_the_batch_is_the_row_alone(row):
    batch = network(TABLE)
    alone = network({**TABLE, "rows": [TABLE["rows"][row]]})
    together = formula(f"h[0] row {row} @ 0..{batch.experiment.lengths[row] - 1}").value(batch)
    by_itself = formula(f"h[0] @ 0..{alone.experiment.num_timesteps - 1}").value(alone)
    np.testing.assert_allclose(together, by_itself, rtol=0, atol=1e-15)
