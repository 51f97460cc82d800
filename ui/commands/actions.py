"""Actions: one table that makes the menus, the toolbar, the palette and the key sheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from simulator.translation import mark, tr
from ui.panels.catalogue import PANELS
from ui.panels.layouts import LAYOUTS
from ui.session.snapshot import GATE, TIMESTEP, Snapshot
from ui.style.icons import icon
from ui.style.mnemonic import literal, without_mnemonic
from ui.style.theme import Theme

Handler = Callable[[], object]
Role = QAction.MenuRole
Standard = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One row of the table.

    Attributes:
        id: its name for the handlers and the toolbar.
        menu: its menu, `&View/La&yout` for one inside another. text: its text there, in English.
        standard: Qt's own keys for it, which differ by platform; the first is shown in the menu.
        keys: its other shortcuts, or all of them.
        icon: a drawing of `resources/icons`. short: its text on the toolbar.
        enabled, checked: tests of a snapshot; always enabled, not checkable by default.
        gap: a separator stands above it in the menu.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    short: str = ""
    standard: Standard | None = None
    enabled: Callable[[Snapshot], bool] | None = None
    checked: Callable[[Snapshot], bool] | None = None
    gap: bool = False


def _before_end(snapshot: Snapshot) -> bool:
    return snapshot.target < snapshot.schedule.end


def _after_start(snapshot: Snapshot) -> bool:
    return snapshot.target > 0


def _has_subject(snapshot: Snapshot) -> bool:
    return snapshot.subject is not None


FILE, EDIT, STEP, DEBUG = mark("&File"), mark("&Edit"), mark("&Step"), mark("&Debug")
CHECK, VIEW, HELP = mark("&Check"), mark("&View"), mark("&Help")
LAYOUT = mark("La&yout")
"""Menus by the names that rows use; they are displayed in the user's language."""

LAYOUT_IDS = {key: f"layout_{key}" for key in LAYOUTS}
"""Ids of the actions that lay the panels out, by the keys of the layouts."""

TABLE: tuple[ActionRow, ...] = (
    ActionRow("new", FILE, mark("&New…"), ("Ctrl+N",), "new", standard=Standard.New),
    ActionRow("open", FILE, mark("&Open…"), ("Ctrl+O",), "open", standard=Standard.Open),
    ActionRow("type_sequence", FILE, mark("Type a seq&uence…"), ("Ctrl+Shift+T",)),
    ActionRow("open_states", FILE, mark("Open &h_0 and c_0…")),
    ActionRow("save", FILE, mark("&Save"), ("Ctrl+S",), "save", standard=Standard.Save, gap=True),
    ActionRow("save_as", FILE, mark("Save &as…"), ("Ctrl+Shift+S",), standard=Standard.SaveAs),
    ActionRow("export_trace", FILE, mark("Export &trace…"), ("Ctrl+E",), "export", gap=True),
    ActionRow("export_model", FILE, mark("Export &model…")),
    ActionRow("export_script", FILE, mark("Export PyTor&ch script…")),
    ActionRow("export_picture", FILE, mark("Export &picture…"), ("Ctrl+Shift+E",)),
    ActionRow("export_animation", FILE, mark("Export an&imated picture…")),
    ActionRow("copy_picture", FILE, mark("Cop&y picture of the window"), ("Ctrl+Shift+C",)),
    ActionRow("quit", FILE, mark("&Quit"), ("Ctrl+Q",), standard=Standard.Quit, gap=True),
    ActionRow(
        "undo",
        EDIT,
        mark("&Undo"),
        ("Ctrl+Z",),
        "undo",
        standard=Standard.Undo,
        enabled=lambda s: s.undo_label is not None,
    ),
    ActionRow(
        "redo",
        EDIT,
        mark("&Redo"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        standard=Standard.Redo,
        enabled=lambda s: s.redo_label is not None,
    ),
    ActionRow(
        "reset",
        EDIT,
        mark("Reset to what was &opened"),
        (),
        "reset",
        enabled=lambda s: s.document.computed != (s.document.original, ""),
        gap=True,
    ),
    ActionRow("hold", EDIT, mark("&Hold or release the ledger's number"), ("Shift+F",), gap=True),
    ActionRow("hold_value", EDIT, mark("Hold a &value…"), ("Ctrl+Shift+H",)),
    ActionRow("options", EDIT, mark("Option&s…"), ("Ctrl+Shift+O",), gap=True),
    ActionRow("normalise", EDIT, mark("Nor&malise the sequence…"), ("Ctrl+Shift+M",)),
    ActionRow("notes", EDIT, mark("&Notes…"), ("Ctrl+Shift+N",), gap=True),
    ActionRow("play", STEP, mark("&Play / pause"), ("Space",), "play", checked=lambda s: s.playing),
    ActionRow("next", STEP, mark("&Next step"), (), "next", enabled=_before_end, gap=True),
    ActionRow("back", STEP, mark("Step &back"), (), "back", enabled=_after_start),
    ActionRow("next_timestep", STEP, mark("Next timestep"), ("Right",), "", enabled=_before_end),
    ActionRow(
        "back_timestep", STEP, mark("Previous timestep"), ("Left",), "", enabled=_after_start
    ),
    ActionRow("next_gate", STEP, mark("Next gate step"), (".",), "", enabled=_before_end),
    ActionRow("back_gate", STEP, mark("Previous gate step"), (",",), "", enabled=_after_start),
    ActionRow("next_ten", STEP, mark("Ten timesteps on"), ("PgDown",), "", enabled=_before_end),
    ActionRow("back_ten", STEP, mark("Ten timesteps back"), ("PgUp",), "", enabled=_after_start),
    ActionRow("first", STEP, mark("&First"), ("Home",), "first", enabled=_after_start, gap=True),
    ActionRow("last", STEP, mark("&Last"), ("End",), "last", enabled=_before_end),
    ActionRow("go_to", STEP, mark("&Go to timestep…"), ("Ctrl+G",)),
    ActionRow(
        "by_timestep",
        STEP,
        mark("Step by &timestep"),
        ("T",),
        short=mark("Timestep"),
        checked=lambda s: s.granularity == TIMESTEP,
        gap=True,
    ),
    ActionRow(
        "by_gate",
        STEP,
        mark("Step by g&ate"),
        ("G",),
        short=mark("Gate"),
        checked=lambda s: s.granularity == GATE,
    ),
    ActionRow("faster", STEP, mark("Faster"), ("+", "="), gap=True),
    ActionRow("slower", STEP, mark("Slower"), ("-",)),
    ActionRow("loop", STEP, mark("L&oop"), ("L",), "loop", checked=lambda s: s.looping),
    ActionRow("run_on", DEBUG, mark("&Go on until a breakpoint is met"), ("F5",)),
    ActionRow(
        "run_back",
        DEBUG,
        mark("&Back to where one was met last"),
        ("Shift+F5",),
        enabled=_after_start,
    ),
    ActionRow(
        "break",
        DEBUG,
        mark("&Toggle a breakpoint on the ledger's number"),
        ("F9",),
        enabled=_has_subject,
        gap=True,
    ),
    ActionRow(
        "watch", DEBUG, mark("&Watch the ledger's number"), ("Shift+F9",), enabled=_has_subject
    ),
    ActionRow("pin", DEBUG, mark("&Pin this run to compare with"), ("Ctrl+B",), gap=True),
    ActionRow(
        "baseline",
        DEBUG,
        mark("&Compare with the next pinned run"),
        ("Ctrl+Shift+B",),
        enabled=lambda s: bool(s.against.baselines.pins),
    ),
    ActionRow("diagnose", CHECK, mark("Compare with &other numbers…"), ("Ctrl+D",)),
    ActionRow("self_test", CHECK, mark("&Run or stop the self-test"), gap=True),
    ActionRow("sabotage", CHECK, mark("&Sabotage…"), gap=True),
    ActionRow(
        "end_sabotage",
        CHECK,
        mark("&Take the sabotage back"),
        enabled=lambda s: bool(s.document.mistake),
    ),
    *(ActionRow(row.key, VIEW, row.title, (row.shortcut,)) for row in PANELS.values()),
    ActionRow("theme", VIEW, mark("Switch light and &dark"), ("Ctrl+Shift+L",), "theme", gap=True),
    *(ActionRow(LAYOUT_IDS[key], f"{VIEW}/{LAYOUT}", row.text) for key, row in LAYOUTS.items()),
    ActionRow("reset_layout", VIEW, mark("&Reset layout")),
    ActionRow("full_screen", VIEW, mark("&Full screen"), standard=Standard.FullScreen),
    ActionRow("start_page", HELP, mark("&Start page")),
    ActionRow("tour", HELP, mark("&Tour of the window")),
    ActionRow("palette", HELP, mark("&Find a command…"), ("Ctrl+Shift+P",), gap=True),
    ActionRow("shortcuts", HELP, mark("&Keys"), ("F1",), standard=Standard.HelpContents),
    ActionRow("copy_details", HELP, mark("Copy &details"), gap=True),
    ActionRow("about", HELP, mark("&About Gatestep")),
)

_ROLES = {"quit": Role.QuitRole, "about": Role.AboutRole}
"""Actions that macOS moves into the application's own menu. By itself it takes "Options…" too."""

ROWS = {row.id: row for row in TABLE}
"""Rows by their ids, which are the names of the actions' objects."""


class Actions(QObject):
    """QActions of the table, connected to their handlers."""

    def __init__(self, parent: QWidget, handlers: Mapping[str, Handler]) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._gaps: dict[str, QAction] = {}
        for row in TABLE:
            action = QAction(tr(row.text), parent)
            action.setObjectName(row.id)
            action.setShortcuts(shortcuts_of(row))
            action.setMenuRole(_ROLES.get(row.id, Role.NoRole))
            action.setCheckable(row.checked is not None)
            if row.short:
                action.setIconText(tr(row.short))
            action.setToolTip(tool_tip(row))
            action.triggered.connect(_without_argument(handlers[row.id]))
            parent.addAction(action)
            self._actions[row.id] = action

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
        """Enable and check the actions for a snapshot, and name the edits of undo and redo."""
        for row in TABLE:
            if row.enabled is not None:
                self._actions[row.id].setEnabled(row.enabled(snapshot))
            if row.checked is not None:
                self._actions[row.id].setChecked(row.checked(snapshot))
        undo, redo = (literal(label or "") for label in (snapshot.undo_label, snapshot.redo_label))
        self._actions["undo"].setText(tr("&Undo {edit}", edit=undo) if undo else tr("&Undo"))
        self._actions["redo"].setText(tr("&Redo {edit}", edit=redo) if redo else tr("&Redo"))


def in_english(row: ActionRow) -> str:
    """Return an action's text and menu in English."""
    return without_mnemonic(f"{row.text} {row.menu}")


def name_of(row: ActionRow) -> str:
    """Return an action's text without its menu's conventions."""
    return without_mnemonic(tr(row.text)).rstrip("…")


def tool_tip(row: ActionRow) -> str:
    """Return the tool tip of an action's button: its text and its keys."""
    text, keys = name_of(row), keys_of(row)
    return f"{text} ({', '.join(keys)})" if keys else text


def shortcuts_of(row: ActionRow) -> list[QKeySequence]:
    """List all of an action's keys on this platform, starting with the one in the menu."""
    return _distinct([*_standard_keys(row), *map(QKeySequence, row.keys)])


def keys_of(row: ActionRow) -> tuple[str, ...]:
    """Return the keys to display, as the menus write them, in the user's language.

    Only the first of the platform's own keys: the others are of old or rare keyboards.
    """
    native = QKeySequence.SequenceFormat.NativeText
    told = _distinct([*_standard_keys(row)[:1], *map(QKeySequence, row.keys)])
    return tuple(key.toString(native) for key in told)


def _standard_keys(row: ActionRow) -> list[QKeySequence]:
    return [] if row.standard is None else QKeySequence.keyBindings(row.standard)


def _distinct(keys: list[QKeySequence]) -> list[QKeySequence]:
    return list({key.toString(): key for key in keys}.values())


def _without_argument(handler: Handler) -> Callable[[bool], None]:
    def triggered(_checked: bool) -> None:
        handler()

    return triggered
