"""The form for a place of the run: a timestep, a gate step, and what is none."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from simulator.network.lane import Lane
from tests.ui.readouts import bench_with_readout, document_with_readout
from ui.dialogs.go_to import GoTo
from ui.style import theme

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_form_says_what_does_not_fit(qtbot, make_workbench):
    form = GoTo(make_workbench(timesteps=6, hidden_size=2).snapshot(), theme.LIGHT)
    qtbot.addWidget(form)
    form.show()
    for text, words in (
        ("", "3:f"),
        ("x", "3:f"),
        ("6", "no timestep 6"),
        ("2:m", "no quantity m"),
        ("2 layer 1", "no layer 1"),
    ):
        form._field.setText(text)
        assert words in form.message.text()
        words = form.message.fontMetrics().horizontalAdvance(form.message.text())
        assert words <= form.message.width(), "it takes one line"
        assert not form.accept_button.isEnabled()
    form._field.setText("5:f")
    assert form.accept_button.isEnabled()


@pytest.mark.parametrize(
    ("bidirectional", "typed", "words"),
    [
        (False, "2 layer 12", "layer 12"),
        (True, "2 layer 12 reverse", "0 to 11"),
        (False, "2 reverse", "reverse"),
    ],
)
def test_of_many_layers_one_line_says_what_is_missing(
    qtbot, make_workbench, bidirectional, typed, words
):
    bench = make_workbench(num_layers=12, bidirectional=bidirectional)
    form = GoTo(bench.snapshot(), theme.LIGHT)
    qtbot.addWidget(form)
    form.show()
    form._field.setText(typed)
    said = form.message.text()
    assert words in said
    assert form.message.fontMetrics().horizontalAdvance(said) <= form.message.width()
    assert not form.accept_button.isEnabled()


@pytest.mark.parametrize(
    ("typed", "ticks", "steps"), [("3", 4, 0), ("3:f", 3, 1), ("2 c", 2, 5), ("start", 0, 0)]
)
def test_its_keys_lead_there(window_again, typed, ticks, steps):
    window = window_again(timesteps=6)
    bench = window._workbench
    bench.step(2)

    def answer():
        form = QApplication.activeModalWidget()
        QTest.keyClicks(form._field, typed)
        QTest.keyClick(form._field, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    QTest.keyClick(window, Qt.Key.Key_G, CONTROL)
    assert bench.snapshot().position == ticks * 6 + steps


@pytest.mark.parametrize("typed", ["loss", "back 3", "3:df", "back end", "3:dW"])
def test_its_keys_lead_onto_the_way_back(window_again, qtbot, typed):
    window = window_again(document_with_readout(steps=5))
    bench = window._workbench

    def answer():
        form = QApplication.activeModalWidget()
        QTest.keyClicks(form._field, typed)
        QTest.keyClick(form._field, Qt.Key.Key_Return)

    QTimer.singleShot(0, answer)
    QTest.keyClick(window, Qt.Key.Key_G, CONTROL)
    qtbot.waitUntil(lambda: bench.snapshot().position == bench.snapshot().target)
    now = bench.snapshot()
    if typed == "loss":
        assert now.position == now.schedule.end
        return
    assert now.goes_back
    assert now.timestep_here == (0 if typed == "back end" else 3)
    assert now.step.quantity == {"3:df": "df"}.get(typed, "dW")
    again = GoTo(now, theme.LIGHT)
    qtbot.addWidget(again)
    assert again._field.text() == f"back {now.timestep_here}"
    assert again.accept_button.isEnabled()


@pytest.mark.parametrize("typed", ["3:dm", "back 3:f", "dW[1] at 3", "x", "9:df"])
def test_what_the_way_back_lacks_takes_one_line(qtbot, typed):
    form = GoTo(bench_with_readout(steps=5).snapshot(), theme.LIGHT)
    qtbot.addWidget(form)
    form.show()
    form._field.setText("0:df")
    assert form.accept_button.isEnabled()
    for text in (typed, form._field.toolTip()):
        form._field.setText(typed) if text == typed else form._say(text)
        width = form.message.fontMetrics().horizontalAdvance(form.message.text())
        assert 0 < width <= form.message.width()
    assert not form.accept_button.isEnabled()


def test_a_place_selects_what_it_names(make_workbench):
    bench = make_workbench(timesteps=6, num_layers=2, bidirectional=True, hidden_size=3)
    form = GoTo(bench.snapshot(), theme.LIGHT)
    form._field.setText("h[2] layer 1 reverse at 4")
    bench.go_to_place(form.place())
    now = bench.snapshot()
    assert (now.lane, now.unit, now.timestep_here) == (Lane(1, 1), 2, 4)
    form.deleteLater()
