"""The matrix of pictures: every value occurs in it, and in no picture a text is cut or covered."""

from dataclasses import fields

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from simulator import translation
from simulator.examples import EXAMPLES
from tests.ui import picture_matrix
from tests.ui.picture_matrix import SCENES, SIZES, STATES
from tests.ui.windows import close, sweep
from ui.panels.layouts import LAYOUTS


@pytest.fixture(autouse=True)
def _in_english_again(qapp):
    yield
    picture_matrix.speak(qapp, translation.ENGLISH)


def test_every_value_occurs_in_some_picture():
    values = {of.name: {getattr(scene, of.name) for scene in SCENES} for of in fields(SCENES[0])}
    assert values["size"] == set(SIZES)
    assert values["theme"] == {"light", "dark"}
    assert values["language"] == {"en", "ko"}
    assert values["model"] == {*EXAMPLES, "large"}
    assert values["layout"] == set(LAYOUTS)
    assert values["text_size"] == {100, 150, 200}
    assert values["state"] == set(STATES)
    assert len({scene.name for scene in SCENES}) == len(SCENES)


@pytest.mark.few(2)
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_no_text_is_cut_and_no_widget_covers_another(scene, tmp_path):
    window = picture_matrix.stage(scene, tmp_path)
    found = list(picture_matrix.faults(window))
    close(window)
    sweep()
    assert found == []


def test_the_search_finds_what_is_cut_and_what_is_covered(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    cut, whole = QLabel("a text that is much too long"), QLabel("short")
    cut.setFixedWidth(30)
    button = QPushButton("a button with a long text")
    button.setFixedWidth(40)
    for widget in (cut, whole, button):
        column.addWidget(widget)
    row = QHBoxLayout()
    one, other = QLabel("one"), QLabel("other")
    row.addWidget(one)
    row.addWidget(other)
    column.addLayout(row)
    window.show()
    QApplication.processEvents()
    assert len(list(picture_matrix.faults(window))) == 2
    other.move(one.pos())
    assert any("overlap" in fault for fault in picture_matrix.faults(window))
