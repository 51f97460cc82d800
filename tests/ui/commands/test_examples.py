"""Examples in the window: the menu has them in order, and each opens where it begins."""

import pytest
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from simulator.network.lane import Lane
from ui.panels.answers.panel import AnswersPanel


def open_by_menu(window, id):
    """Choose an example in the menu, as a click does."""
    menu = window._menus.examples.menu
    (action,) = [a for a in menu.actions() if a.text() == EXAMPLES[id]().title]
    action.trigger()
    QApplication.processEvents()


def test_the_menu_has_them_in_their_order(lasting_window):
    entries = [action.text() for action in lasting_window._menus.examples.menu.actions()]
    assert entries == [make().title for make in EXAMPLES.values()]


@pytest.mark.parametrize("id", [id for id, make in EXAMPLES.items() if not make().place])
def test_most_open_before_the_first_step(lasting_window, id):
    open_by_menu(lasting_window, id)
    snapshot = lasting_window._workbench.snapshot()
    assert (snapshot.document.title, snapshot.target) == (EXAMPLES[id]().title, 0)


def test_sunspots_open_at_1950_in_layer_1(lasting_window):
    open_by_menu(lasting_window, "sunspots")
    snapshot = lasting_window._workbench.snapshot()
    assert snapshot.lane == Lane(1)
    assert snapshot.document.label_of(snapshot.timestep) == "1950"


def test_the_brackets_open_in_layer_1_at_a_letter_inside(lasting_window):
    open_by_menu(lasting_window, "tagger")
    snapshot = lasting_window._workbench.snapshot()
    assert snapshot.lane == Lane(1)
    assert snapshot.document.label_of(snapshot.timestep) == "a"
    assert snapshot.values("h")[snapshot.timestep, 0] > 0.7


def test_the_walk_opens_with_its_path_and_takes_no_keys(make_window):
    window = make_window()
    answers = window._panels.of(AnswersPanel)
    assert answers.visibleRegion().isEmpty()
    open_by_menu(window, "walk")
    assert not answers.visibleRegion().isEmpty()
    assert answers.path.isVisible()
    assert not answers.isAncestorOf(window.focusWidget() or window)
