"""GuideDialog: the pages of the guide, with their links and pictures, beside the window."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QDesktopServices,
    QImage,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from simulator.examples import RESOURCES
from simulator.translation import tr
from ui.dialogs.form import give_room
from ui.style import fonts
from ui.style.theme import Theme

Standard = QKeySequence.StandardKey
FOLDER: Final = RESOURCES / "guide"
INDEX: Final = "README.md"
_SIZE = 900, 700
_MARGIN, _INDENT, _APART, _ITEMS_APART = 16, 8, 8, 3
_ANYWHERE: Final = QTextOption()
_ANYWHERE.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
_LINK: Final = re.compile(r"\]\(([\w-]+\.md)\)")


def pages() -> list[Path]:
    """Return the pages in the order of the index, which is the first."""
    index = FOLDER / INDEX
    linked = _LINK.findall(index.read_text(encoding="utf-8"))
    return [index, *(FOLDER / name for name in dict.fromkeys(linked))]


def slug(heading: str) -> str:
    """Return the name by which links lead to a heading, as repositories' pages make it."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")


class Page(QTextBrowser):
    """A page: its links lead on, to the outside by the browser; pictures fit its width.

    Signals:
        moved: another page is shown.

    Attributes:
        path: the page's file.
    """

    moved = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(openLinks=False)
        self._theme, self._width = theme, 0
        self._visited: list[Path] = []
        self._places: list[int] = []
        self._here = -1
        self._shown: QTextDocument | None = None  # Qt deletes its own first document at once
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        # Else a page that needs the bar changes the width that it was just read for.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.anchorClicked.connect(self.follow)

    @property
    def path(self) -> Path:
        """The file of the page."""
        return self._visited[self._here]

    def set_theme(self, theme: Theme) -> None:
        """Take another theme."""
        self._theme = theme
        self._read_again()

    def go_to(self, path: Path) -> None:
        """Show a page, if it is not the one that is shown."""
        if not self._visited or path != self.path:
            self._visited[self._here + 1 :] = [path]
            self._places[self._here + 1 :] = [0]
            self._leaf(1)

    def can_go(self, steps: int) -> bool:
        """Return True where so many pages have been read before, or, above 0, behind this one."""
        return 0 <= self._here + steps < len(self._visited)

    def go(self, steps: int) -> None:
        """Go back, or on again, among the pages that have been read, to where each was left."""
        if self.can_go(steps):
            self._leaf(steps)

    def backward(self) -> None:
        """Go back to the page that was read before."""
        self.go(-1)

    def forward(self) -> None:
        """Go on again to the page that was left."""
        self.go(1)

    def follow(self, link: QUrl) -> None:
        """Go where a link leads."""
        there = self._resolved(link)
        if not there.isLocalFile():
            QDesktopServices.openUrl(there)
            return
        self.go_to(Path(there.toLocalFile()))
        if there.hasFragment():
            self._scroll_to(there.fragment())

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture no wider than the page."""
        picture = QImage(self._resolved(QUrl(name)).toLocalFile())
        ratio = self.devicePixelRatioF()
        most = round(self._room() * ratio)
        if picture.width() > most:
            picture = picture.scaledToWidth(most, Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures."""
        super().resizeEvent(event)
        if self._room() != self._width and self._visited:
            self._read_again()

    def _leaf(self, steps: int) -> None:
        if self._here >= 0:
            self._places[self._here] = self.verticalScrollBar().value()
        self._here += steps
        self._read()
        self.verticalScrollBar().setValue(self._places[self._here])
        self.moved.emit()

    def _read_again(self) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self._read()
        bar.setValue(round(share * bar.maximum()))

    def _read(self) -> None:
        """Read the page into a new document: in a former one some text is as large as its heads."""
        self._width = self._room()
        document = QTextDocument(self)
        document.setDocumentMargin(fonts.px(_MARGIN))
        document.setDefaultFont(self.font())
        document.setDefaultTextOption(_ANYWHERE)
        document.setMarkdown(self.path.read_text(encoding="utf-8"))
        _space(document, self._theme)
        document.setTextWidth(self.viewport().width())
        self.setDocument(document)
        former, self._shown = self._shown, document
        if former is not None:
            former.deleteLater()  # later: a link in it may be what leads here

    def _resolved(self, link: QUrl) -> QUrl:
        return QUrl.fromLocalFile(str(self.path)).resolved(link)

    def _room(self) -> int:
        return max(1, self.viewport().width() - 2 * fonts.px(_MARGIN))

    def _scroll_to(self, heading: str) -> None:
        for block in _blocks(self.document()):
            if block.blockFormat().headingLevel() and slug(block.text()) == heading:
                self.setTextCursor(QTextCursor(block))
                place = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(round(place))


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _space(document: QTextDocument, theme: Theme) -> None:
    """Give text its distances, tables their lines, and code its ground."""
    for block in _blocks(document):
        shape, cursor = block.blockFormat(), QTextCursor(block)
        if shape.hasProperty(QTextFormat.Property.BlockCodeFence):
            shape.setBackground(QBrush(QColor(theme.field)))
            shape.setNonBreakableLines(False)
            shape.setTextIndent(-fonts.px(_INDENT))
            shape.setLeftMargin(2 * fonts.px(_INDENT))
            if not block.next().blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence):
                shape.setBottomMargin(fonts.px(_APART))
        elif cursor.currentTable() is None:
            begins = shape.headingLevel() and block != document.begin()
            shape.setTopMargin(fonts.px(2 * _APART) if begins else 0)
            goes_on = block.textList() is not None and block.next().textList() is not None
            shape.setBottomMargin(fonts.px(_ITEMS_APART if goes_on else _APART))
        cursor.setBlockFormat(shape)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            table = frame.format().toTableFormat()
            table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            table.setCellPadding(fonts.px(4))
            table.setCellSpacing(0)
            table.setBorder(1)
            table.setBorderBrush(QBrush(QColor(theme.rule)))
            table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            table.setBorderCollapse(True)
            table.setTopMargin(fonts.px(_APART))
            table.setBottomMargin(fonts.px(_APART))
            frame.setFrameFormat(table)


class GuideDialog(QDialog):
    """The guide in a window of its own, so that it can be followed beside the work.

    Enter looks for what is typed, on this page first and then on those after it. Esc empties the
    line, then closes.

    Attributes:
        page: what is read. line: what to look for. told: that there is none.
        buttons: by how far they go among the pages that have been read; 0 goes to the contents.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Guide"))
        self.page = Page(theme)
        self.page.setAccessibleName(tr("Guide"))
        self.line = QLineEdit(placeholderText=tr("Find in the guide"), clearButtonEnabled=True)
        self.line.setAccessibleName(tr("Find in the guide"))
        self.line.setToolTip(tr("Enter goes to the next match, on any page"))
        self.line.textChanged.connect(self._forget)
        for key, does in (
            (Standard.Find, self.line.setFocus),
            (Standard.Back, self.page.backward),
            (Standard.Forward, self.page.forward),
        ):
            QShortcut(key, self, does)
        self.told = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.buttons: dict[int, QPushButton] = {}
        top = QHBoxLayout()
        for text, tip, steps in (
            (tr("Contents"), tr("The list of all pages"), 0),
            (tr("Back"), tr("The previous page"), -1),
            (tr("Forward"), tr("Forward one page"), 1),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.page.go, steps) if steps else self._go_to_index)
            top.addWidget(button)
            self.buttons[steps] = button
        top.addStretch()
        top.addWidget(self.told)
        top.addWidget(self.line)
        rows = QVBoxLayout()
        rows.addLayout(top)
        rows.addWidget(self.page)
        self.setLayout(rows)
        give_room(self, *_SIZE)
        self.page.moved.connect(self._tell_buttons)
        self._go_to_index()
        self.page.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look for what is typed; empty the line before the dialog is closed by Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.find_next()
        elif event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
        else:
            super().keyPressEvent(event)

    def find_next(self) -> None:
        """Go to the next place that has what is typed."""
        text = self.line.text()
        if not text or self.page.find(text):
            return
        order, begun = pages(), self.page.path
        here = order.index(begun) if begun in order else 0
        for path in (*order[here + 1 :], *order[: here + 1]):
            if text.casefold() in _plain(path).casefold():
                self.page.go_to(path)
                self.page.moveCursor(QTextCursor.MoveOperation.Start)
                self.page.find(text)
                return
        self.told.setText(tr("not in the guide"))

    def _go_to_index(self) -> None:
        self.page.go_to(FOLDER / INDEX)

    def _tell_buttons(self) -> None:
        for steps, button in self.buttons.items():
            button.setEnabled(not steps or self.page.can_go(steps))

    def _forget(self) -> None:
        self.told.clear()


def _plain(path: Path) -> str:
    """Return the text of a page as it is read."""
    document = QTextDocument()
    document.setMarkdown(path.read_text(encoding="utf-8"))
    return document.toPlainText()
