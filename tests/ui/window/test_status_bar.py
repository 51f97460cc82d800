"""Status bar: messages, complaints, and which of the two covers the other."""

import pytest
from PySide6.QtCore import Qt
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
    assert bar.engines.textFormat() == bar.notice.textFormat() == Qt.TextFormat.PlainText
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


def test_it_names_the_engines(bar, make_workbench):
    bench = make_workbench()
    bar.draw(bench.snapshot())
    alone = bar.engines.text()
    bench.set_torch("2.9.1", None)
    bar.draw(bench.snapshot())
    assert "2.9.1" in bar.engines.text()
    assert alone != bar.engines.text()
    assert "float32" in alone
