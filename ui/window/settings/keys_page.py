"""KeysPage: every action with its keys, to give it others."""

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from simulator.translation import tr
from ui.commands.table import key_map
from ui.commands.table.keys import keys_of, own_keys, shortcuts_of
from ui.commands.table.rows import ROWS, TABLE, ActionRow, name_of
from ui.style import fonts
from ui.style.mnemonic import without_mnemonic
from ui.style.theme import Theme

_ID = Qt.ItemDataRole.UserRole


class KeysPage(QWidget):
    """Table of actions, a field that takes a key for the selected one, and what speaks against it.

    Signals:
        changed: some action has other keys.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, theme: Theme) -> None:
        super().__init__()
        self._settings = settings
        self.search = QLineEdit(placeholderText=tr("Search"), clearButtonEnabled=True)
        self.search.setAccessibleName(tr("Search"))
        self.search.setToolTip(tr("Shows the actions whose name, menu or keys contain this text"))
        self.search.textChanged.connect(self._filter)
        self.table = QTreeWidget(columnCount=3)
        self.table.setHeaderLabels([tr("Action"), tr("Keys"), tr("Menu")])
        for column, tip in enumerate(
            (
                tr("The action's name, as in its menu"),
                tr("The action's current keys; bold if changed"),
                tr("The action's menu"),
            )
        ):
            self.table.headerItem().setToolTip(column, tip)
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAllColumnsShowFocus(True)
        self.table.setStyleSheet("QTreeWidget::item { padding: 2px 6px; }")
        self.table.setAccessibleName(tr("Actions and their keys"))
        self.table.setToolTip(tr("Choose an action, then press its new key in the field below"))
        for row in TABLE:
            menu = " › ".join(without_mnemonic(tr(part)) for part in row.menu.split("/"))
            item = QTreeWidgetItem(self.table, [name_of(row), "", menu])
            item.setData(0, _ID, row.id)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName(tr("New key"))
        self.field.setToolTip(tr("Press the new key for the selected action"))
        self.field.editingFinished.connect(self._take)
        self.beside = QCheckBox(tr("&Add to its current keys"))
        self.beside.setToolTip(tr("Adds the new key, and keeps the existing ones"))
        self.remove, self.reset_one = QPushButton(tr("Re&move keys")), QPushButton(tr("&Reset"))
        self.remove.setToolTip(tr("Removes all keys from the selected action"))
        self.reset_one.setToolTip(tr("Restores the selected action's default keys"))
        self.remove.clicked.connect(self._remove)
        self.reset_one.clicked.connect(self._reset_one)
        for button in (self.remove, self.reset_one):
            button.setAutoDefault(False)
        self.message = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self.message.setMinimumHeight(2 * self.message.fontMetrics().lineSpacing())
        self.message.setStyleSheet(f"color: {theme.bad};")
        label = QLabel(tr("New &key"))
        label.setBuddy(self.field)
        line = QHBoxLayout()
        for widget in (label, self.field, self.beside, self.remove, self.reset_one):
            line.addWidget(widget)
        line.setStretchFactor(self.field, 1)
        rows = QVBoxLayout()
        for part in (self.search, self.table):
            rows.addWidget(part)
        rows.addLayout(line)
        rows.addWidget(self.message)
        self.setLayout(rows)
        self.table.currentItemChanged.connect(self._judge)
        self.table.setCurrentItem(self._items()[0])
        self._fill()

    def select(self, id: str) -> None:
        """Select an action."""
        for item in self._items():
            if item.data(0, _ID) == id:
                self.table.setCurrentItem(item)

    def reset(self) -> None:
        """Give all actions their own keys back."""
        key_map.forget(self._settings)
        self._changed("")

    def _row(self) -> ActionRow | None:
        item = self.table.currentItem()
        return None if item is None or item.isHidden() else ROWS[item.data(0, _ID)]

    def _take(self) -> None:
        """Give the selected action the key in the field, unless something speaks against it."""
        key, row = self.field.keySequence(), self._row()
        if key.isEmpty() or row is None:
            return
        self.field.clear()
        why = key_map.refusal(key) or _taken(key, row)
        if why:
            self.message.setText(why)
            return
        present = shortcuts_of(row) if self.beside.isChecked() else []
        self._choose(row, [*(other for other in present if other != key), key])

    def _remove(self) -> None:
        row = self._row()
        if row is not None:
            self._choose(row, [])

    def _reset_one(self) -> None:
        row = self._row()
        if row is None:
            return
        why = next((why for key in own_keys(row) if (why := _taken(key, row))), "")
        if why:
            self.message.setText(why)
        else:
            key_map.choose(self._settings, row.id, None)
            self._changed("")

    def _choose(self, row: ActionRow, keys: list[QKeySequence]) -> None:
        same = [key.toString() for key in keys] == [key.toString() for key in own_keys(row)]
        key_map.choose(self._settings, row.id, None if same else keys)
        self._changed("")

    def _changed(self, message: str) -> None:
        self.message.setText(message)
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        for item in self._items():
            row = ROWS[item.data(0, _ID)]
            item.setText(1, "  ".join(keys_of(row)))
            font = self.font()
            item.setFont(1, fonts.bold(font) if key_map.chosen(row.id) is not None else font)
        self._judge()

    def _judge(self, *_: object) -> None:
        row = self._row()
        self.reset_one.setEnabled(row is not None and key_map.chosen(row.id) is not None)
        self.remove.setEnabled(row is not None and bool(shortcuts_of(row)))
        self.field.setEnabled(row is not None)

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        for item in self._items():
            text = " ".join(item.text(column) for column in range(3)).casefold()
            item.setHidden(not all(word in text for word in words))
        current = self.table.currentItem()
        if current is None or current.isHidden():
            shown = [item for item in self._items() if not item.isHidden()]
            for item in shown[:1]:
                self.table.setCurrentItem(item)
        self._judge()

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.table.topLevelItem(k) for k in range(self.table.topLevelItemCount()))
        return [item for item in items if item is not None]


def _taken(key: QKeySequence, row: ActionRow) -> str:
    """Say which other action has a key; empty if none has."""
    for other in TABLE:
        if other.id != row.id and key in shortcuts_of(other):
            shown = key.toString(QKeySequence.SequenceFormat.NativeText)
            return tr(
                "{key} belongs to “{action}”. Choose another key, or remove it there first.",
                key=shown,
                action=name_of(other),
            )
    return ""
