"""Form: an entry that does not fit is explained and cannot be accepted, whatever its field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QLineEdit,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
)

from simulator.files.errors import FileError
from ui.dialogs.form import OK, OPEN, SAVE, Form, give_room
from ui.style import chrome, fonts
from ui.style.theme import LIGHT

BAD = "#123456"
CANCEL = QDialogButtonBox.StandardButton.Cancel
FIELDS = {
    QCheckBox: lambda field: field.click(),
    QComboBox: lambda field: field.setCurrentIndex(1),
    QDoubleSpinBox: lambda field: field.stepUp(),
    QLineEdit: lambda field: field.insert("x"),
    QSpinBox: lambda field: field.stepUp(),
}


class Sample(Form):
    """Form of one field, whose verdict is set from outside: an error, or whether it fits."""

    def __init__(self, field, **options):
        super().__init__("a title", None, bad=BAD, **options)
        self.verdict, self.judged = True, 0
        column = QVBoxLayout(self)
        for widget in (field, self.message, self.buttons):
            column.addWidget(widget)
        self._follow(field)
        self._judge()

    def _tell(self):
        self.judged += 1
        if isinstance(self.verdict, Exception):
            raise self.verdict
        self._say("it fits" if self.verdict else "not yet")
        return self.verdict


@pytest.fixture
def make_form(qtbot):
    def make(field=QLineEdit, **options):
        field = field()
        if isinstance(field, QComboBox):
            field.addItems(["a", "b"])
        form = Sample(field, **options)
        qtbot.addWidget(form)
        return form, field

    return make


@pytest.mark.parametrize("kind", FIELDS, ids=lambda kind: kind.__name__)
def test_a_change_of_any_kind_of_field_is_judged_once(make_form, kind):
    form, field = make_form(kind)
    assert form.judged == 1
    FIELDS[kind](field)
    assert form.judged == 2


@pytest.mark.parametrize("error", [ValueError, FileError])
def test_what_does_not_fit_is_said_in_its_colour_and_cannot_be_taken(make_form, error):
    form, field = make_form()
    assert form.accept_button.isEnabled()
    form.verdict = error("why <b>not</b>")
    field.insert("x")
    assert form.message.text() == "why <b>not</b>"
    assert form.message.textFormat() == Qt.TextFormat.PlainText
    assert BAD in form.message.styleSheet()
    assert not form.accept_button.isEnabled()
    form.verdict = True
    field.insert("y")
    assert form.message.text() == "it fits"
    assert BAD not in form.message.styleSheet()
    assert form.accept_button.isEnabled()
    form.verdict = False
    field.insert("z")
    assert form.message.text() == "not yet"
    assert not form.accept_button.isEnabled()


def test_a_mistake_of_the_program_is_no_fault_of_the_user(make_form):
    form, _ = make_form()
    form.verdict = KeyError("a bug")
    with pytest.raises(KeyError):
        form._judge()


@pytest.mark.parametrize("button", [OK, OPEN, SAVE])
def test_one_button_takes_and_the_other_does_not(make_form, button):
    for pressed in (button, CANCEL):
        form, _ = make_form(button=button)
        form.open()
        form.buttons.button(pressed).click()
        assert not form.isVisible()
        assert form.result() == (pressed != CANCEL)


def test_room_grows_with_the_text_up_to_the_screens(qtbot):
    sizes = []
    for percent in (100, 150, 200):
        fonts.set_text_size(percent)
        dialog = QDialog()
        qtbot.addWidget(dialog)
        give_room(dialog, 200, 100)
        sizes.append((dialog.width(), dialog.height()))
        give_room(dialog, 100_000, 100_000)
        screen = dialog.screen().availableSize()
        assert dialog.width() < screen.width()
        assert dialog.height() < screen.height()
    assert sizes == [(200, 100), (300, 150), (400, 200)]


def test_a_box_is_as_large_as_its_text_wants(qapp, qtbot):
    box = QCheckBox("text")
    qtbot.addWidget(box)
    heights = []
    for percent in (100, 200):
        fonts.set_text_size(percent)
        chrome.apply(qapp, LIGHT)
        option = QStyleOptionButton()
        box.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        heights.append(box.style().subElementRect(part, option, box).height())
    assert heights[1] == 2 * heights[0] > 20
