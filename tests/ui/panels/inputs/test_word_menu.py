"""Another word at a timestep: from the timeline, from the inputs and from the menu bar."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from simulator.examples import EXAMPLES
from tests.ui.lessons.stage import lie_still
from ui.matrix.matrix import Block
from ui.panels.inputs import word_menu
from ui.panels.inputs.panel import InputsPanel
from ui.panels.timeline.panel import TimelinePanel
from ui.session.document import Document

RIGHT, NONE = Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def opened(window_again):
    """Open an example whose words name its input; return the window and the workbench."""

    def make(example="deeds"):
        window = window_again(Document.of_example(EXAMPLES[example]()))
        bench = window._workbench
        window.resize(1280, 800)
        lie_still(window)
        return window, bench

    return make


def entries(menu):
    return {action.text(): action for action in menu.actions()}


def words(bench):
    return bench.snapshot().document.timestep_labels


def test_the_menu_bar_puts_a_word_at_the_present_timestep(opened):
    window, bench = opened()
    bench.go_to_timestep(2)
    lie_still(window)
    before, run = words(bench), bench.snapshot().experiment
    menu = window._menus.word_at.menu
    menu.aboutToShow.emit()
    ticked = [text for text, action in entries(menu).items() if action.isChecked()]
    assert ticked == [before[2]]
    another = next(text for text in entries(menu) if text != before[2])
    entries(menu)[another].trigger()
    assert words(bench) == (*before[:2], another, *before[3:])
    changed = bench.snapshot().experiment.sequence != run.sequence
    assert set(np.nonzero(changed)[0].tolist()) == {2}
    bench.undo()
    assert words(bench) == before


def test_the_present_word_is_no_edit(opened):
    window, bench = opened()
    bench.go_to_timestep(2)
    menu = window._menus.word_at.menu
    before = bench.snapshot().experiment
    menu.aboutToShow.emit()
    entries(menu)[words(bench)[2]].trigger()
    assert bench.snapshot().experiment is before


def test_a_right_click_on_a_word_of_the_timeline_offers_others(opened):
    window, bench = opened()
    timeline = window._panels.of(TimelinePanel)
    timeline.choose_tracks(("x", "c"))
    lie_still(window)
    view = timeline.plots.tracks["x"].view
    middle = QPointF(3, view.viewRect().center().y())
    spot = timeline.plots.mapFromScene(view.mapViewToScene(middle))
    QTest.mouseMove(timeline.plots.viewport(), spot)
    QTest.mouseClick(timeline.plots.viewport(), RIGHT, NONE, spot)
    QApplication.processEvents()
    menu = timeline._menu._words
    assert menu.menuAction().isVisible()
    another = next(text for text in entries(menu) if text != words(bench)[3])
    entries(menu)[another].trigger()
    timeline._menu.close()
    assert words(bench)[3] == another


def test_a_right_click_on_the_input_offers_words(opened):
    window, bench = opened()
    window._actions["Inputs"].trigger()
    lie_still(window)
    inputs = window._panels.of(InputsPanel)
    menu = inputs.single.menu_for(Block.cell(1, 0))
    inner = next(m for m in menu.findChildren(QMenu) if m.title() == word_menu.made(None).title())
    another = next(text for text in entries(inner) if text != words(bench)[1])
    entries(inner)[another].trigger()
    assert words(bench)[1] == another


def test_numbers_offer_no_words(opened):
    window, bench = opened("sunspots")
    bench.go_to_timestep(3)
    lie_still(window)
    assert not window._menus.word_at.menu.menuAction().isEnabled()
    menu = QMenu()
    assert not word_menu.fill(menu, bench.snapshot(), 3, lambda *_: None)
    assert menu.isEmpty()


def test_it_is_chosen_by_keys(opened, qtbot):
    window, bench = opened()
    bench.go_to_timestep(0)
    lie_still(window)
    menu = window._menus.word_at.menu
    menu.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    before = words(bench)[0]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(menu, key)
    lie_still(window)
    assert words(bench)[0] != before
