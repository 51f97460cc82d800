"""Controls of all dialogs: each says what it does, by a label beside it or under the mouse."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from simulator.files.sequences import column_survey
from tests.simulator.files.checkpoints.keras.models import (
    KerasLayer,
    save_keras,
    save_old_weights,
    weights,
)
from ui.commands.help.dialog import HelpDialog
from ui.commands.palette import CommandPalette
from ui.dialogs.choose_lstm import ChooseLSTM
from ui.dialogs.export.export_trace import ExportTrace
from ui.dialogs.go_to import GoTo
from ui.dialogs.hold_value import HoldValue
from ui.dialogs.inject_error import ChooseInjectedError
from ui.dialogs.new_experiment import NewExperiment
from ui.dialogs.normalise import Normalise
from ui.dialogs.notes import NotesDialog
from ui.dialogs.options import OptionsDialog
from ui.dialogs.recurrent_activation import AskActivation
from ui.dialogs.sequence_choice import SequenceChoice
from ui.dialogs.text_sequence import ReadText
from ui.dialogs.typed_sequence import TypeSequence
from ui.documents import opening, text_opening
from ui.documents.opening import OpenedNumbers
from ui.documents.question import Reader
from ui.pictures.export_animation import ExportAnimation
from ui.pictures.pictures import WINDOW
from ui.session.edits.hold_edits import first_draft
from ui.style.theme import LIGHT

Role = Qt.ItemDataRole
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)
_INNER = (QAbstractSpinBox, QComboBox, QKeySequenceEdit, QLineEdit, QAbstractItemView, QTabBar)


@pytest.fixture
def window(window_again):
    return window_again(batch=2, num_layers=2, dropout=0.5)


def of_layers(tmp_path):
    layers = [KerasLayer("first", weights(3, 4)), KerasLayer("second", weights(4, 2))]
    return ChooseLSTM(opening.read(str(save_keras(layers, tmp_path))))


def of_activation(tmp_path):
    old = save_old_weights([KerasLayer("first", weights(3, 4))], tmp_path, "2.2.4")
    return AskActivation(opening.read(str(old)))


def of_columns(tmp_path):
    path = str(tmp_path / "table.csv")
    (tmp_path / "table.csv").write_text("day,a,b,remark,c\nMon,1,4,ok,7\nTue,2,5,,8\n")
    return SequenceChoice(OpenedNumbers((path,), column_survey.look([path]), 2), LIGHT)


def of_text(tmp_path):
    (tmp_path / "a.txt").write_text("so few\nso fine")
    return ReadText(text_opening.look(str(tmp_path / "a.txt"), Reader(9, None)), LIGHT)


DIALOGS = {
    "new": lambda w, s, _: NewExperiment(LIGHT),
    "options": lambda w, s, _: OptionsDialog(s.experiment, LIGHT),
    "hold": lambda w, s, _: HoldValue(s.experiment, first_draft(s), LIGHT),
    "normalise": lambda w, s, _: Normalise(s.document, LIGHT),
    "notes": lambda w, s, _: NotesDialog("", w),
    "trace": lambda w, s, _: ExportTrace(s.experiment, LIGHT),
    "film": lambda w, s, _: ExportAnimation(s, {WINDOW: "The whole window", "Cell": "Cell"}),
    "sabotage": lambda w, s, _: ChooseInjectedError(s.experiment, ""),
    "typed": lambda w, s, _: TypeSequence(2, None, LIGHT),
    "lstm": lambda w, s, path: of_layers(path),
    "activation": lambda w, s, path: of_activation(path),
    "columns": lambda w, s, path: of_columns(path),
    "text": lambda w, s, path: of_text(path),
    "settings": lambda w, s, _: w.preferences.dialog(),
    "help": lambda w, s, _: HelpDialog(LIGHT),
    "palette": lambda w, s, _: CommandPalette(w, w._workbench),
    "go_to": lambda w, s, _: GoTo(s, LIGHT),
}


def _around(widget, dialog):
    while (widget := widget.parentWidget()) is not dialog:
        yield widget


def own_controls(dialog):
    """Yield the controls of a dialog, without Qt's own inside others, and its usual buttons."""
    usual = {b for box in dialog.findChildren(QDialogButtonBox) for b in box.buttons()}
    for widget in dialog.findChildren(QWidget):
        inside = any(isinstance(around, _INNER) for around in _around(widget, dialog))
        if isinstance(widget, CONTROLS) and widget not in usual and not inside:
            yield widget


@pytest.mark.few(9)
@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_has_a_label_or_a_tooltip(window, qtbot, tmp_path, name):
    dialog = DIALOGS[name](window, window._workbench.snapshot(), tmp_path)
    qtbot.addWidget(dialog)
    labelled = {label.buddy() for label in dialog.findChildren(QLabel)}
    controls = list(own_controls(dialog))
    assert controls
    silent = [
        f"{type(c).__name__} {getattr(c, 'text', str)()} {c.accessibleName()}"
        for c in controls
        if c not in labelled
        and not c.toolTip()
        and not (isinstance(c, QTabBar) and all(c.tabToolTip(k) for k in range(c.count())))
    ]
    assert silent == []


@pytest.mark.few(6)
@pytest.mark.parametrize("name", DIALOGS)
def test_every_head_says_what_its_column_has(window, qtbot, tmp_path, name):
    dialog = DIALOGS[name](window, window._workbench.snapshot(), tmp_path)
    qtbot.addWidget(dialog)
    silent = []
    for head in dialog.findChildren(QHeaderView):
        model, direction = head.model(), head.orientation()
        for section in range(head.count() if model else 0):
            text = model.headerData(section, direction, Role.DisplayRole)
            tip = model.headerData(section, direction, Role.ToolTipRole) or ""
            seen = not head.isHidden() and not head.isSectionHidden(section)
            if seen and text and len(tip.split()) < len(str(text).split()) + 2:
                silent.append((type(head.parent()).__name__, text, tip))
    assert silent == []
