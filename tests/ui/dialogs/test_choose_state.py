"""A file with the shape of a state is asked about in a box, an answer a button."""

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

from ui.dialogs import choose_state
from ui.documents.question import Reader
from ui.documents.state_opening import SEQUENCE, WhichState

READER = Reader(3, None, False, {"h_0": (2, 3), "c_0": (2, 4)})


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_answer_has_a_button(qtbot, monkeypatch, place):
    answers = ("h_0", "c_0", SEQUENCE)
    parent = QWidget()
    qtbot.addWidget(parent)
    texts = []

    def press(box):
        texts.append(box.text())
        buttons = [b for b in box.buttons() if box.standardButton(b) == box.StandardButton.NoButton]
        buttons[place].click()

    monkeypatch.setattr(QMessageBox, "exec", press)
    question = WhichState("/a/<b>.npy", answers, READER)
    assert choose_state.ask(parent, question) == answers[place]
    assert "(2, 3)" in texts[0]
    assert "<b>.npy" in texts[0]


def test_cancelled_there_is_no_answer(qtbot, monkeypatch):
    parent = QWidget()
    qtbot.addWidget(parent)
    monkeypatch.setattr(
        QMessageBox, "exec", lambda box: box.button(box.StandardButton.Cancel).click()
    )
    assert choose_state.ask(parent, WhichState("a.npy", ("h_0", "c_0"), READER)) is None
