"""Each command that can be chosen answers: something changes, is shown, or is said."""

from dataclasses import fields

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QFileDialog, QMenu, QWidget

from simulator.analysis.address import Address, Given
from simulator.examples import EXAMPLES
from tests.ui.conftest import document_of
from tests.ui.covered_window import lasting_window as lasting_window
from tests.ui.readouts import document_with_readout
from tests.ui.windows import sweep
from ui.commands.table.rows import MISHAP_IDS, ROWS, TABLE, TASK_IDS
from ui.documents import save_file
from ui.matrix.matrix import Block
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style.key_names import NAMES

ELSEWHERE = {"quit", *TASK_IDS.values(), *MISHAP_IDS.values()}
"""Commands that end the window, or open a document: other tests are of these."""


MADE_ANEW = ("ranges", "decades", "check", "against", "training", "setting", "lesson")
"""Parts of a snapshot that are equal to no other, though nothing has changed."""


def is_tried(row):
    return row.id not in ELSEWHERE and not row.id.startswith("lesson_")


@pytest.fixture
def said(monkeypatch):
    """Answer every question with no, and keep what was asked."""
    asked = []

    def ask(*_):
        asked.append("a question")
        return 0

    monkeypatch.setattr(QDialog, "exec", ask)
    monkeypatch.setattr(save_file, "ask_path", lambda *_, **__: asked.append("a path"))
    for name in ("getOpenFileName", "getSaveFileName", "getOpenFileNames"):
        answer = ([] if name.endswith("s") else "", "")
        monkeypatch.setattr(QFileDialog, name, lambda *_, of=answer, **__: (ask(), of)[1])
    return asked


def stand(window):
    """Return what can be seen to change of a window: its state, its widgets and the program's."""
    snapshot, app = window._workbench.snapshot(), QApplication.instance()
    names = (field.name for field in fields(snapshot) if field.name not in MADE_ANEW)
    told = [getattr(snapshot, name) for name in names]
    told += [snapshot.check.testing, snapshot.against.baselines, snapshot.setting.until]
    lesson = snapshot.lesson
    told.append(None if lesson is None else (lesson.step, lesson.title))
    seen = {widget for widget in app.allWidgets() if widget.isVisible()}
    docks = {dock.objectName(): dock.visibleRegion().isEmpty() for dock in of_docks(window)}
    clip = app.clipboard().text() or app.clipboard().image().cacheKey()
    keys = app.focusWidget()
    return told, seen, docks, clip, keys, window.windowState(), app.styleSheet()


def of_docks(window):
    return window.findChildren(QDockWidget)


def put_away(window):
    """Close what a command has opened."""
    for widget in QApplication.topLevelWidgets():
        if widget is not window and isinstance(widget, QWidget) and widget.isVisible():
            widget.close()
    sweep()


BARE, LATCH = document_of, lambda: Document.of_example(EXAMPLES["latch"]())
PLACES = ("start", "middle", "end")


def go(bench, at):
    {"start": bench.first, "middle": lambda: bench.step(3), "end": bench.last}[at]()


def silent_ones(window, said, make, at, rows):
    """Return the commands that are enabled, and that answer nothing."""
    window._checker.set_on(False)
    bench, silent = window._workbench, []
    lines = window.messages.told, window.messages.complained
    for line in lines:
        line.connect(said.append)
    for row in rows:
        bench.open(make())
        go(bench, at)
        window._docks._docks["Units"].close()  # else it may be there already, and sorted
        window._cards.close_card()
        window.setFocus()
        put_away(window)
        action = window._actions[row.id]
        if not action.isEnabled() or (action.isChecked() and row.id.startswith("by_")):
            continue
        before = stand(window)
        said.clear()
        action.trigger()
        sweep()
        if not any(said) and stand(window) == before:
            silent.append(row.id)
        bench.set_playing(False)
    put_away(window)
    return silent


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "at"), [(BARE, "start"), (LATCH, "middle"), (BARE, "end")], ids=PLACES
)
def test_every_command_that_is_enabled_answers(make_window, said, make, at):
    window = make_window(shown=True)
    assert silent_ones(window, said, make, at, filter(is_tried, TABLE)) == []


@pytest.mark.few(2)
@pytest.mark.parametrize("at", PLACES)
def test_a_command_that_needs_a_number_or_a_gradient_answers(make_window, said, at):
    window = make_window(shown=True)
    needy = ("card", "hold", "teaches", "seed", "wanted", "train_step", "export_gradients")
    assert silent_ones(window, said, BARE, at, (ROWS[id] for id in needy)) == []


def asked_of_a_weight(panel, tab="W_ih", cell=(2, 1)):
    """Choose the question of a weight's right click."""
    menu = QMenu(panel)
    panel._offer(tab, menu, Block.cell(*cell))
    (question,) = [a for a in menu.actions() if a.text().startswith("Gradient of")]
    question.trigger()


def test_a_weight_without_a_gradient_says_what_is_missing(make_window, said):
    window = make_window()
    window.messages.complained.connect(said.append)
    before = window._workbench.snapshot().parameter
    asked_of_a_weight(window._panels["Weights"])
    (line,) = said
    assert NAMES.way("readout") in line
    assert NAMES.way("seed") in line
    assert window._workbench.snapshot().parameter is before is None


def test_a_weight_of_the_readout_has_no_gradient_of_a_hidden_state(make_window, said):
    window = make_window(Workbench(document_with_readout()))
    window.messages.complained.connect(said.append)
    window._workbench.last()
    window._workbench.seed(Address("h", t=2))
    window._commands.show_what_teaches(Given("readout.weight", (0, 0)))
    assert len(said) == 1
    assert window._workbench.snapshot().parameter is None


def test_what_teaches_a_weight_is_seen_where_the_ledger_is_closed(make_window, said):
    window = make_window(Workbench(document_with_readout()), shown=True)
    window._docks._docks["Ledger"].close()
    sweep()
    asked_of_a_weight(window._panels["Weights"])
    sweep()
    assert window._workbench.snapshot().weight_subject is not None
    assert window._panels["Ledger"].in_sight
    assert not said


def test_what_a_question_hides_cannot_be_shown_by_the_menu(window_again):
    window = window_again()
    hide = window._actions["hide_ahead"]
    window._actions["ask_me"].trigger()
    assert hide.isChecked()
    assert not hide.isEnabled()
    window._actions["ask_me"].trigger()
    assert not hide.isChecked()
    assert hide.isEnabled()
