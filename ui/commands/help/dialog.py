"""HelpDialog: keys by menu, the mouse by place, and a glossary, each to be searched."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from simulator.translation import mark, tr
from ui.cards import keys as card_keys
from ui.commands.help.mouse import COLUMNS, HANDS
from ui.commands.help.words import glossary, subscripts
from ui.commands.table.keys import keys_of
from ui.commands.table.rows import ROWS, TABLE, name_of
from ui.dialogs.form import give_room
from ui.matrix import keys as cell_keys
from ui.style import fonts
from ui.style.mnemonic import without_mnemonic
from ui.style.theme import Theme

_SIZE = 860, 600
_WIDTHS = {2: (28, 72), 3: (22, 37, 41), 5: (18, 22, 18, 18, 24)}
"""Widths of the columns in percent, by their number."""


_FROM_TABLES = mark("Step even in tables, where arrow keys select cells")


class Sheet(NamedTuple):
    """Rows of one head, of cells of text; `formula` is the column of formulas, or -1."""

    title: str
    rows: Sequence[Sequence[str]]
    heads: Sequence[str] = ()
    formula: int = -1


def key_sheets() -> list[Sheet]:
    """Return the keys of all actions by menu, then those of tables and cards."""
    menus: dict[str, list[tuple[str, str]]] = {}
    for row in TABLE:
        if keys_of(row):
            menus.setdefault(row.menu, []).append(("  ".join(keys_of(row)), name_of(row)))
    sheets = [
        Sheet(" › ".join(without_mnemonic(tr(part)) for part in menu.split("/")), rows)
        for menu, rows in menus.items()
    ]
    stepping = [key for id in ("back_timestep", "next_timestep") for key in keys_of(ROWS[id])[1:]]
    from_tables = ((" ".join(stepping), _FROM_TABLES),) if stepping else ()
    for title, lines in (
        (tr("In heat maps and tables"), (*cell_keys.SHEET, *from_tables)),
        (tr("On a value's card"), card_keys.SHEET),
    ):
        sheets.append(Sheet(title, [(tr(keys), tr(text)) for keys, text in lines]))
    return sheets


def mouse_sheets() -> list[Sheet]:
    """Return the table of the mouse."""
    rows = [tuple(tr(text) if text else "" for text in hand) for hand in HANDS]
    return [Sheet("", rows, tuple(map(tr, COLUMNS)))]


def word_sheets() -> list[Sheet]:
    """Return the glossary."""
    heads = tr("Word"), tr("Formula"), tr("Meaning")
    return [Sheet("", list(glossary()), heads, formula=1)]


class HelpDialog(QDialog):
    """Three tabs under one line to search in. Esc empties the line, then closes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys, mouse and glossary"))
        self._theme = theme
        self.line = QLineEdit(placeholderText=tr("Search"), clearButtonEnabled=True)
        self.line.setAccessibleName(tr("Search"))
        self.line.setToolTip(tr("Shows the lines that contain all these words"))
        self.line.textChanged.connect(self._fill)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(tr("Help sections"))
        self._pages: list[tuple[QTextBrowser, list[Sheet]]] = []
        for title, tip, sheets in (
            (tr("Keys"), tr("Every key, by menu"), key_sheets),
            (
                tr("Mouse"),
                tr("What each click, double-click, right-click and drag does"),
                mouse_sheets,
            ),
            (tr("Glossary"), tr("LSTM and Gatestep terms"), word_sheets),
        ):
            self._add(title, tip, sheets)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        for widget in (self.line, self.tabs, buttons):
            rows.addWidget(widget)
        give_room(self, *_SIZE)
        self._fill()
        self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the line before the dialog is closed by Esc."""
        if event.key() == Qt.Key.Key_Escape and self.line.text():
            self.line.clear()
        else:
            super().keyPressEvent(event)

    def _add(self, title: str, tip: str, sheets: Callable[[], list[Sheet]]) -> None:
        page = QTextBrowser(openLinks=False)
        page.setAccessibleName(title)
        page.setFrameShape(QTextBrowser.Shape.NoFrame)
        page.document().setDocumentMargin(fonts.px(8))
        number = self.tabs.addTab(page, title)
        self.tabs.setTabToolTip(number, tip)
        self._pages.append((page, sheets()))

    def _fill(self, *_: object) -> None:
        typed = self.line.text().casefold().split()
        for page, sheets in self._pages:
            page.setHtml(self._html(sheets, typed))
        for number, (page, sheets) in enumerate(self._pages):
            found = sum(_has(_text(sheet, row), typed) for sheet in sheets for row in sheet.rows)
            name = page.accessibleName()
            self.tabs.setTabText(number, f"{name} ({found})" if typed else name)

    def _html(self, sheets: Iterable[Sheet], typed: Sequence[str]) -> str:
        theme, parts = self._theme, []
        width = max((len(row) for sheet in sheets for row in sheet.rows), default=1)
        for sheet in sheets:
            rows = [row for row in sheet.rows if _has(_text(sheet, row), typed)]
            if not rows:
                continue
            if sheet.title:
                parts.append(
                    f'<tr><td colspan="{width}" style="padding-top:{fonts.px(12)}px">'
                    f"<b>{escape(sheet.title)}</b></td></tr>"
                )
            if sheet.heads:
                heads = "".join(f"<th align='left'>{escape(head)}</th>" for head in sheet.heads)
                parts.append(f'<tr style="color:{theme.faint}">{heads}</tr>')
            parts += [_row(row, sheet.formula, theme) for row in rows]
        if not parts:
            nothing = tr("No line contains “{text}”.", text=self.line.text().strip())
            return f'<p style="color:{theme.faint}">{escape(nothing)}</p>'
        return (
            f'<table width="100%" cellspacing="0" cellpadding="{fonts.px(4)}">'
            f"{''.join(parts)}</table>"
        )


def _row(row: Sequence[str], formula: int, theme: Theme) -> str:
    cells = []
    for number, text in enumerate(row):
        shown = escape(text).replace("  ", "&nbsp;&nbsp; ")
        if number == formula:
            shown = f'<span style="font-family:monospace">{subscripts(shown)}</span>'
        elif number == 0:
            shown = f"<b>{shown}</b>" if formula >= 0 or len(row) > 2 else shown
        style = [
            "border-top-style:solid",
            "border-top-width:1px",
            f"border-top-color:{theme.rule}",
        ]
        if number == 0 and len(row) == 2:
            style.append("white-space:nowrap")
        width = _WIDTHS[len(row)][number]
        cells.append(f'<td width="{width}%" style="{";".join(style)}">{shown}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _text(sheet: Sheet, row: Sequence[str]) -> str:
    return f"{sheet.title} {' '.join(row)}"


def _has(text: str, typed: Sequence[str]) -> bool:
    there = text.casefold()
    return all(word in there for word in typed)
