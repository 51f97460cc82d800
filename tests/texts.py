"""Texts of the program: those that Qt's own tools find, and those in the code that pass by `tr`."""

import ast
import re
import subprocess
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import PySide6

from tests.paths import ROOT

FOLDERS = ("ui", "simulator")
TRANSLATION = ROOT / "resources" / "translations" / "gatestep_ko.ts"

_TOOLS = Path(PySide6.__file__).parent
_WORD = re.compile(r"[A-Za-z]{2}")
_PHRASE = re.compile(r"[A-Za-z]{2}[^A-Za-z]* [^A-Za-z]*[A-Za-z]{2}|^ [a-z]{2}|[a-z]{2} $")
_NO_WORDS = re.compile(r"<[^>]*>|\{[^{}]*\}|&[a-z]+;")
"""HTML tags and entities, and the places for values."""
_STYLE = re.compile(r"(?:background|border|color|font-\w+|margin|padding)\s*:")


def code(*folders):
    """Return every Python file in some folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def update(target):
    """Write the texts that `lupdate` finds in the code to a new file."""
    files = [str(path) for path in code(*FOLDERS)]
    alias = ("-tr-function-alias", "QT_TR_NOOP+=mark")
    tool = [_TOOLS / "lupdate", "-silent", *alias, *files, "-ts", target, "-locations", "none"]
    subprocess.run(tool, check=True, timeout=300)
    return target


def release(source, target):
    """Compile a file of translations by `lrelease`."""
    subprocess.run([_TOOLS / "lrelease", "-silent", source, "-qm", target], check=True, timeout=300)
    return target


class Message(NamedTuple):
    """Text and its translation; `state` is `unfinished`, `obsolete`, … or empty."""

    context: str
    source: str
    said: str
    state: str


def messages(path):
    """Return every text in a file of translations."""
    return [
        Message(
            context.findtext("name", ""),
            message.findtext("source", ""),
            message.findtext("translation", ""),
            message.find("translation").get("type", ""),
        )
        for context in ElementTree.parse(path).iter("context")
        for message in context.iter("message")
    ]


class Bypass(NamedTuple):
    """Text that a user may read and no translation reaches."""

    file: str
    line: int
    text: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.text!r}"


SETTERS = {
    "QAction", "QCheckBox", "QGroupBox", "QLabel", "QMessageBox", "QPushButton", "QRadioButton",
    "QToolButton", "addAction", "addButton", "addItem", "addItems", "addMenu",
    "addPermanentWidget", "addRow", "addSection", "addTab", "addToolBar", "critical", "getDouble",
    "getExistingDirectory", "getInt", "getItem", "getOpenFileName", "getOpenFileNames",
    "getSaveFileName", "getText", "information", "insertItem", "insertTab", "plain_box",
    "question", "setAccessibleDescription",
    "setAccessibleName", "setHeaderLabels", "setHorizontalHeaderLabels", "setHtml", "setIconText",
    "setInformativeText", "setItemText", "setLabelText", "setPlaceholderText", "setPlainText",
    "setPrefix", "setStatusTip", "setSubTitle", "setSuffix", "setTabText", "setTabToolTip",
    "setText", "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle", "showMessage",
    "showText", "show_box", "warning",
}  # fmt: skip
"""Callables that put a text on the screen: Qt's setters, and widgets that take one."""
ERRORS = {"FileError", "cannot_read", "cannot_write", "_error", "_damaged", "_wrong", "_Unfit"}
"""Callables that make errors, besides the exceptions that are raised."""

ELSEWHERE = (
    # Python text of compiled cells.
    *(
        f"simulator/cells/{of}.py"
        for of in ("back_plan", "plan", "source", "step", "step_back", "terms")
    ),
    *(
        "simulator/commands/arguments.py",
        "simulator/commands/experiment_arguments.py",
        "simulator/commands/window_arguments.py",
        "simulator/commands/values.py",
        "simulator/commands/window_arguments.py",
        "simulator/commands/desktop.py",
        "simulator/commands/gradients.py",
        "simulator/commands/run.py",
        "simulator/commands/work.py",
        *(
            f"simulator/commands/training/{of}.py"
            for of in ("checking", "command", "folder", "lesson", "outcome")
        ),
        "ui/app/display.py",
    ),
    *("simulator/commands/errors.py", "simulator/commands/input.py"),
    "simulator/commands/objective.py",
    *(path.relative_to(ROOT).as_posix() for path in (ROOT / "simulator" / "face").glob("*.py")),
    *(
        f"simulator/files/checkpoints/script/{of}.py"
        for of in ("batches", "export", "numbers", "objective", "training")
    ),
)
"""Files whose texts go to the console or to Python, which speak English, or into Python code."""


def said_past_tr(folder):
    """Find the literals of several words outside `tr` and `mark`, and the single words shown.

    Arguments of setters, and of exceptions that are raised, are shown.
    """
    for path in code(folder):
        if path.relative_to(ROOT).as_posix() not in ELSEWHERE:
            nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
            shown = {part for call in _showing(nodes) for part in _arguments(call)}
            yield from _past(path, _untranslated(nodes), shown)


def marked():
    """Find the literals that the code gives `tr` or `mark`, wherever they stand."""
    for path in code(*FOLDERS):
        for call in _calls(ast.walk(ast.parse(path.read_text("utf-8"))), ("tr", "mark")):
            if call.args and _is_text(call.args[0]):
                yield Bypass(path.relative_to(ROOT).as_posix(), call.lineno, call.args[0].value)


def _showing(nodes):
    for node in nodes:
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            yield node.exc
    yield from _calls(nodes, SETTERS | ERRORS)


def _calls(nodes, names):
    for node in nodes:
        if isinstance(node, ast.Call) and _name(node.func) in names:
            yield node


def _past(path, literals, shown):
    """Yield those literals that are phrases, or words that are shown, in their order."""
    for node in sorted(literals, key=lambda node: (node.lineno, node.col_offset)):
        text = _text(node)
        said = _NO_WORDS.sub(" ", text)
        found = _PHRASE.search(said) or (node in shown and _WORD.search(said))
        if found and not _STYLE.search(text):
            yield Bypass(path.relative_to(ROOT).as_posix(), node.lineno, text)


def _untranslated(nodes):
    """Yield every literal but docstrings, arguments of `tr` and `mark`, and what `__repr__` says.

    A repr is read in a debugger, which speaks English.
    """
    told = {
        node.value
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in nodes:
        annotation = getattr(node, "annotation", None) or getattr(node, "returns", None)
        told |= set(ast.walk(annotation)) if annotation else set()
        if isinstance(node, ast.FunctionDef) and node.name == "__repr__":
            told |= set(ast.walk(node))
    told |= {call.args[0] for call in _calls(nodes, ("tr", "mark"))}
    # The literals of a format string are parts of that string, no texts of their own.
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            told |= {value for value in node.values if isinstance(value, ast.Constant)}
            told |= {
                part
                for value in node.values
                if isinstance(value, ast.FormattedValue) and value.format_spec
                for part in ast.walk(value.format_spec)
            }
    return [
        node
        for node in nodes
        if node not in told and (isinstance(node, ast.JoinedStr) or _is_text(node))
    ]


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _arguments(call):
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [part for expression in given for part in _parts(expression)]


def _parts(node):
    match node:
        case ast.Constant(str()) | ast.JoinedStr():
            yield node
        case ast.BinOp(left, _, right):
            yield from (*_parts(left), *_parts(right))
        case ast.IfExp(_, body, orelse):
            yield from (*_parts(body), *_parts(orelse))
        case ast.BoolOp(_, values) | ast.List(values) | ast.Tuple(values):
            yield from (part for value in values for part in _parts(value))
        case ast.Call(ast.Attribute(value, "format" | "join"), values) | ast.NamedExpr(
            value, ast.List(values)
        ):
            yield from (part for inner in (value, *values) for part in _parts(inner))


def _text(node):
    if isinstance(node, ast.Constant):
        return node.value
    return "".join(
        value.value if isinstance(value, ast.Constant) else "{}" for value in node.values
    )


def _name(function):
    return getattr(function, "id", None) or getattr(function, "attr", "")
