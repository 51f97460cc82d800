"""Rows of the table of actions, which makes the menus, the tool bar, the palette and F1."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

from simulator.lessons import course
from simulator.training.tasks.catalogue import TASKS
from simulator.training.tasks.mishaps import MISHAPS
from simulator.translation import mark, tr
from ui.panels.catalogue import PANELS
from ui.panels.gradients.forget_bias import BIASES
from ui.panels.layouts import LAYOUTS
from ui.panels.units.words import QUESTIONS
from ui.session.edits import gradient_target_edits
from ui.session.snapshot import GATE, TIMESTEP, Snapshot
from ui.style.mnemonic import without_mnemonic

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
        gap: a separator stands above it in the menu. number: stands before its text; 0 for none.
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
    number: int = 0

    @property
    def with_page(self) -> bool:
        """True when its keys work over the start page too: what they do is seen there."""
        return self.menu in (FILE, HELP) or self.menu.endswith(TEXT_SIZE) or self.id in _ANYWHERE


def _before_end(snapshot: Snapshot) -> bool:
    return snapshot.target < snapshot.schedule.last


def _after_start(snapshot: Snapshot) -> bool:
    return snapshot.target > 0


def _has_subject(snapshot: Snapshot) -> bool:
    return snapshot.subject is not None


def _has_origin(snapshot: Snapshot) -> bool:
    number = gradient_target_edits.number_of(snapshot.subject, snapshot.experiment)
    return number is not None and snapshot.shows_number(number)


def _has_biases(snapshot: Snapshot) -> bool:
    return snapshot.experiment.config.bias


def _trains(snapshot: Snapshot) -> bool:
    return snapshot.training is not None and snapshot.training.running


def _is_summed(snapshot: Snapshot) -> bool:
    if snapshot.subject is None:
        return False
    from simulator.analysis.counterfactual import is_summed

    return is_summed(snapshot.experiment.config.cell, snapshot.subject.quantity)


def _in_lesson(snapshot: Snapshot) -> bool:
    return snapshot.lesson is not None and snapshot.lesson.lesson is not None


def _is_asked(snapshot: Snapshot) -> bool:
    lesson = snapshot.lesson
    asked = None if lesson is None else lesson.asked
    return asked is not None and asked.open and asked.can_show


FILE, EDIT, STEP, DEBUG = mark("&File"), mark("&Edit"), mark("&Step"), mark("&Debug")
CHECK, TRAIN, VIEW = mark("&Check"), mark("&Train"), mark("&View")
HELP = mark("&Help")
LAYOUT, TEXT_SIZE, WHICH_UNIT = mark("La&yout"), mark("Te&xt size"), mark("Find &units")
FORGET_BIAS = mark("&Forget bias")
LESSON, COURSE = mark("L&esson"), mark("&Course")
LEARN_TASK, GO_WRONG = mark("&Learn a task"), mark("Common &failures")
"""Menus by the names that rows use; they are displayed in the user's language."""

_ANYWHERE = ("settings", "theme", "full_screen")

FORGET_BIAS_IDS = {bias: f"forget_bias_{bias}" for bias in BIASES}
"""Ids of the actions that set the forget bias."""

TASK_IDS = {key: f"task_{key}" for key in TASKS}
"""Ids of the actions that open a task, by its key."""

MISHAP_IDS = {key: f"mishap_{key}" for key in MISHAPS}
"""Ids of the actions that open a mishap, by its key."""

LESSON_IDS = {id: f"lesson_{id}" for id in course.COURSE}
"""Ids of the actions that open a lesson, by its id."""

LAYOUT_IDS = {key: f"layout_{key}" for key in LAYOUTS}
"""Ids of the actions that lay the panels out, by the keys of the layouts."""

TABLE: tuple[ActionRow, ...] = (
    ActionRow("new", FILE, mark("&New…"), ("Ctrl+N",), "new", standard=Standard.New),
    ActionRow("open", FILE, mark("&Open…"), ("Ctrl+O",), "open", standard=Standard.Open),
    ActionRow("type_sequence", FILE, mark("Type a seq&uence…"), ("Ctrl+Shift+T",)),
    ActionRow("open_states", FILE, mark("Open &h_0 and c_0…")),
    ActionRow("open_lesson", FILE, mark("Open &lesson…"), ("Ctrl+L",)),
    ActionRow("save", FILE, mark("&Save"), ("Ctrl+S",), "save", standard=Standard.Save, gap=True),
    ActionRow("save_as", FILE, mark("Save &as…"), ("Ctrl+Shift+S",), standard=Standard.SaveAs),
    ActionRow("export_trace", FILE, mark("Export &trace…"), ("Ctrl+E",), "export", gap=True),
    ActionRow("export_gradients", FILE, mark("Export &gradients…")),
    ActionRow("export_model", FILE, mark("Export &model…")),
    ActionRow("export_script", FILE, mark("Export PyTor&ch script…")),
    ActionRow("export_picture", FILE, mark("Export &picture…"), ("Ctrl+Shift+E",)),
    ActionRow("export_animation", FILE, mark("Export an&imation…")),
    ActionRow("copy_picture", FILE, mark("Cop&y window as picture"), ("Ctrl+Shift+C",)),
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
        mark("Reset to &original values"),
        (),
        "reset",
        enabled=lambda s: s.document.computed != (s.document.original, ""),
        gap=True,
    ),
    ActionRow("hold", EDIT, mark("&Hold or release the selected value"), ("Shift+F",), gap=True),
    ActionRow(
        "wanted",
        EDIT,
        mark("&What would make this value …?"),
        ("W",),
        enabled=_is_summed,
    ),
    ActionRow("hold_value", EDIT, mark("Hold a &value…"), ("Ctrl+Shift+H",)),
    *(
        ActionRow(id, f"{EDIT}/{FORGET_BIAS}", BIASES[bias], enabled=_has_biases)
        for bias, id in FORGET_BIAS_IDS.items()
    ),
    ActionRow("options", EDIT, mark("Option&s…"), ("Ctrl+Shift+O",), gap=True),
    ActionRow("readout", EDIT, mark("Rea&dout and loss…"), ("Ctrl+Shift+R",)),
    ActionRow("normalise", EDIT, mark("Nor&malise the sequence…"), ("Ctrl+Shift+M",)),
    ActionRow("notes", EDIT, mark("&Notes…"), ("Ctrl+Shift+N",), gap=True),
    ActionRow(
        "settings", EDIT, mark("Settin&gs…"), ("Ctrl+,",), standard=Standard.Preferences, gap=True
    ),
    ActionRow("play", STEP, mark("&Play / pause"), ("Space",), "play", checked=lambda s: s.playing),
    ActionRow("next", STEP, mark("&Next step"), (), "next", enabled=_before_end, gap=True),
    ActionRow("back", STEP, mark("Step &back"), (), "back", enabled=_after_start),
    ActionRow(
        "next_timestep",
        STEP,
        mark("Next timestep"),
        ("Right", "Alt+Right"),
        "",
        enabled=_before_end,
    ),
    ActionRow(
        "back_timestep",
        STEP,
        mark("Previous timestep"),
        ("Left", "Alt+Left"),
        "",
        enabled=_after_start,
    ),
    ActionRow("next_gate", STEP, mark("Next gate step"), (".",), "", enabled=_before_end),
    ActionRow("back_gate", STEP, mark("Previous gate step"), (",",), "", enabled=_after_start),
    ActionRow(
        "next_ten", STEP, mark("Forward ten timesteps"), ("PgDown",), "", enabled=_before_end
    ),
    ActionRow("back_ten", STEP, mark("Back ten timesteps"), ("PgUp",), "", enabled=_after_start),
    ActionRow(
        "first", STEP, mark("To the &start"), ("Home",), "first", enabled=_after_start, gap=True
    ),
    ActionRow("last", STEP, mark("To the en&d"), ("End",), "last", enabled=_before_end),
    ActionRow("go_to", STEP, mark("&Go to timestep…"), ("Ctrl+G",)),
    ActionRow(
        "look_here",
        STEP,
        mark("Return to the current position"),
        ("Esc",),
        enabled=lambda s: s.elsewhere or _trains(s),
    ),
    ActionRow(
        "seed",
        STEP,
        mark("Gradients of this &value"),
        ("Shift+W",),
        enabled=_has_origin,
        gap=True,
    ),
    ActionRow(
        "no_seed",
        STEP,
        mark("Gradients of the &loss"),
        enabled=lambda s: bool(s.experiment.objective.seeds),
    ),
    ActionRow("teaches", STEP, mark("G&radient of this weight by timestep"), ("Shift+T",)),
    ActionRow("card", STEP, mark("E&xplain the value in a card"), ("Ctrl+I",)),
    ActionRow(
        "lesson_next",
        f"{STEP}/{LESSON}",
        mark("&Next lesson step"),
        ("N",),
        enabled=_in_lesson,
    ),
    ActionRow(
        "lesson_back",
        f"{STEP}/{LESSON}",
        mark("&Previous lesson step"),
        ("B",),
        enabled=_in_lesson,
    ),
    ActionRow("lesson_answer", f"{STEP}/{LESSON}", mark("Show &me the answer"), enabled=_is_asked),
    ActionRow("lesson_reset", f"{STEP}/{LESSON}", mark("&Restart this step"), enabled=_in_lesson),
    ActionRow(
        "ask_me",
        STEP,
        mark("Quiz &me on the next step"),
        ("Q",),
        enabled=lambda s: s.document.lesson is None,
        checked=lambda s: s.lesson is not None and s.lesson.lesson is None,
    ),
    ActionRow(
        "by_timestep",
        STEP,
        mark("Step by &timestep"),
        ("T",),
        short=mark("timestep"),
        checked=lambda s: s.granularity == TIMESTEP,
        gap=True,
    ),
    ActionRow(
        "by_gate",
        STEP,
        mark("Step by g&ate"),
        ("G",),
        short=mark("gate"),
        checked=lambda s: s.granularity == GATE,
    ),
    ActionRow("faster", STEP, mark("Faster"), ("+", "="), gap=True),
    ActionRow("slower", STEP, mark("Slower"), ("-",)),
    ActionRow("loop", STEP, mark("L&oop"), ("L",), "loop", checked=lambda s: s.looping),
    ActionRow("run_on", DEBUG, mark("&Run to breakpoint"), ("F5",)),
    ActionRow(
        "run_back",
        DEBUG,
        mark("Run &back to breakpoint"),
        ("Shift+F5",),
        enabled=_after_start,
    ),
    ActionRow(
        "break",
        DEBUG,
        mark("&Toggle a breakpoint on the selected value"),
        ("F9",),
        enabled=_has_subject,
        gap=True,
    ),
    ActionRow(
        "watch", DEBUG, mark("&Watch the selected value"), ("Shift+F9",), enabled=_has_subject
    ),
    ActionRow("pin", DEBUG, mark("&Pin this run for comparison"), ("Ctrl+B",), gap=True),
    ActionRow(
        "baseline",
        DEBUG,
        mark("&Compare with the next pinned run"),
        ("Ctrl+Shift+B",),
        enabled=lambda s: bool(s.against.baselines.pins),
    ),
    *(ActionRow(of.id, f"{DEBUG}/{WHICH_UNIT}", of.text) for of in QUESTIONS),
    ActionRow("diagnose", CHECK, mark("&Why are my numbers different?"), ("Ctrl+D",)),
    ActionRow("self_test", CHECK, mark("&Run or stop the self-test"), gap=True),
    ActionRow("sabotage", CHECK, mark("&Inject an error…"), gap=True),
    ActionRow(
        "end_sabotage",
        CHECK,
        mark("Remo&ve the injected error"),
        enabled=lambda s: bool(s.document.mistake),
    ),
    *(ActionRow(id, f"{TRAIN}/{LEARN_TASK}", TASKS[key].title) for key, id in TASK_IDS.items()),
    *(ActionRow(id, f"{TRAIN}/{GO_WRONG}", MISHAPS[key].title) for key, id in MISHAP_IDS.items()),
    ActionRow(
        "mend",
        f"{TRAIN}/{GO_WRONG}",
        mark("Fi&x it"),
        enabled=lambda s: s.document.task in MISHAPS,
        gap=True,
    ),
    ActionRow("train_step", TRAIN, mark("&One step"), ("F7",), gap=True),
    ActionRow("train", TRAIN, mark("Train / &pause"), ("F6",), checked=_trains),
    ActionRow(
        "undo_run",
        TRAIN,
        mark("&Undo the run"),
        enabled=lambda s: s.document.training is not None and s.undo_label is not None,
    ),
    *(ActionRow(row.key, VIEW, row.title, (row.shortcut,)) for row in PANELS.values()),
    ActionRow("theme", VIEW, mark("Toggle &dark theme"), ("Ctrl+Shift+L",), "theme", gap=True),
    *(
        ActionRow(id, f"{VIEW}/{TEXT_SIZE}", text, keys)
        for id, text, keys in (
            ("larger_text", mark("&Larger text"), ("Ctrl+=", "Ctrl++")),
            ("smaller_text", mark("&Smaller text"), ("Ctrl+-",)),
            ("usual_text", mark("&Default text size"), ()),
        )
    ),
    ActionRow(
        "hide_ahead",
        VIEW,
        mark("&Hide future values"),
        enabled=lambda s: s.lesson is None or not s.lesson.hides_ahead,
        checked=lambda s: s.cover.ahead,
    ),
    *(ActionRow(LAYOUT_IDS[key], f"{VIEW}/{LAYOUT}", row.text) for key, row in LAYOUTS.items()),
    ActionRow("reset_layout", VIEW, mark("&Reset layout")),
    ActionRow("present", VIEW, mark("Pre&sentation mode"), ("Ctrl+Shift+X",)),
    ActionRow("full_screen", VIEW, mark("&Full screen"), standard=Standard.FullScreen),
    ActionRow("start_page", HELP, mark("&Start page")),
    *(
        ActionRow(action, f"{HELP}/{COURSE}", course.TITLES[id], number=number)
        for number, (id, action) in enumerate(LESSON_IDS.items(), 1)
    ),
    ActionRow("guide", HELP, mark("&Guide")),
    ActionRow("tour", HELP, mark("&Tour of the window")),
    ActionRow("palette", HELP, mark("&Find a command…"), ("Ctrl+Shift+P",), gap=True),
    ActionRow(
        "shortcuts",
        HELP,
        mark("&Keys, mouse and glossary"),
        ("F1",),
        standard=Standard.HelpContents,
    ),
    ActionRow("copy_details", HELP, mark("Copy &details"), gap=True),
    ActionRow("about", HELP, mark("&About Gatestep")),
)

ROWS = {row.id: row for row in TABLE}
"""Rows by their ids, which are the names of the actions' objects."""


def in_english(row: ActionRow) -> str:
    """Return an action's text and menu in English."""
    return without_mnemonic(f"{row.text} {row.menu}")


def name_of(row: ActionRow) -> str:
    """Return an action's text without its menu's conventions."""
    return without_mnemonic(tr(row.text)).rstrip("…")


def path_of(row: ActionRow) -> str:
    """Return the way to an action through the menus."""
    menus = (without_mnemonic(tr(part)) for part in row.menu.split("/"))
    return " → ".join((*menus, name_of(row)))
