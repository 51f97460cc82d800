"""The form for a new LSTM: it refuses and warns as nn.LSTM does, and tells what a run takes."""

import pytest

from simulator.engine.trace import bytes_needed
from simulator.files.limits import bytes_text
from ui.dialogs.new_experiment import NewExperiment
from ui.style.theme import LIGHT


@pytest.fixture
def dialog(qtbot):
    dialog = NewExperiment(LIGHT)
    qtbot.addWidget(dialog)
    return dialog


def test_what_nn_lstm_refuses_the_dialog_refuses(dialog):
    dialog._proj_size.setValue(9)
    assert "proj_size has to be smaller than hidden_size" in dialog.message.text()
    assert not dialog.accept_button.isEnabled()
    dialog._proj_size.setValue(0)
    dialog._dropout.setValue(0.5)
    assert "nn.LSTM warns" in dialog.message.text()
    assert dialog.accept_button.isEnabled()


def test_a_new_experiment_says_what_it_takes_before_it_is_made(dialog):
    needed = bytes_needed(dialog.recipe().experiment())
    assert f"every value of a run takes {bytes_text(needed)}" in dialog.message.text()
