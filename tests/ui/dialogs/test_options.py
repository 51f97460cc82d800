"""The form for the options: what was not touched stays, and what does not fit is said."""

import numpy as np
import pytest

from simulator.experiment.experiment import Experiment
from simulator.experiment.options import Options
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from ui.dialogs.options import OptionsDialog
from ui.style.theme import LIGHT


@pytest.fixture
def make_dialog(qtbot):
    def make(batch=None, seed=0, **options):
        parameters = random_parameters(LSTMConfig(3, 2, **options))
        shape = (5, 3) if batch is None else (5, batch, 3)
        dialog = OptionsDialog(
            Experiment.create(parameters, np.zeros(shape, np.float32), seed=seed), LIGHT
        )
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_the_form_says_what_is_and_what_was_not_touched_stays(make_dialog):
    dialog = make_dialog(batch=2, num_layers=2, dropout=1 / 3, seed=2**40)
    assert dialog.options() == Options(False, 1 / 3, False, 2**40, "float32", (5, 5), False)
    dialog.batch_first.setChecked(True)
    dialog.dropout.setValue(0.25)
    dialog.training.setChecked(True)
    dialog.seed.setValue(9)
    dialog.dtype.setCurrentText("float64")
    dialog.lengths.setText("5, 2")
    assert dialog.options() == Options(True, 0.25, True, 9, "float64", (5, 2), True)
    dialog.lengths.setText("5, 5")
    assert dialog.options() == Options(True, 0.25, True, 9, "float64", (5, 5), True)
    dialog.lengths.setText(" ")
    assert dialog.options() == Options(True, 0.25, True, 9, "float64", (5, 5), False)


def test_lengths_that_do_not_fit_are_refused_in_words(make_dialog):
    dialog = make_dialog(batch=2)
    for text, reason in (
        ("5, x", "whole numbers"),
        ("5", "one number per row (2 rows)"),
        ("5, 6", "the length of row 1 must be from 1 to 5"),
        ("0, 5", "the length of row 0 must be from 1 to 5"),
    ):
        dialog.lengths.setText(text)
        assert not dialog.accept_button.isEnabled()
        assert reason in dialog.message.text()
    dialog.lengths.setText("3 4")
    assert dialog.accept_button.isEnabled()
    assert not make_dialog().lengths.isVisible()


def test_the_form_says_what_does_nothing(make_dialog):
    dialog = make_dialog()
    dialog.dropout.setValue(0.5)
    assert "with one layer it does nothing" in dialog.message.text()
    dialog.batch_first.setChecked(True)
    assert "batch_first has no effect" in dialog.message.text()
    deep = make_dialog(num_layers=2)
    deep.training.setChecked(True)
    assert deep.message.text() == "Train mode has no effect without dropout."
    deep.dropout.setValue(0.5)
    assert "torch draws the dropout masks" in deep.message.text()
