import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address, Given
from simulator.experiment.equality import same_values
from simulator.network.interventions import Hold
from tests.ui.cards.at_numbers import click, press, rest
from tests.ui.conftest import document_of
from ui.cards.edits import typing_of
from ui.dialogs.hold_value import HoldValue
from ui.session.edits import hold_edits
from ui.style import theme

Key = Qt.Key


def spot(window, quantity, unit=0):
    return window._panels["Cell"].canvas.spot_of(Address(quantity, t=3, unit=unit))


def type_over(card, text):
    QTest.keyClicks(card.field, text)


def test_a_held_number_is_held_as_by_the_form(window):
    bench = window._workbench
    before = bench.snapshot()
    at = Address("f", t=3, unit=1)
    card = rest(window, spot(window, "f", 1))
    press(Key.Key_0)
    assert card.types
    type_over(card, ".25")
    press(Key.Key_Return)
    assert not card.types
    form = HoldValue(before.experiment, hold_edits.draft(before, at), theme.LIGHT)
    form._value.setText("0.25")
    assert same_values(bench.snapshot().experiment, form.edit().experiment)
    assert bench.snapshot().undo_label == form.edit().label
    form.deleteLater()


def test_the_run_follows_every_keystroke(window):
    bench = window._workbench
    card = rest(window, spot(window, "f"))
    press(Key.Key_0)
    for text, value in ((".", None), ("5", 0.5), ("5", 0.55)):
        type_over(card, text)
        if value is not None:
            found = Address("f", t=3).value(bench.snapshot().run.trace)
            assert float(found) == pytest.approx(value)
    assert window._cards.card is card


def test_esc_leaves_all_as_it_was(window):
    bench = window._workbench
    before = bench.snapshot()
    card = rest(window, spot(window, "c"))
    press(Key.Key_1)
    type_over(card, "5")
    assert bench.snapshot().experiment.holds
    press(Key.Key_Escape)
    after = bench.snapshot()
    assert after.experiment is before.experiment
    assert (after.undo_label, after.redo_label) == (before.undo_label, before.redo_label)
    assert window.hasFocus()


def test_what_was_typed_is_one_undo_step(window):
    bench = window._workbench
    before = bench.snapshot().experiment
    card = rest(window, spot(window, "o"))
    press(Key.Key_0)
    type_over(card, ".125")
    press(Key.Key_Return)
    bench.undo()
    assert bench.snapshot().experiment is before


def test_enter_holds_the_number_as_it_is(window):
    bench = window._workbench
    at = Address("h", t=3)
    value = float(at.value(bench.snapshot().run.trace))
    rest(window, spot(window, "h"))
    press(Key.Key_Return)
    press(Key.Key_Return)
    (hold,) = bench.snapshot().experiment.holds
    assert (hold.quantity, hold.units, hold.first, hold.value) == ("h", (0,), 3, value)


def test_typing_over_a_held_number_changes_its_hold(window):
    bench = window._workbench
    hold = Hold("f", 0, 0, (0, 1), 1, 4, 0.5)
    bench.edit(bench.snapshot().experiment.with_holds(hold), "1")
    card = rest(window, spot(window, "f"))
    press(Key.Key_0)
    type_over(card, ".75")
    press(Key.Key_Return)
    assert bench.snapshot().experiment.holds == (Hold("f", 0, 0, (0, 1), 1, 4, 0.75),)


def test_a_weight_is_edited_as_in_its_matrix(window):
    bench, panel = window._workbench, window._panels["Weights"]
    before = bench.snapshot().experiment
    card = rest(window, panel._spot_in("W_ih", panel.editor, (2, 1)))
    press(Key.Key_3)
    type_over(card, ".5")
    press(Key.Key_Return)
    by_card = bench.snapshot().experiment
    bench.undo()
    panel.editor.open_field((2, 1))
    panel.editor.field.edit.setText("3.5")
    QTest.keyClick(panel.editor.field.edit, Key.Key_Return)
    assert same_values(bench.snapshot().experiment, by_card)
    assert not same_values(before, by_card)


def test_a_digit_after_a_click_on_a_weight_is_typed_in_its_card(own_window):
    window = own_window
    panel = window._panels["Weights"]
    at = panel._spot_in("W_ih", panel.editor, (2, 1))
    card = rest(window, at)
    click(at)
    press(Key.Key_3)
    assert card.types
    assert not panel.editor.field.is_open
    press(Key.Key_Return)
    press(Key.Key_Right)  # another key: digits are the matrix's again
    press(Key.Key_4)
    assert not card.types


def test_a_double_click_on_a_weight_leaves_the_number_to_the_matrix(own_window):
    window = own_window
    panel = window._panels["Weights"]
    at = panel._spot_in("W_ih", panel.editor, (2, 1))
    card = rest(window, at)
    click(at)
    click(at, twice=True)
    assert panel.editor.field.is_open
    assert not card.isVisible()


def test_a_minus_begins_a_number_where_the_card_has_the_keys(window):
    QTest.keyClick(window, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    card = window._cards.card
    press(Key.Key_Minus)
    type_over(card, "2")
    assert card.field.number() == -2


@pytest.mark.parametrize("name", ["input", "h_0", "c_0"])
def test_inputs_and_initial_states_are_edited(window, name):
    bench = window._workbench
    number = Given(name, (3, 0, 2) if name == "input" else (0, 0, 1))
    edit = typing_of(bench.snapshot(), number).edit(np.float32(7.5))
    changed = edit.experiment
    array = changed.sequence if name == "input" else getattr(changed, name)
    before = bench.snapshot().experiment
    was = before.sequence if name == "input" else getattr(before, name)
    assert array[number.indices] == 7.5
    assert (array != was).sum() == 1
    bench.edit(*edit)
    assert number.value(bench.snapshot().run.trace) == 7.5


def test_the_mouse_alone_turns_the_value_into_the_field(window):
    card = rest(window, spot(window, "f"))
    QTest.mouseClick(card._value, Qt.MouseButton.LeftButton)
    assert card.types
    assert card.field.hasFocus()
    assert card.field.selectedText() == card.field.text()


def test_a_sum_says_why_it_is_not_held(window):
    face = window._panels["Cell"].canvas.plate("z_f")
    card = rest(window, window._panels["Cell"].canvas._spot_at(face, 0))
    press(Key.Key_5)
    assert not card.types
    assert "z_f[0]" in card._hint.text()


def test_a_text_that_is_no_number_is_refused(window):
    bench = window._workbench
    before = bench.snapshot().experiment
    card = rest(window, spot(window, "f"))
    press(Key.Key_5)
    type_over(card, "x")
    assert card._refusal.text()
    assert card.field.accessibleDescription() == card._refusal.text()
    press(Key.Key_Escape)
    assert bench.snapshot().experiment is before


def test_what_is_typed_is_held_in_the_experiment_that_is_there(window):
    """An undo, another edit or a step of training comes between the number and Enter."""
    bench = window._workbench
    first = bench.snapshot().experiment
    other = Hold("o", 0, 0, (0,), 0, 0, 0.5)
    card = rest(window, spot(window, "f"))
    press(Key.Key_0)
    type_over(card, ".5")
    bench.undo()
    bench.edit(first.with_holds(other), "elsewhere")
    assert card.types
    assert bench.snapshot().experiment.holds == (other,)
    press(Key.Key_Return)
    kept, typed = bench.snapshot().experiment.holds
    assert (kept, typed.quantity, typed.value) == (other, "f", 0.5)
    bench.undo()
    assert bench.snapshot().experiment.holds == (other,)


def test_who_leaves_the_card_does_not_put_the_number_again(window):
    bench, panel = window._workbench, window._panels["Weights"]
    card = rest(window, panel._spot_in("W_ih", panel.editor, (2, 1)))
    QTest.mouseClick(card._value, Qt.MouseButton.LeftButton)
    type_over(card, "0.5")
    typed, (name, index) = bench.snapshot().experiment, (card.subject.name, card.subject.indices)
    trained = typed.with_parameters(typed.parameters.with_value(name, index, 0.125))
    bench.edit(trained, "step")
    QTest.mouseClick(window._panels["Cell"].canvas, Qt.MouseButton.LeftButton)
    assert not card.types
    assert bench.snapshot().experiment is trained


def test_an_untouched_card_shows_the_weight_that_is_there(window):
    bench, panel = window._workbench, window._panels["Weights"]
    first = bench.snapshot().experiment
    card = rest(window, panel._spot_in("W_ih", panel.editor, (2, 1)))
    QTest.mouseClick(card._value, Qt.MouseButton.LeftButton)
    name, index = card.subject.name, card.subject.indices
    trained = first.with_parameters(first.parameters.with_value(name, index, 0.125))
    bench.edit(trained, "step")
    assert card.types
    assert card.field.number() == np.float32(0.125)
    press(Key.Key_Return)
    assert bench.snapshot().experiment is trained


def test_another_document_ends_the_typing(window):
    card = rest(window, spot(window, "f"))
    press(Key.Key_5)
    window._workbench.open(document_of(seed=1))
    assert not card.types
    assert not window._workbench.snapshot().experiment.holds


def test_a_press_elsewhere_keeps_what_was_typed(window):
    bench = window._workbench
    card = rest(window, spot(window, "f"))
    press(Key.Key_0)
    type_over(card, ".5")
    QTest.mouseClick(window._panels["Ledger"], Qt.MouseButton.LeftButton)
    assert not card.types
    assert bench.snapshot().experiment.holds[0].value == 0.5
    assert QApplication.focusWidget() is not card.field


def test_the_hint_says_for_how_long_a_typed_number_is_held(window):
    bench = window._workbench
    card = rest(window, spot(window, "f"))
    assert "from here on" in card._hint.text()
    bench.edit(bench.snapshot().experiment.with_holds(Hold("f", 0, 0, (0,), 1, 4, 0.5)), "1")
    assert "from here on" not in card._hint.text()
    assert card._hint.text()
