"""Status bar: messages, complaints, and which of the two covers the other."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QTextDocument

from ui.session.messages import Messages
from ui.style.theme import LIGHT
from ui.window import status_bar
from ui.window.status_bar import StatusBar


@pytest.fixture
def messages():
    return Messages()


@pytest.fixture
def bar(messages, qtbot):
    bar = StatusBar(messages, LIGHT)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_a_complaint_covers_what_was_told_until_something_else_is(bar, messages):
    messages.tell("written")
    messages.complain("the disk is full")
    assert (bar.currentMessage(), bar.hover.isVisible()) == ("the disk is full", False)
    messages.tell("written elsewhere")
    assert (bar.currentMessage(), bar.hover.isVisible()) == ("", True)
    assert bar.hover.text() == "written elsewhere"


def test_that_nothing_is_going_on_any_more_is_no_answer_to_a_complaint(bar, messages):
    messages.tell("reading")
    messages.complain("no such file")
    messages.tell("")
    assert (bar.currentMessage(), bar.hover.text()) == ("no such file", "")


def test_names_from_files_are_never_read_as_html(bar, messages):
    messages.tell("<b>x</b>")
    assert bar.hover.shown() == "<b>x</b>"
    messages.tell("<b>x</b>" * 400)
    bar.grab()
    page = QTextDocument()
    page.setHtml(bar.hover.toolTip())
    assert page.toPlainText() == "<b>x</b>" * 400


def test_a_long_line_widens_no_window(bar, messages):
    width = bar.minimumSizeHint().width()
    messages.tell(" · ".join(["a note of several parts"] * 40))
    bar.layout().activate()
    assert bar.minimumSizeHint().width() == width


def test_no_text_widens_the_window(window_again):
    window, long = window_again(), "a line " * 71
    bench = window._workbench
    bar = window.statusBar()
    bar.draw(replace(bench.snapshot(), notice="x"))
    width = window.minimumSizeHint().width(), window.minimumWidth()
    bar.draw(replace(bench.snapshot(), notice=long))
    window.messages.tell(long)
    bar.layout().activate()
    window.layout().activate()
    assert (window.minimumSizeHint().width(), window.minimumWidth()) == width
    assert bar.minimumSizeHint().width() < bar.width()
    bar.grab()
    page = QTextDocument()
    page.setHtml(bar.notice.toolTip())
    assert long.strip() in page.toPlainText()


def test_short_texts_are_whole(window_again):
    window = window_again()
    bench, bar = window._workbench, window.statusBar()
    for notice in ("Stopped by h", "Stopped by h[0] > 0.5: h[0] at t 3 = 0.7"):
        bar.draw(replace(bench.snapshot(), notice=notice))
        bar.layout().activate()
        assert bar.notice.shown() == bar.notice.text() != ""
        assert bar.state.width() >= bar.state.sizeHint().width()


def test_it_says_whether_there_are_edits_and_the_precision(bar, make_workbench):
    bench = make_workbench()
    bar.draw(bench.snapshot())
    before = bar.state.text()
    assert "float32" in before
    experiment = bench.snapshot().experiment
    parameters = experiment.parameters.with_value("weight_ih_l0", (0, 0), 3.0)
    bench.edit(experiment.with_parameters(parameters), "a weight")
    bar.draw(bench.snapshot())
    assert bar.state.text() != before
    bench.undo()
    bar.draw(bench.snapshot())
    assert bar.state.text() == before


def test_it_names_torch_under_the_mouse(bar, make_workbench):
    bench = make_workbench()
    bench.set_torch("2.9.1", None)
    bar.draw(bench.snapshot())
    assert "2.9.1" in bar.state.toolTip()
    assert "2.9.1" not in bar.state.text()


def test_what_was_told_goes_when_it_is_old(bar, messages):
    assert bar._old.interval() == status_bar.TOLD_MILLISECONDS == 12_000
    messages.tell("written")
    assert bar._old.isActive()
    bar._old.timeout.emit()
    assert bar.hover.text() == ""


def test_what_is_under_way_is_told_until_it_ends(bar, messages):
    messages.tell("written")
    messages.tell("reading …", lasting=True)
    assert not bar._old.isActive()
    assert bar.hover.text() == "reading …"
    messages.tell("read")
    assert bar._old.isActive()


def test_a_number_under_the_mouse_is_not_old(bar, messages):
    messages.tell("written")
    bar.hover.set_text("h[0] = 0.5")
    bar._old.timeout.emit()
    assert bar.hover.text() == "h[0] = 0.5"


def test_what_was_told_of_one_document_is_not_told_of_another(bar, messages, make_workbench):
    bench, other = make_workbench(), make_workbench()
    bar.draw(bench.snapshot())
    messages.tell("the embedding is left out")
    bench.step(1)
    bar.draw(bench.snapshot())
    assert bar.hover.text() == "the embedding is left out"
    bar.draw(other.snapshot())
    assert bar.hover.text() == ""
