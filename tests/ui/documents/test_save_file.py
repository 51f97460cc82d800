"""Questions before a file is written, and the names that are offered."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from simulator import translation
from ui.documents import save_file


@pytest.fixture
def parent(qtbot):
    """The widget over which a question stands."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_the_question_is_plain_text_with_three_answers(parent, monkeypatch):
    seen = []

    def look(box):
        seen.append((box.text(), box.textFormat(), box.standardButtons()))
        return int(save_file.DISCARD)

    monkeypatch.setattr(QMessageBox, "exec", look)
    assert save_file.ask_to_save(parent, ["<b>x</b>\n"]) == save_file.DISCARD
    ((text, text_format, buttons),) = seen
    assert text.startswith("<b>x</b>� has unsaved changes")
    assert text_format == Qt.TextFormat.PlainText
    assert buttons == save_file.SAVE | save_file.DISCARD | save_file.CANCEL


def test_one_question_names_all(parent, monkeypatch):
    seen = []

    def look(box):
        seen.append((box.text(), box.informativeText(), box.textFormat()))
        return int(save_file.SAVE)

    monkeypatch.setattr(QMessageBox, "exec", look)
    assert save_file.ask_to_save(parent, ["<b>x</b>", *"ab"]) == save_file.SAVE
    save_file.ask_to_save(parent, [f"document {number}" for number in range(500)])
    (few, names, text_format), (_, many, _) = seen
    assert few.startswith("3 ")
    assert [line.split()[-1] for line in names.splitlines()] == ["<b>x</b>", "a", "b"]
    assert text_format == Qt.TextFormat.PlainText
    assert len(many.splitlines()) < 20
    assert many.splitlines()[-1] == "and 488 more"


@pytest.mark.parametrize(
    ("answer", "own"),
    [
        *((answer, False) for answer in (save_file.OVERWRITE, save_file.SAVE_AS, "")),
        (save_file.RELOAD, False),
        *((answer, True) for answer in (save_file.OVERWRITE, save_file.SAVE_AS, "")),
    ],
)
def test_a_newer_file_is_asked_about(parent, monkeypatch, answer, own):
    order = [save_file.OVERWRITE, save_file.SAVE_AS, save_file.RELOAD]

    def press(box):
        assert box.textFormat() == Qt.TextFormat.PlainText
        assert "<b>a.gatestep" in box.text()
        assert "“<i>model�”" in box.text()
        assert box.defaultButton().text() == "Save &as…"
        (box.buttons()[-1] if not answer else chosen(box)).click()

    def chosen(box):
        texts = ["&Overwrite", "Save &as…", "&Reload"]
        return next(b for b in box.buttons() if b.text() == texts[order.index(answer)])

    def press_cancel(box):
        if answer:
            press(box)
        else:
            box.button(QMessageBox.StandardButton.Cancel).click()

    monkeypatch.setattr(QMessageBox, "exec", press_cancel)
    given = "/tmp/<b>a.gatestep", "<i>model\n", own
    assert save_file.ask_about_newer(parent, *given) == answer


def test_a_taken_file_is_told_in_plain_text(parent, monkeypatch):
    seen = []

    def look(box):
        seen.append((box.text(), box.textFormat()))

    monkeypatch.setattr(QMessageBox, "exec", look)
    save_file.refuse_taken(parent, "/tmp/<b>a.gatestep", "<i>model\n")
    ((text, text_format),) = seen
    assert text_format == Qt.TextFormat.PlainText
    assert "<b>a.gatestep" in text
    assert "“<i>model�”" in text
    assert "\n" not in text


def test_the_answer_that_discards_says_so_in_korean(parent, monkeypatch):
    seen = []

    def look(box):
        seen.append(box.button(save_file.DISCARD).text())
        return int(save_file.DISCARD)

    monkeypatch.setattr(QMessageBox, "exec", look)
    translation.load("ko")
    try:
        save_file.ask_to_save(parent, ["x"])
    finally:
        translation.load(translation.ENGLISH)
    assert seen == ["버리기(&D)"]


@pytest.mark.parametrize(
    ("title", "name"),
    [("a/b: c?", "a-b- c"), ("..", "workspace"), ("", "workspace"), ("x\n", "x"), ("é", "é")],
)
def test_a_title_becomes_a_file_name(title, name):
    assert save_file.file_name(title) == name


def test_a_written_file_is_told_in_one_line():
    assert "\n" not in save_file.wrote("a\nb.png")
