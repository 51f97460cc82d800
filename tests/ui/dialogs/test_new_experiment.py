"""The form for a new LSTM: it refuses and warns as nn.LSTM does, and tells what a run takes."""

from dataclasses import fields

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import Shiboken

from simulator.engine.trace import bytes_needed
from simulator.files.limits import bytes_text
from simulator.network.config import LSTMConfig
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
    assert f"all values of a run take {bytes_text(needed)}" in dialog.message.text()


def test_each_argument_of_nn_lstm_is_explained_beside_its_field(dialog):
    told = {label.text() for label in dialog.findChildren(QLabel)}
    arguments = [field.name for field in fields(LSTMConfig)]
    for name in (*arguments, "dtype"):
        field = getattr(dialog, f"_{name}")
        assert field.accessibleName() == name
        assert field.toolTip() in told
        assert 10 < len(field.toolTip()) < 70


def test_it_starts_on_a_sequence_that_shows_how_long_a_cell_remembers(dialog):
    sequence = dialog.recipe().experiment().sequence[:, 0]
    assert sequence[:, 0].tolist() == [*([1.0] * 4), *([-1.0] * 4)] * 3
    assert len({tuple(column) for column in sequence.T}) == 3


def test_all_of_it_is_seen_without_scrolling(dialog):
    dialog.show()
    assert dialog.height() <= 600
    for label in dialog.findChildren(QLabel):
        assert label.width() >= label.minimumSizeHint().width()


def test_no_field_belongs_to_python(dialog):
    """The dialog deletes its fields; Python would delete them too early, or a second time."""
    fields = [part for part in vars(dialog).values() if isinstance(part, QWidget)]
    assert len(fields) > 5
    assert not [field.accessibleName() for field in fields if Shiboken.ownedByPython(field)]
