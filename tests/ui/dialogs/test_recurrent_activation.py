"""The recurrent activation of Keras weights is asked for where the file leaves it open."""

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel

from simulator import translation
from tests.simulator.files.checkpoints.keras.models import (
    KerasLayer,
    save_old_weights,
    weights,
)
from tests.ui.worker.inline_worker import InlineWorker
from ui.dialogs.recurrent_activation import AskActivation
from ui.documents import opening
from ui.documents.opener import Opener
from ui.session.messages import Messages

LAYERS = [KerasLayer("first", weights(3, 4)), KerasLayer("second", weights(4, 2))]


@pytest.fixture
def path(tmp_path):
    return str(save_old_weights(LAYERS[:1], tmp_path, "2.2.4"))


def test_each_answer_says_what_follows(path, qtbot):
    dialog = AskActivation(opening.read(path))
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    dialog.sigmoid.click()
    assert dialog.accept_button.isEnabled()
    assert "0.08" in dialog.message.text()
    assert dialog.answer() == "sigmoid"
    dialog.hard.click()
    assert not dialog.accept_button.isEnabled()
    assert "hard_sigmoid" in dialog.message.text()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("points", [9, 20])
def test_it_is_as_high_as_its_texts(path, qtbot, qapp, language, points):
    font = qapp.font()
    translation.load(language)
    qapp.setFont(QFont(font.family(), points))
    try:
        dialog = AskActivation(opening.read(path))
        qtbot.addWidget(dialog)
        dialog.show()
        line = dialog.fontMetrics().lineSpacing()
        for choose in (lambda: None, dialog.sigmoid.click, dialog.hard.click):
            choose()
            dialog.layout().activate()
            for label in dialog.findChildren(QLabel):
                assert label.height() >= label.heightForWidth(label.width())
        spare = dialog.message.height() - dialog.message.heightForWidth(dialog.message.width())
        assert spare < 2 * line
        assert dialog.height() <= dialog.layout().totalHeightForWidth(dialog.width()) + 2 * line
    finally:
        qapp.setFont(font)
        translation.load(translation.ENGLISH)


def opener_of(bench, choose):
    messages = Messages()
    opener = Opener(bench, InlineWorker(), messages, choose, lambda question: False)
    opener.said, opener.told = [], []
    messages.complained.connect(opener.said.append)
    messages.told.connect(opener.told.append)
    return opener


def test_the_answer_opens_the_lstm_that_was_chosen(make_workbench, tmp_path, qtbot):
    path = str(save_old_weights(LAYERS, tmp_path, None))
    asked = []

    def choose(question):
        asked.append(question)
        return "second" if isinstance(question, opening.Choice) else "sigmoid"

    bench = make_workbench()
    opener = opener_of(bench, choose)
    opener.open([path])
    qtbot.waitUntil(lambda: not opener.busy)
    assert [type(question) for question in asked] == [opening.Choice, opening.Undecided]
    assert bench.snapshot().experiment.config.hidden_size == 2
    assert opener.said == []
    opener._worker.close()


@pytest.mark.parametrize("answer", [None, "hard_sigmoid"])
def test_without_sigmoid_nothing_is_opened(make_workbench, path, qtbot, answer):
    bench = make_workbench()
    before = bench.snapshot().document
    opener = opener_of(bench, lambda question: answer)
    opener.open([path])
    qtbot.waitUntil(lambda: not opener.busy)
    assert bench.snapshot().document is before
    assert len(opener.said) == (answer is not None)
    opener._worker.close()


def test_where_nobody_can_be_asked_it_is_refused_in_a_line(make_workbench, path, qtbot):
    bench = make_workbench()
    before = bench.snapshot().document
    opener = opener_of(bench, lambda question: "sigmoid")
    opener.ask_nobody()
    opener.open([path])
    qtbot.waitUntil(lambda: not opener.busy)
    (line,) = opener.said
    assert "2.2.4" in line
    assert bench.snapshot().document is before
    opener._worker.close()


def test_where_nobody_can_be_asked_it_can_be_said_before(make_workbench, path, qtbot):
    bench = make_workbench()
    opener = opener_of(bench, lambda question: None)
    opener.ask_nobody("sigmoid")
    opener.open([path])
    qtbot.waitUntil(lambda: not opener.busy)
    assert opener.said == []
    assert bench.snapshot().experiment.config.hidden_size == 4
    opener._worker.close()
