"""Status bar: messages, complaints, and which of the two covers the other."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QTextDocument

from ui.session.messages import Messages
from ui.style.theme import LIGHT
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


def test_no_text_widens_the_window(make_window, make_workbench):
    bench, long = make_workbench(), "a line " * 71
    window = make_window(bench)
    bar = window.statusBar()
    bar.draw(replace(bench.snapshot(), notice="x"))
    width = window.minimumSizeHint().width(), window.minimumWidth()
    bench.set_torch(long, None)
    bar.draw(replace(bench.snapshot(), notice=long))
    window.messages.tell(long)
    bar.layout().activate()
    window.layout().activate()
    assert (window.minimumSizeHint().width(), window.minimumWidth()) == width
    assert bar.minimumSizeHint().width() < bar.width()
    bar.grab()
    for label in (bar.notice, bar.engines):
        page = QTextDocument()
        page.setHtml(label.toolTip())
        assert long.strip() in page.toPlainText()


def test_short_texts_are_whole(make_window, make_workbench):
    bench = make_workbench()
    bar = make_window(bench).statusBar()
    for notice in ("Stopped by h", "Stopped by h[0] > 0.5: h[0] at t 3 = 0.7"):
        bar.draw(replace(bench.snapshot(), notice=notice))
        bar.layout().activate()
        for label in (bar.notice, bar.engines):
            assert label.shown() == label.text() != ""


def test_it_names_the_engines(bar, make_workbench):
    bench = make_workbench()
    bar.draw(bench.snapshot())
    alone = bar.engines.text()
    bench.set_torch("2.9.1", None)
    bar.draw(bench.snapshot())
    assert "2.9.1" in bar.engines.text()
    assert alone != bar.engines.text()
    assert "float32" in alone
