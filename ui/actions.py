"""Actions: one table from which the menus, the toolbar, the palette and the key sheet are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ui.icons import icon
from ui.layouts import LAYOUTS
from ui.snapshot import Snapshot
from ui.theme import Theme

Handler = Callable[[], None]


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One row of the table.

    Attributes:
        id: by which the handlers and the toolbar name it.
        menu: the menu that it stands in, `&View/&Layout` for one inside another. text: as it reads
            there.
        keys: its shortcuts, the first shown in the menu.
        icon: a drawing of `resources/icons`. short: as it reads on the toolbar.
        enabled, checked: what a snapshot says of it; always enabled, not checkable by default.
        gap: a line stands above it in the menu.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    short: str = ""
    enabled: Callable[[Snapshot], bool] | None = None
    checked: Callable[[Snapshot], bool] | None = None
    gap: bool = False


def _before_end(snapshot: Snapshot) -> bool:
    return snapshot.target < snapshot.schedule.end


def _after_start(snapshot: Snapshot) -> bool:
    return snapshot.target > 0


def _has_subject(snapshot: Snapshot) -> bool:
    return snapshot.subject is not None


PANELS = (
    "Weights",
    "Cell",
    "Ledger",
    "Now",
    "Timeline",
    "Lens",
    "Shapes",
    "Holds",
    "Watches",
    "Inputs",
    "Check",
)
"""The panels by their titles, which are also the ids of the actions that bring them forward."""

_KEYS = (*(f"Ctrl+{n % 10}" for n in range(1, 11)), "Ctrl+K")

LAYOUT_IDS = {f"layout_{name.lower()}": name for name in LAYOUTS}
"""The ids of the actions that lay the panels out, and the names of the layouts."""

TABLE: tuple[ActionRow, ...] = (
    ActionRow("new", "&File", "&New…", ("Ctrl+N",), "new"),
    ActionRow("open", "&File", "&Open…", ("Ctrl+O",), "open"),
    ActionRow("save", "&File", "&Save", ("Ctrl+S",), "save", gap=True),
    ActionRow("save_as", "&File", "Save &as…", ("Ctrl+Shift+S",)),
    ActionRow("export_trace", "&File", "Export &trace…", ("Ctrl+E",), "export", gap=True),
    ActionRow("export_model", "&File", "Export &model…"),
    ActionRow("export_script", "&File", "Export PyTor&ch script…"),
    ActionRow("export_picture", "&File", "Export &picture…", ("Ctrl+Shift+E",)),
    ActionRow("export_animation", "&File", "Export an&imated picture…"),
    ActionRow("copy_picture", "&File", "Cop&y picture of the window", ("Ctrl+Shift+C",)),
    ActionRow("quit", "&File", "&Quit", ("Ctrl+Q",), gap=True),
    ActionRow(
        "undo", "&Edit", "&Undo", ("Ctrl+Z",), "undo", enabled=lambda s: s.undo_label is not None
    ),
    ActionRow(
        "redo",
        "&Edit",
        "&Redo",
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        "redo",
        enabled=lambda s: s.redo_label is not None,
    ),
    ActionRow(
        "reset",
        "&Edit",
        "Reset to what was &opened",
        (),
        "reset",
        enabled=lambda s: s.experiment is not s.document.original,
        gap=True,
    ),
    ActionRow("hold", "&Edit", "&Hold or release the ledger's number", ("Shift+F",), gap=True),
    ActionRow("hold_value", "&Edit", "Hold a &value…", ("Ctrl+H",)),
    ActionRow("options", "&Edit", "Option&s…", ("Ctrl+Shift+O",), gap=True),
    ActionRow("notes", "&Edit", "&Notes…", ("Ctrl+Shift+N",), gap=True),
    ActionRow("play", "&Step", "&Play / pause", ("Space",), "play", checked=lambda s: s.playing),
    ActionRow("next", "&Step", "&Next step", (), "next", enabled=_before_end, gap=True),
    ActionRow("back", "&Step", "Step &back", (), "back", enabled=_after_start),
    ActionRow("next_timestep", "&Step", "Next timestep", ("Right",), "", enabled=_before_end),
    ActionRow("back_timestep", "&Step", "Previous timestep", ("Left",), "", enabled=_after_start),
    ActionRow("next_gate", "&Step", "Next gate step", (".",), "", enabled=_before_end),
    ActionRow("back_gate", "&Step", "Previous gate step", (",",), "", enabled=_after_start),
    ActionRow("next_ten", "&Step", "Ten timesteps on", ("PgDown",), "", enabled=_before_end),
    ActionRow("back_ten", "&Step", "Ten timesteps back", ("PgUp",), "", enabled=_after_start),
    ActionRow("first", "&Step", "&First", ("Home",), "first", enabled=_after_start, gap=True),
    ActionRow("last", "&Step", "&Last", ("End",), "last", enabled=_before_end),
    ActionRow("go_to", "&Step", "&Go to timestep…", ("Ctrl+G",)),
    ActionRow(
        "by_timestep",
        "&Step",
        "Step by &timestep",
        ("T",),
        short="Timestep",
        checked=lambda s: s.granularity == "timestep",
        gap=True,
    ),
    ActionRow(
        "by_gate",
        "&Step",
        "Step by g&ate",
        ("G",),
        short="Gate",
        checked=lambda s: s.granularity == "gate",
    ),
    ActionRow("faster", "&Step", "Faster", ("+", "="), gap=True),
    ActionRow("slower", "&Step", "Slower", ("-",)),
    ActionRow("loop", "&Step", "L&oop", ("L",), "loop", checked=lambda s: s.looping),
    ActionRow("run_on", "&Debug", "&Go on until a breakpoint is met", ("F5",)),
    ActionRow(
        "run_back",
        "&Debug",
        "&Back to where one was met last",
        ("Shift+F5",),
        enabled=_after_start,
    ),
    ActionRow(
        "break",
        "&Debug",
        "&Toggle a breakpoint on the ledger's number",
        ("F9",),
        enabled=_has_subject,
        gap=True,
    ),
    ActionRow("watch", "&Debug", "&Watch the ledger's number", ("Shift+F9",), enabled=_has_subject),
    ActionRow("pin", "&Debug", "&Pin this run to compare with", ("Ctrl+B",), gap=True),
    ActionRow(
        "baseline",
        "&Debug",
        "&Compare with the next pinned run",
        ("Ctrl+Shift+B",),
        enabled=lambda s: bool(s.against.baselines.pins),
    ),
    ActionRow("diagnose", "&Check", "Compare with &other numbers…", ("Ctrl+D",)),
    ActionRow("self_test", "&Check", "&Run or stop the self-test", gap=True),
    ActionRow("sabotage", "&Check", "&Sabotage…", gap=True),
    ActionRow(
        "end_sabotage",
        "&Check",
        "&Take the sabotage back",
        enabled=lambda s: bool(s.experiment.sabotage),
    ),
    *(ActionRow(title, "&View", title, (key,)) for title, key in zip(PANELS, _KEYS, strict=True)),
    ActionRow("theme", "&View", "Switch light and &dark", ("Ctrl+Shift+L",), "theme", gap=True),
    *(ActionRow(id, "&View/La&yout", f"&{name}") for id, name in LAYOUT_IDS.items()),
    ActionRow("reset_layout", "&View", "&Reset layout"),
    ActionRow("full_screen", "&View", "&Full screen", ("F11",)),
    ActionRow("start_page", "&Help", "&Start page"),
    ActionRow("tour", "&Help", "&Tour of the window"),
    ActionRow("palette", "&Help", "&Find a command…", ("Ctrl+Shift+P",), gap=True),
    ActionRow("shortcuts", "&Help", "&Keys", ("F1",)),
    ActionRow("about", "&Help", "&About Gatestep", gap=True),
)


class Actions(QObject):
    """The table's QActions, connected to their handlers."""

    def __init__(self, parent: QWidget, handlers: Mapping[str, Handler]) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._gaps: dict[str, QAction] = {}
        for row in TABLE:
            action = QAction(row.text, parent)
            action.setObjectName(row.id)
            action.setShortcuts([QKeySequence(key) for key in row.keys])
            action.setCheckable(row.checked is not None)
            if row.short:
                action.setIconText(row.short)
            action.setToolTip(tool_tip(row))
            action.triggered.connect(_without_argument(handlers[row.id]))
            parent.addAction(action)
            self._actions[row.id] = action

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def fill(self, menu_bar: QMenuBar) -> None:
        """Make the menus."""
        for row in TABLE:
            menu = self._menu(menu_bar, row.menu)
            if row.gap:
                self._gaps[row.id] = menu.addSeparator()
            menu.addAction(self._actions[row.id])

    def insert_menu(self, menu: QMenu, title: str, before: str) -> None:
        """Put a menu of someone else's into the menu of that title, before an action or its gap."""
        self._menus[title].insertMenu(self._gaps.get(before, self._actions[before]), menu)

    def _menu(self, menu_bar: QMenuBar, path: str) -> QMenu:
        if path not in self._menus:
            outer, _, title = path.rpartition("/")
            around = self._menu(menu_bar, outer) if outer else menu_bar
            self._menus[path] = around.addMenu(title)
        return self._menus[path]

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's ink."""
        for row in TABLE:
            if row.icon:
                self._actions[row.id].setIcon(icon(row.icon, theme))

    def draw(self, snapshot: Snapshot) -> None:
        """Enable and check what the snapshot says, and name what undo and redo would do."""
        for row in TABLE:
            if row.enabled is not None:
                self._actions[row.id].setEnabled(row.enabled(snapshot))
            if row.checked is not None:
                self._actions[row.id].setChecked(row.checked(snapshot))
        self._actions["undo"].setText(f"&Undo {snapshot.undo_label or ''}".strip())
        self._actions["redo"].setText(f"&Redo {snapshot.redo_label or ''}".strip())


def tool_tip(row: ActionRow) -> str:
    """What a button says of its action: its text and its keys."""
    text = row.text.replace("&", "").rstrip("…")
    return f"{text} ({', '.join(row.keys)})" if row.keys else text


def _without_argument(handler: Handler) -> Callable[[bool], None]:
    def triggered(_checked: bool) -> None:
        handler()

    return triggered
