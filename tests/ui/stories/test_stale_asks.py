"""Questions from an earlier document edit nothing in the open one."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPlainTextEdit

from simulator.examples import EXAMPLES
from simulator.files.workspaces.reader import read_workspace
from tests.simulator.files.workspaces.test_workspace import assert_same
from ui.dialogs.hold_value import HoldValue
from ui.dialogs.inject_error import ChooseInjectedError
from ui.dialogs.normalise import Normalise
from ui.dialogs.notes import NotesDialog
from ui.dialogs.options import OptionsDialog
from ui.documents import save_file
from ui.matrix.draw_form import DrawNumbers
from ui.matrix.matrix import Block
from ui.panels.inputs.panel import InputsPanel
from ui.panels.weights.panel import WeightsPanel
from ui.pictures.export_animation import ExportAnimation
from ui.session.document import Document
from ui.style import theme


@pytest.fixture
def wide(make_workbench):
    """Return a document larger in every dimension than the windows' first one."""
    return make_workbench(timesteps=9, input_size=5, hidden_size=4).snapshot().document


@pytest.fixture
def bench(make_workbench):
    return make_workbench()


@pytest.fixture
def window(make_window, bench):
    return make_window(bench)


@pytest.fixture
def editor(window):
    return window._panels.of(WeightsPanel).editor


def test_a_panel_that_nobody_sees_hears_of_another_document_at_once(qtbot, make_workbench, wide):
    bench = make_workbench()
    panel = InputsPanel(theme.LIGHT)
    qtbot.addWidget(panel)  # never shown
    bench.changed.connect(panel.follow)
    panel.edited.connect(bench.edit)
    bench.open(Document.of_example(EXAMPLES["latch"]()))
    panel.catch_up()
    bench.step(1)
    assert panel.snapshot.position < bench.snapshot().position  # the panel has yet to draw
    bench.open(wide)
    panel.editor.zero(Block.cell(8, 4))
    document = bench.snapshot().document
    assert document.experiment.config is wide.experiment.config
    assert document.experiment.sequence[8, 0, 4] == 0
    assert document.feature_names == wide.feature_names


def _pop_up(editor):
    """Open the menu of the first cell."""
    place = editor.heat_map.mapToGlobal(editor.heat_map.rect().center())
    editor.heat_map.menu_asked.emit(Block.cell(0, 0), place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_a_menu_goes_with_the_matrix_that_it_is_for(bench, editor, wide):
    bench.step(1)
    menu = _pop_up(editor)
    bench.step(1)
    assert menu.isVisible()
    bench.open(wide)
    assert not menu.isVisible()


def test_a_menu_goes_with_the_experiment_that_it_would_edit(bench, editor):
    menu = _pop_up(editor)
    bench.step(1)
    assert menu.isVisible()
    experiment = bench.snapshot().experiment
    bench.edit(experiment.with_states(experiment.h_0 + 1), "as an answer of torch's would", None)
    assert not menu.isVisible()


def test_a_form_for_numbers_goes_with_its_matrix(bench, editor, wide):
    fills = editor.matrix.fills
    editor.open_initialiser(next(n for n, fill in enumerate(fills) if fill.seeded))
    form = editor.findChild(DrawNumbers)
    assert form.isVisible()
    bench.open(wide)
    assert not form.isVisible()
    assert bench.snapshot().document is wide


def _accept(kind, before):
    """Do something, and accept the dialog of a kind that it opens."""

    def act():
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind))
        before(dialog)
        dialog.accept()

    QTimer.singleShot(0, act)


@pytest.mark.few(2)
@pytest.mark.parametrize(
    ("kind", "id"),
    [
        (HoldValue, "hold_value"),
        (NotesDialog, "notes"),
        (ChooseInjectedError, "sabotage"),
        (OptionsDialog, "options"),
        (Normalise, "normalise"),
        (ExportAnimation, "export_animation"),
    ],
)
def test_a_dialog_about_what_is_no_longer_open_changes_nothing(
    window, bench, wide, kind, id, tmp_path, monkeypatch
):
    heard, film = [], str(tmp_path / "film.png")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (film, ""))
    window.messages.complained.connect(heard.append)

    def open_another(dialog):
        bench.open(wide)
        if isinstance(dialog, NotesDialog):
            dialog.findChild(QPlainTextEdit).setPlainText("of the former one")
        if isinstance(dialog, OptionsDialog):
            dialog.seed.setValue(5)

    bench.step(1)
    _accept(kind, open_another)
    window.findChild(QAction, id).trigger()
    assert bench.snapshot().document is wide
    assert len(heard) == 1


def test_a_film_is_of_what_was_open_when_its_steps_were_chosen(window, bench, wide, monkeypatch):
    heard, filmed = [], []
    window.messages.complained.connect(heard.append)
    monkeypatch.setattr(window._pictures, "film", lambda *film: filmed.append(film))

    def open_another(*_):
        bench.open(wide)
        return "film.png", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", open_another)
    _accept(ExportAnimation, lambda dialog: None)
    window.findChild(QAction, "export_animation").trigger()
    assert filmed == []
    assert len(heard) == 1


def test_a_file_is_for_what_was_open_when_it_was_asked_for(
    qtbot, window, bench, wide, tmp_path, monkeypatch
):
    path, asked_for = tmp_path / "a.gatestep", bench.snapshot().document

    def open_another(*_):
        bench.open(wide)
        return str(path), "Gatestep workspace"

    monkeypatch.setattr(save_file, "ask_path", open_another)
    with qtbot.waitSignal(window._saver.saved):
        window.findChild(QAction, "save").trigger()
    assert_same(read_workspace(path).experiment, asked_for.experiment)
    assert bench.snapshot().document is wide
    assert window._saver.file_of(wide) is None
    assert window._saver.file_of(asked_for).path == str(path)
