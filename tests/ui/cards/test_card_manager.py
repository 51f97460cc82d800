import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.analysis.address import Address, Given
from simulator.experiment.experiment import Experiment
from simulator.network.config import LSTMConfig
from tests.simulator.experiments import random_parameters
from tests.ui.cards.at_numbers import click, elapse, leave, move, press, rest
from tests.ui.windows import sweep
from ui.cards.card_manager import MOST_PINNED
from ui.matrix.matrix import Block
from ui.session.document import Document
from ui.session.viewing.hidden_values import HiddenValues
from ui.style.theme import LIGHT
from ui.widgets.cues.hints import CLICK_NUMBER, DROP_FILES, HINTS

Key = Qt.Key


def spot(window, quantity="c", unit=0, t=3):
    return window._panels["Cell"].canvas.spot_of(Address(quantity, t=t, unit=unit))


def canvas_place(window, quantity="c", unit=0):
    plate = window._panels["Cell"].canvas.plate(quantity)
    return plate.place(unit).center().toPoint()


def test_a_card_opens_where_the_mouse_rests_and_leaves_with_it(window):
    cards, canvas = window._cards, window._panels["Cell"].canvas
    move(canvas, canvas_place(window))
    assert cards.card is None
    elapse(cards.rest)
    assert cards.card.isVisible()
    assert cards.card.subject == Address("c", t=3)
    assert not cards.card.hasFocus()
    leave(canvas)
    elapse(cards.leave)
    assert cards.card is None


def test_the_card_is_inside_the_window_and_off_its_number(window):
    for quantity in ("c", "h", "f", "o", "h_prev", "x"):
        face = window._panels["Cell"].canvas.plate(quantity)
        at = window._panels["Cell"].canvas._spot_at(face, 0)
        card = rest(window, at)
        number = at.rect().translated(at.widget.mapTo(window, QPoint()))
        assert window.rect().contains(card.geometry())
        assert not card.geometry().intersects(number)


def test_a_kept_card_stays_inside_the_window_when_text_grows(own_window):
    window = own_window
    card = rest(window, spot(window, "h"))
    window._cards._pin(card)
    card.move(window.width() - card.width(), 40)
    width = card.width()
    window.preferences.appearance.set_text_size(150)
    QApplication.processEvents()
    assert card.width() == 1.5 * width
    assert window.rect().contains(card.geometry())


def test_nothing_is_made_before_the_mouse_rests(window, monkeypatch):
    cards, canvas = window._cards, window._panels["Cell"].canvas
    monkeypatch.setattr(type(cards), "_open", lambda *_: pytest.fail("a card was made"))
    for quantity in "figoch":
        move(canvas, canvas_place(window, quantity))
    assert cards.card is None
    assert cards.rest.isActive()
    leave(canvas)
    assert not cards.rest.isActive()


def test_the_mouse_can_go_on_to_the_card(window):
    cards = window._cards
    card = rest(window, spot(window))
    cards.point(None)
    assert cards.leave.isActive()
    card.entered.emit()
    assert not cards.leave.isActive()
    card.left.emit()
    elapse(cards.leave)
    assert cards.card is None


def test_another_number_takes_the_card(window):
    rest(window, spot(window))
    window._cards.point(spot(window, "f"))
    elapse(window._cards.rest)
    assert window._cards.card.subject == Address("f", t=3)
    assert window._cards.pinned == []


def test_a_click_on_the_number_keeps_the_card(window):
    at = spot(window)
    card = rest(window, at)
    click(at)
    assert window._cards.pinned == [card]
    window._cards.point(None)
    assert not window._cards.leave.isActive()
    assert card.isVisible()


def test_the_next_click_takes_the_place_of_the_one_before(own_window):
    window = own_window
    for quantity in "cf":
        rest(window, spot(window, quantity))
        click(spot(window, quantity))
    assert [card.subject.quantity for card in window._cards.pinned] == ["f"]


@pytest.mark.parametrize("kept", [False, True])
def test_a_button_that_is_let_go_after_its_card_was_closed_does_nothing(own_window, kept):
    window = own_window
    card = rest(window, spot(window))
    if kept:
        press(Key.Key_P)
    button = card._close
    mouse(button, QEvent.Type.MouseButtonPress, button.rect().center())
    press(Key.Key_Escape)
    assert not card.isVisible()
    mouse(button, QEvent.Type.MouseButtonRelease, button.rect().center())
    again = rest(window, spot(window, "f"))
    assert window._cards.pinned == []
    assert again.isVisible()


def test_p_and_the_pin_keep_several_cards_and_no_more_than_some(window):
    kept = []
    for quantity in ("c", "f", "i", "g", "o"):
        card = rest(window, spot(window, quantity))
        if quantity == "c":
            card._pin.click()
        else:
            press(Key.Key_P)
        kept.append(card)
    assert window._cards.pinned == kept[-MOST_PINNED:]
    assert not kept[0].isVisible()


def test_a_kept_card_is_dragged(window):
    card = rest(window, spot(window))
    press(Key.Key_P)
    before, grip = card.pos(), QPoint(30, 5)
    mouse(card, QEvent.Type.MouseButtonPress, grip)
    mouse(card, QEvent.Type.MouseMove, grip + QPoint(-40, 60))
    assert card.pos() == before + QPoint(-40, 60)
    mouse(card, QEvent.Type.MouseMove, QPoint(99_999, 99_999))
    assert window.rect().contains(card.geometry())
    mouse(card, QEvent.Type.MouseButtonRelease, grip)


def mouse(card, kind, place):
    """Let the left button do something on a card."""
    at, out, left = QPointF(place), QPointF(card.mapToGlobal(place)), Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(card, QMouseEvent(kind, at, out, left, left, plain))


def test_esc_leaves_the_field_then_the_card_then_the_kept_ones_then_the_look(window):
    bench, cards = window._workbench, window._cards
    for quantity in "of":
        rest(window, spot(window, quantity))
        press(Key.Key_P)
    bench.look_at(Address("c", t=1))
    card = rest(window, window._panels["Ledger"]._spot_of_heading())
    press(Key.Key_7)
    assert card.types
    press(Key.Key_Escape)
    assert not card.types
    assert cards.card is card
    press(Key.Key_Escape)
    assert cards.card is None
    for left in (1, 0):
        press(Key.Key_Escape)
        assert len(cards.pinned) == left
        assert bench.snapshot().elsewhere
    press(Key.Key_Escape)
    assert not bench.snapshot().elsewhere


def test_a_closed_card_comes_again_only_after_the_mouse_was_elsewhere(window):
    at, cards = spot(window), window._cards
    rest(window, at)
    press(Key.Key_Escape)
    cards.point(at)
    assert not cards.rest.isActive()
    cards.point(None)
    cards.point(at)
    assert cards.rest.isActive()


def test_other_keys_and_the_wheel_close_the_card_and_still_do_their_work(window):
    rest(window, spot(window))
    position = window._workbench.snapshot().position
    press(Key.Key_Period)
    assert window._cards.card is None
    assert window._workbench.snapshot().position == position + 1


def test_no_card_opens_while_keys_are_used_or_a_button_is_held_or_it_plays(window, monkeypatch):
    cards, at = window._cards, spot(window)
    move(at.widget, at.rect().center())
    cards.point(at)
    press(Key.Key_Period)
    assert not cards.rest.isActive()
    cards.point(None)
    cards.point(at)  # the picture changed under a mouse that lies still
    elapse(cards.rest)
    assert cards.card is None
    move(at.widget, at.rect().center() + QPoint(1, 0))
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    cards.point(None)
    cards.point(at)
    elapse(cards.rest)
    assert cards.card is None
    monkeypatch.undo()
    window._workbench.set_playing(True)
    cards.point(None)
    cards.point(at)
    cards._open_at_rest()
    assert cards.card is None
    window._workbench.set_playing(False)


def test_a_mouse_that_was_elsewhere_since_a_key_opens_a_card_at_the_same_pixel(window):
    cards, at = window._cards, spot(window)
    rest(window, at)
    press(Key.Key_ScrollLock)
    cards.close_card()
    move(window.statusBar(), QPoint(1, 1))
    cards.point(None)
    assert rest(window, at).isVisible()


def test_play_closes_the_card(window):
    rest(window, spot(window))
    window._workbench.set_playing(True)
    assert window._cards.card is None
    window._workbench.set_playing(False)


def test_kept_cards_follow_edits(window):
    bench = window._workbench
    at = Address("c", t=3)
    card = rest(window, spot(window))
    press(Key.Key_P)
    before = card._value.text()
    experiment = bench.snapshot().experiment
    bench.edit(
        experiment.with_parameters(experiment.parameters.with_value("bias_ih_l0", (0,), 3.0)), "1"
    )
    value = float(at.value(bench.snapshot().run.trace))
    assert float(card._value.text().replace("−", "-")) == pytest.approx(value, abs=6e-5)
    assert card._value.text() != before
    bench.undo()
    assert card._value.text() == before


def test_a_covered_number_has_a_plate_and_no_value(window):
    bench, card = window._workbench, rest(window, spot(window))
    press(Key.Key_P)
    value = card._value.text()
    bench.cover(HiddenValues(numbers=frozenset({Address("c", t=3)})))
    assert card._value.text() == "?"
    assert not [text for text in card.texts() if value.strip("+−") in text]
    bench.cover(HiddenValues())
    assert card._value.text() == value


def test_a_hidden_number_is_not_said_to_be_uncomputed(window):
    bench, card = window._workbench, rest(window, spot(window))
    at = Address("c", t=3)
    bench.cover(HiddenValues(numbers=frozenset({at})))
    hidden = card._sentence.text()
    bench.cover(HiddenValues(ahead=True))
    bench.first()
    assert card._value.text() == "?"
    assert card._sentence.text() != hidden
    assert card._hint.text() == ""


def test_a_card_above_its_number_keeps_its_foot(window):
    plots = window._panels["Timeline"].plots
    at = plots.mapFromScene(plots.rows["h"].view.mapViewToScene(QPointF(2, 0)))
    move(plots.viewport(), at)
    elapse(window._cards.rest)
    card = window._cards.card
    before = card.geometry()
    assert before.bottom() < plots.mapTo(window, at).y()
    window._workbench.cover(HiddenValues(numbers=frozenset({card.subject})))
    assert card.height() < before.height()
    assert card.geometry().bottom() == before.bottom()


def test_the_mouse_takes_no_card_away_that_has_the_keys(window):
    QTest.keyClick(window, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    card, at = window._cards.card, spot(window, "f")
    move(at.widget, at.rect().center())
    window._cards.point(at)
    elapse(window._cards.rest)
    assert window._cards.card is card
    assert card.hasFocus()


def test_cards_close_with_their_document(window, make_workbench):
    rest(window, spot(window))
    press(Key.Key_P)
    config = LSTMConfig(1, 1)
    values = np.zeros((2, 1), np.float32)
    other = Experiment.create(random_parameters(config, 1, np.float32), values)
    window._workbench.open(Document.of("2", other))
    assert window._cards.pinned == []


def test_a_symbol_is_a_way_to_its_number(window):
    card = rest(window, spot(window))
    targets = [target for target in card._targets if isinstance(target, Address)]
    assert Address("f", t=3) in targets
    assert Address("c", t=2) in targets
    card._formula.linkActivated.emit(str(card._targets.index(Address("c", t=2))))
    assert window._workbench.snapshot().subject == Address("c", t=2)


def test_the_ledger_opens_at_the_number(window):
    card = rest(window, spot(window, "f", 1))
    card._open.linkActivated.emit("0")
    assert window._workbench.snapshot().subject == Address("f", t=3, unit=1)
    assert not window._panels["Ledger"].visibleRegion().isEmpty()


def test_a_card_is_read_aloud(window):
    at = Address("c", t=3)
    card = rest(window, spot(window))
    exact = str(at.value(window._workbench.snapshot().run.trace)).replace("-", "−")
    assert "c[0]" in card.accessibleName()
    assert exact in card.accessibleName()
    assert len(card._value.toolTip().removesuffix(exact).split()) >= 2  # it says what it is
    assert card._sentence.text()
    assert "f × c[t−1]" in card.accessibleDescription()


def test_the_status_line_has_the_exact_value_and_then_the_sentence(window):
    cards, canvas, bar = window._cards, window._panels["Cell"].canvas, window.statusBar()
    window._workbench.select_unit(1)
    place = canvas_place(window, "f", 1)
    move(canvas, place)
    exact = bar.hover.text()
    assert "f[1]" in exact
    elapse(cards.status.rest)
    told = bar.hover.text()
    assert told.startswith(exact)
    assert len(told) > len(exact) + 10
    move(canvas, place + QPoint(1, 0))
    assert bar.hover.text() == told
    leave(canvas)
    assert bar.hover.text() == ""


@pytest.mark.parametrize("key", ["Weights", "Inputs"])
def test_matrices_have_cards_of_their_entries(window, key):
    window._docks.show_panel(key)
    panel = window._panels[key]
    if key == "Inputs":
        panel.show_tab("input")
    sweep()
    view = panel.editor.view
    move(view.viewport(), view.block_rect(Block.cell(1, 1)).center())
    elapse(window._cards.rest)
    name = "weight_ih_l0" if key == "Weights" else "input"
    indices = (1, 1) if key == "Weights" else (1, 0, 1)
    assert window._cards.card.subject == Given(name, indices)


def test_the_timeline_has_cards_of_its_cells(window):
    plots = window._panels["Timeline"].plots
    row = plots.rows["c"]
    at = plots.mapFromScene(row.view.mapViewToScene(QPointF(2, 1)))
    move(plots.viewport(), at)
    elapse(window._cards.rest)
    assert window._cards.card.subject == Address("c", t=2, unit=1)


def test_keys_open_the_card_and_close_it(window):
    QTest.keyClick(window, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    card = window._cards.card
    assert card.hasFocus()
    assert card.subject == window._workbench.snapshot().subject
    press(Key.Key_Escape)
    assert window._cards.card is None
    assert window.hasFocus()


def test_keys_open_the_card_of_the_selected_weight(window):
    panel = window._panels["Weights"]
    window._docks.show_panel("Weights")
    panel.editor.view.select((5, 2))
    panel.editor.view.setFocus()
    QTest.keyClick(panel.editor.view, Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert window._cards.card.subject == Given("weight_ih_l0", (5, 2))
    press(Key.Key_Escape)
    assert panel.editor.view.hasFocus()


def test_a_card_is_as_wide_as_drawn_and_its_texts_fit(window):
    for quantity in ("c", "f", "g", "h"):
        card = rest(window, spot(window, quantity))
        assert card.size().expandedTo(QSize(card.minimumSizeHint())) == card.size()


def test_the_status_bar_tells_of_clicks_until_a_number_was_clicked_and_then_of_files(own_window):
    window = own_window
    hint = window._bars.status.hint
    assert hint.text() == HINTS[CLICK_NUMBER]
    at = spot(window)
    rest(window, at)
    click(at)
    assert hint.text() == HINTS[DROP_FILES]
    files = QMimeData()
    files.setUrls([QUrl("https://example.org/")])
    none = Qt.MouseButton.NoButton
    copy, plain = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(5, 5), copy, files, none, plain))
    assert hint.text() == ""


def test_the_x_of_a_gates_formula_leads_to_its_number_in_inputs(window):
    card = rest(window, spot(window, "f"))
    inputs = window._panels["Inputs"]
    number = card._targets.index(Given("input", (3, 0, 0)))
    card._formula.linkActivated.emit(str(number))
    QApplication.processEvents()
    assert not inputs.visibleRegion().isEmpty()
    assert inputs.tab == "input"
    assert inputs.editor.selected_block == Block.cell(3, 0)
    window._cards.given_shown.emit(Given("c_0", (0, 0, 1)))
    assert inputs.tab == "c_0"
    assert inputs.editor.selected_block == Block.cell(1, 0)


def test_a_watched_number_has_a_card(window, qtbot):
    bench, panel = window._workbench, window._panels["Watches"]
    bench.set_watching(bench.snapshot().watching.with_watch(Address("f", t=2, unit=1)))
    window._docks.show_panel("Watches")
    QApplication.processEvents()
    table = panel.table
    place = table.visualRect(table.model().index(0, 1)).center()
    move(table.viewport(), place)
    elapse(window._cards.rest)
    assert window._cards.card.subject.name == "f[1]"
    leave(table)
    assert window._cards._spot is None
    assert panel.spot_of_keys() is None
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    assert panel.spot_of_keys().subject.name == "f[1]"


def test_what_is_drawn_takes_no_card_from_a_number_that_the_mouse_rests_on(own_window):
    """Only the panel under the mouse tells of its numbers; the others are drawn too."""
    window = own_window
    card = rest(window, spot(window))
    window.set_theme(LIGHT)
    assert not window._cards.leave.isActive()
    assert window._cards.card is card
