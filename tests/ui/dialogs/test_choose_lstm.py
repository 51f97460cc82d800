"""Notes on models: in the picker, and in a line when they are open."""

import pytest

from tests.simulator.files.checkpoints.keras.models import (
    KerasLayer,
    save_keras,
    save_whole,
    weights,
)
from tests.ui.worker.inline_worker import InlineWorker
from ui.dialogs.choose_lstm import ChooseLSTM
from ui.documents import opening
from ui.documents.opener import Opener
from ui.session.messages import Messages

NOTE = "Keras's gate columns, in order i f c o, are read as i f g o"
HTML = "<img src=x>"


@pytest.fixture
def several(tmp_path):
    """Save a model of two layers, the second of an odd name, and one that cannot be read."""
    layers = [
        KerasLayer("first", weights(3, 4)),
        KerasLayer(HTML, weights(4, 2, 2), "Bidirectional"),
        KerasLayer("third", weights(4, 2), config={"activation": "relu"}),
    ]
    return str(save_keras(layers, tmp_path))


def test_the_picker_tells_shapes_and_how_gates_are_mapped(several, qtbot):
    dialog = ChooseLSTM(opening.read(several))
    qtbot.addWidget(dialog)
    rows = [dialog._list.item(row).text() for row in range(dialog._list.count())]
    assert rows == [
        "first   LSTM(3 → 4) float32",
        f"{HTML}   LSTM(4 → 2, bidirectional) float32",
    ]
    dialog._list.setCurrentRow(1)
    told = dialog.message.text().splitlines()
    assert told[0] == NOTE
    assert "third" in told[-1]
    assert "relu" in told[-1]
    assert dialog.name() == HTML


def test_what_is_chosen_is_opened_and_its_notes_are_said(several, make_workbench, qtbot):
    bench, worker = make_workbench(), InlineWorker()
    messages, told = Messages(), []
    messages.told.connect(told.append)
    opener = Opener(
        bench, worker, messages, lambda choice: choice.lstms[1].name, lambda question: False
    )
    opener.open([several])
    qtbot.waitUntil(lambda: not opener.busy)
    assert bench.snapshot().experiment.config.bidirectional
    assert bench.snapshot().document.title == f"model.keras · {HTML} on noise"
    assert told[-1].startswith(NOTE)
    worker.close()


def test_each_model_says_its_own(tmp_path, make_workbench, qtbot):
    worker = InlineWorker()
    messages, told = Messages(), []
    messages.told.connect(told.append)
    opener = Opener(make_workbench(), worker, messages, lambda choice: None, lambda question: False)
    path = str(save_whole([KerasLayer("one", weights(3, 4, bias=False))], tmp_path))
    for _ in range(2):
        opener.open([path])
        qtbot.waitUntil(lambda: not opener.busy)
    lines = [line for line in told if NOTE in line]
    assert lines == [lines[0], lines[0]]
    assert lines[0].count(NOTE) == 1
    worker.close()
