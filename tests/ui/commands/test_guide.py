"""Guide: the window shows its pages, and the pages tell what the window has."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.paths import ROOT
from ui.cards import keys as card_keys
from ui.commands.help.guide import FOLDER, INDEX, GuideDialog, pages, slug
from ui.commands.help.mouse import COLUMNS, HANDS
from ui.commands.table.keys import keys_of
from ui.commands.table.rows import TABLE
from ui.matrix import keys as cell_keys
from ui.style.mnemonic import without_mnemonic
from ui.style.theme import DARK, LIGHT

PAPERS = [ROOT / "README.md", *pages(), FOLDER.parent / "lessons" / "README.md"]
Key = Qt.Key


@pytest.fixture
def dialog(bring_up):
    return bring_up(GuideDialog(LIGHT))


def fragments(document):
    """Yield the pieces of a document's text, each of one format."""
    block = document.begin()
    while block.isValid():
        piece = block.begin()
        while not piece.atEnd():
            yield piece.fragment()
            piece += 1
        block = block.next()


def read(path):
    """Return a page as a document."""
    document = QTextDocument()
    document.setMarkdown(path.read_text(encoding="utf-8"))
    return document


def test_help_opens_it_once_beside_the_window(window_again):
    window = window_again()
    for _ in range(2):
        window._actions["guide"].trigger()
    (dialog,) = window.findChildren(GuideDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    dialog.close()
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    assert window.findChildren(GuideDialog) == []
    window._actions["guide"].trigger()
    (again,) = window.findChildren(GuideDialog)
    again.close()


def test_every_page_is_reached_from_the_contents(dialog):
    formats = [piece.charFormat() for piece in fragments(read(FOLDER / INDEX))]
    names = [shape.anchorHref() for shape in formats if shape.isAnchor()]
    assert len(names) > 10
    for name in names:
        dialog.page.follow(QUrl(name))
        assert dialog.page.path == FOLDER / name
        dialog.buttons[0].click()
        assert dialog.page.path == FOLDER / INDEX


def test_back_and_forward_go_among_the_pages_that_were_read(dialog):
    page, back, forward = dialog.page, dialog.buttons[-1], dialog.buttons[1]
    assert not back.isEnabled()
    page.follow(QUrl("files.md"))
    page.follow(QUrl("keys.md"))
    back.click()
    assert page.path.name == "files.md"
    forward.click()
    assert (page.path.name, forward.isEnabled()) == ("keys.md", False)
    QTest.keyClick(page, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.path.name == "files.md"
    page.follow(QUrl("editing.md"))
    assert not forward.isEnabled()


def test_back_and_forward_come_to_the_place_that_was_left(dialog):
    page, bar = dialog.page, dialog.page.verticalScrollBar()
    page.follow(QUrl("commands.md#training"))
    left = bar.value()
    page.follow(QUrl("files.md"))
    assert bar.value() == 0
    page.backward()
    assert bar.value() == left > 0
    bar.setValue(left // 2)
    page.forward()
    assert bar.value() == 0
    page.backward()
    assert bar.value() == left // 2


def test_a_link_to_a_heading_brings_it_to_the_top(dialog):
    dialog.page.follow(QUrl("commands.md#training"))
    at_top = dialog.page.cursorForPosition(dialog.page.viewport().rect().topLeft()).block()
    assert slug(at_top.text()) == "training"


def test_a_link_to_the_outside_is_opened_by_the_browser(dialog, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    here = dialog.page.path
    dialog.page.follow(QUrl("https://toml.io"))
    assert opened == ["https://toml.io"]
    assert dialog.page.path == here


@pytest.mark.parametrize("width", [560, 900])
def test_each_page_fits_its_width_with_its_pictures(dialog, width):
    dialog.resize(width, 600)
    QApplication.processEvents()
    for path in pages():
        dialog.page.go_to(path)
        assert dialog.page.horizontalScrollBar().maximum() == 0, path.name
        for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
            kind = QTextDocument.ResourceType.ImageResource.value
            picture = dialog.page.loadResource(kind, name)
            assert 0 < picture.width() <= dialog.page.viewport().width()


def test_a_page_looks_the_same_when_it_is_read_again(dialog):
    dialog.page.follow(QUrl("keys.md"))
    first = dialog.page.toHtml()
    for name in ("formats.md", "keys.md"):
        dialog.page.follow(QUrl(name))
    assert dialog.page.toHtml() == first
    assert dialog.page.verticalScrollBar().value() == 0


def test_pages_that_were_read_take_no_memory(dialog):
    for width in range(500, 560, 10):
        dialog.resize(width, 500)
        dialog.page.follow(QUrl("keys.md" if width % 20 else "files.md"))
        QApplication.processEvents()
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    assert dialog.page.findChildren(QTextDocument) == [dialog.page.document()]


def test_what_is_typed_is_found_on_whichever_page(dialog):
    QTest.keyClick(dialog.page, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.line.hasFocus()
    dialog.line.setText("20,000 entries")
    QTest.keyClick(dialog.line, Key.Key_Return)
    assert dialog.page.path.name == "formats.md"
    assert dialog.page.textCursor().selectedText() == "20,000 entries"
    dialog.line.setText("no such words")
    QTest.keyClick(dialog.line, Key.Key_Return)
    assert dialog.told.text()
    assert dialog.page.path.name == "formats.md"
    QTest.keyClick(dialog.line, Key.Key_Escape)
    assert (dialog.line.text(), dialog.told.text(), dialog.isVisible()) == ("", "", True)
    QTest.keyClick(dialog.line, Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("backward pass", {"first-steps.md", "gradients.md", "checking.md"}),
        ("target", {"readout.md", "training.md"}),
        ("gradient", {"gradients.md"}),
        ("saturated", {"editing.md"}),
        ("baseline", {"editing.md"}),
    ],
)
def test_the_words_of_the_field_are_found(dialog, word, found):
    reached = set()
    dialog.line.setText(word)
    for _ in range(300):
        QTest.keyClick(dialog.line, Key.Key_Return)
        assert dialog.page.textCursor().selectedText().lower() == word
        reached.add(dialog.page.path.name)
        if found <= reached:
            return
    raise AssertionError(f"not found on {found - reached}")


def test_it_takes_another_theme_where_it_stands(dialog):
    dialog.page.follow(QUrl("commands.md#training"))
    dialog.page.set_theme(DARK)
    assert DARK.field in dialog.page.toHtml()
    assert dialog.page.verticalScrollBar().value() > 0


def entries(menu, path=()):
    """Yield the ways to all entries of a menu or a menu bar, and to its menus."""
    for action in menu.actions():
        if not action.isSeparator():
            here = (*path, without_mnemonic(action.text()))
            yield " → ".join(here)
            if action.menu() is not None:
                yield from entries(action.menu(), here)


def test_each_menu_that_the_papers_name_is_there(make_window):
    there = set(entries(make_window().menuBar()))
    named = {
        (path.name, piece.text())
        for path in PAPERS
        for piece in fragments(read(path))
        if piece.charFormat().fontItalic() and "→" in piece.text()
    }
    assert len(named) > 40
    assert {(page, way) for page, way in named if way not in there} == set()


def rows_below(heading):
    """Return the rows of the table below a heading of the page on keys, without its head."""
    text = (FOLDER / "keys.md").read_text(encoding="utf-8").split(f"## {heading}\n")[1]
    lines = [line for line in text.split("\n## ")[0].splitlines() if line.startswith("|")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_the_table_of_the_mouse_is_that_of_the_window():
    head, _, *rows = rows_below("Mouse")
    assert head == COLUMNS
    assert rows == [tuple(hand) for hand in HANDS]


def test_each_key_of_the_guide_does_something():
    told = {key for row in TABLE for key in keys_of(row)}
    told |= {key for keys, _ in (*cell_keys.SHEET, *card_keys.SHEET) for key in keys.split()}
    told |= {key.replace("→", "arrows") for key in told}
    listed = " ".join(keys for keys, _ in rows_below("Keys")[2:])
    texts = "".join(path.read_text(encoding="utf-8") for path in pages())
    key = r"(?:(?:Ctrl|Alt|Shift)\+)+(?:F?\d+|[A-Z,=−+↑↓→←])|\bF\d+\b"
    named = {*re.findall(key, listed), *re.findall(rf"`({key})`", texts)}
    assert len(named) > 30
    assert named - told == set()
