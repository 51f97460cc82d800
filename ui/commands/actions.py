"""Actions: the QActions of the table, and its menus."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from simulator.training.tasks.mishaps import MISHAPS
from simulator.translation import tr
from ui.commands.table.keys import named, shortcuts_of, tool_tip
from ui.commands.table.rows import COURSE, HELP, LESSON_IDS, TABLE
from ui.commands.table.synonyms import ACTION_WORDS, words_of
from ui.session.snapshot import Snapshot
from ui.style.icons import icon
from ui.style.key_names import NAMES
from ui.style.mnemonic import literal
from ui.style.theme import Theme

Handler = Callable[[], object]
Role = QAction.MenuRole
WORDS = "words"
"""Property of an action: other words by which the palette finds it, in the user's language."""

_ROLES = {
    "quit": Role.QuitRole,
    "about": Role.AboutRole,
    "settings": Role.PreferencesRole,
}
"""Actions that macOS moves into the application's own menu. By itself it takes "Options…" too."""


class Actions(QObject):
    """QActions of the table, connected to their handlers."""

    def __init__(self, parent: QWidget, handlers: Mapping[str, Handler]) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._gaps: dict[str, QAction] = {}
        for row in TABLE:
            text = tr(row.text)
            action = QAction(f"{row.number}  {text}" if row.number else text, parent)
            action.setObjectName(row.id)
            action.setMenuRole(_ROLES.get(row.id, Role.NoRole))
            action.setCheckable(row.checked is not None)
            if row.short:
                action.setIconText(tr(row.short))
            action.setProperty(WORDS, words_of(ACTION_WORDS, row.id))
            action.triggered.connect(_without_argument(handlers[row.id]))
            parent.addAction(action)
            self._actions[row.id] = action
        self.take_keys()

    def take_keys(self) -> None:
        """Take the keys of the key map, and tell them in all texts."""
        for row in TABLE:
            self._actions[row.id].setShortcuts([])  # two may change hands
        for row in TABLE:
            self._actions[row.id].setShortcuts(shortcuts_of(row))
            self._actions[row.id].setToolTip(tool_tip(row))
        NAMES.tell({row.id: named(row) for row in TABLE})

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def trigger(self, id: str) -> None:
        """Trigger an action."""
        self._actions[id].trigger()

    def fill(self, menu_bar: QMenuBar) -> None:
        """Make the menus."""
        for row in TABLE:
            menu = self._menu(menu_bar, row.menu)
            if row.gap:
                self._gaps[row.id] = menu.addSeparator()
            menu.addAction(self._actions[row.id])

    def insert_menu(self, menu: QMenu, title: str, before: str) -> None:
        """Insert a menu into the menu with that title, before an action or its separator."""
        self._menus[title].insertMenu(self._gaps.get(before, self._actions[before]), menu)

    def tick_lessons(self, is_done: Callable[[str], bool]) -> None:
        """Tick the lessons that are done, as their menu opens: to know that, files are read.

        Args:
            is_done: True for the id of a lesson that is done.
        """

        def tick() -> None:
            for id, action in LESSON_IDS.items():
                done = is_done(id)
                self._actions[action].setCheckable(done)  # the others have no empty box
                self._actions[action].setChecked(done)

        self._menus[f"{HELP}/{COURSE}"].aboutToShow.connect(tick)

    def _menu(self, menu_bar: QMenuBar, path: str) -> QMenu:
        if path not in self._menus:
            outer, _, title = path.rpartition("/")
            around = self._menu(menu_bar, outer) if outer else menu_bar
            self._menus[path] = around.addMenu(tr(title))
        return self._menus[path]

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's ink."""
        for row in TABLE:
            if row.icon:
                self._actions[row.id].setIcon(icon(row.icon, theme))

    def draw(self, snapshot: Snapshot) -> None:
        """Enable and check the actions for a snapshot, and name its edits and its mishap's cure."""
        for row in TABLE:
            if row.enabled is not None:
                self._actions[row.id].setEnabled(row.enabled(snapshot))
            if row.checked is not None:
                self._actions[row.id].setChecked(row.checked(snapshot))
        undo, redo = (literal(label or "") for label in (snapshot.undo_label, snapshot.redo_label))
        self._actions["undo"].setAutoRepeat(not snapshot.at_opening)  # a held key stops there
        self._actions["undo"].setText(tr("&Undo {edit}", edit=undo) if undo else tr("&Undo"))
        self._actions["redo"].setText(tr("&Redo {edit}", edit=redo) if redo else tr("&Redo"))
        mishap = MISHAPS.get(snapshot.document.task)
        cure = "" if mishap is None else literal(tr(mishap.cure).rstrip("."))
        self._actions["mend"].setText(tr("Fi&x it: {cure}", cure=cure) if cure else tr("Fi&x it"))


def _without_argument(handler: Handler) -> Callable[[bool], None]:
    def triggered(_checked: bool) -> None:
        handler()

    return triggered
