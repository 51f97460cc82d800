"""Reader of every text in a window, and a language that shows which texts are not translated."""

import re

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QHelpEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGraphicsScene,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QScrollBar,
    QStatusBar,
    QTabBar,
    QTabWidget,
    QTextBrowser,
    QToolTip,
    QWidget,
)

from ui.commands.help.guide import Page

Role = Qt.ItemDataRole

_KEPT = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|<[^<>]*>|&[a-z]+;)")
"""Parts that a translation keeps: the places for values, and HTML."""
_WORD = re.compile(r"[A-Za-z_]\w*")
_CUT = re.compile(r"\b([A-Za-z]+)…")
"""Beginning of a word that an ellipsis ends: of a name, as `ta…` of tanh."""
_CONDITION = re.compile(r"(?:at \d+ )?\blayer \d+(?: (?:forward|reverse))?(?: row \d+)?")
"""Part of a condition that a user types: it is read back, so it is in no language."""
COMMAND = re.compile(r'\S+ -m pip install (?:--force-reinstall )?"[^"]*"')
"""What to type where a package is missing."""
_PATH = re.compile(r"(?<!\S)/\S+")
_VERSION = re.compile(r"\b\d+\.\d+\.\d[\w.+]*")
_KEYS = re.compile(
    r"\b(?:Ctrl|Shift|Alt)\+\S+|\b(?:Home|End|PgUp|PgDown|Left|Right|Space|Del|Esc)\b"
)
_QTS_NAMES = re.compile("qt_|edit-|link-copy|select-all|Scroll(Left|Right)Button")
_HIDDEN = re.compile(r"<style.*?</style>|<sub>[^<>]*</sub>|<[^<>]*>|&[a-z]+;", re.DOTALL)
_LOWERED = re.compile(r'<span style="[^"]*vertical-align:sub[^"]*">[^<]*</span>')
"""Subscript in a text browser: what it is of is read, as in a formula of our own."""
_ROLES = (Role.DisplayRole, Role.ToolTipRole, Role.StatusTipRole, Role.AccessibleTextRole)
NAMES = {
    *("torch", "nn", "LSTM", "PyTorch", "Gatestep", "NumPy", "numpy", "CuDNN", "ONNX", "Keras"),
    *("Adam", "AdamW", "SGD", "RMSprop", "AMSGrad", "Nesterov", "optim", "grad", "best"),
    *("mean", "sum", "reduction", "Linear", "weight", "readout"),
    *("MSELoss", "BCEWithLogitsLoss", "CrossEntropyLoss"),
    *("input", "output", "lengths", "training", "dtype", "bidirectional"),
    *("timesteps", "batch", "max"),  # in a shape, beside input_size
    *("input_size", "hidden_size", "proj_size", "num_layers"),  # for where they are cut
    *(
        "dh",
        "dm",
        "dc",
        "do",
        "dg",
        "di",
        "df",
        "dz",
        "dx",
        "dy",
        "dW",
        "dV",
        "dh_prev",
        "dc_prev",
        "tanh²",
    ),
    *("dz_i", "dz_f", "dz_g", "dz_o", "dL"),
    *("tanh", "relu", "sigmoid", "bias", "dropout", "seed", "kB", "MB", "GB", "TB", "px"),
    *("PNG", "SVG", "CSV", "gatestep", "npy", "npz", "csv", "tsv", "safetensors", "pt", "pth"),
    *(
        "onnx",
        "keras",
        "txt",
        "parquet",
        "png",
        "svg",
        "nan",
        "lr",
        "loss",
        "target",
        "inf",
        "English",
        "True",
        "False",
        "None",
    ),
}
"""Texts of every language: torch's names, formats, units of bytes, and the languages' own names."""

_DATA = {"yes", "no", "inside"}
"""Words that examples are told, and names of their outputs."""

_COLUMNS = {"bit", "start", "end", "number", "mark", "value", "odd", "sunspots"}
"""Names of inputs and outputs in the documents of tasks."""

_NAMED = re.compile(r"\b(?:[yp]|dy)\[\d+\] (?:“\w+”|\w+)")
"""Output of a readout with the name that its document gives it: `y[0] inside`."""

_MOST_CELLS, _MOST_ROWS = 12, 200


def masked(text):
    """Translate into a language of one letter; every other letter on screen has missed `tr`."""
    return "".join(
        part if _KEPT.fullmatch(part) else re.sub("[A-Za-z]", "ж", part)
        for part in _KEPT.split(text)
    )


def english(text, where):
    """Return the words of a shown text, of two Latin letters or more, that lack a translation.

    Words with an underscore or a digit are names (`weight_ih_l0`, `W_hi`, `float32`).
    """
    if text in _DATA:
        return []
    for names in (COMMAND, _HIDDEN, _PATH, _VERSION, _KEYS, _NAMED):
        text = names.sub(" ", text)
    text = text.replace("any grad nan", " ")  # a condition, read back as it is typed
    if where.startswith("Watch"):
        text = _CONDITION.sub(" ", text)
    kept = NAMES | _COLUMNS
    cut = {f"{start}…" for start in _CUT.findall(text) for name in kept if name.startswith(start)}
    for start in cut:
        text = text.replace(start, " ")
    found = _WORD.findall(text)
    return [word for word in found if word not in kept and not re.search("[_0-9]|^.$", word)]


def texts(top):
    """Yield every text of a widget and its children, with its place."""
    for widget in (top, *top.findChildren(QWidget)):
        if not _qts_own(widget):
            for place, text in _of_widget(widget):
                yield f"{type(widget).__name__} {widget.objectName()} {place}", text
    for action in top.findChildren(QAction):
        if not _qts_own(action):
            for place in ("text", "toolTip", "statusTip", "iconText"):
                yield f"QAction {action.objectName()} {place}", getattr(action, place)()


def _qts_own(thing):
    """Return True for texts of Qt's own: parts of docks, scroll bars, dialogs and their buttons."""
    if _QTS_NAMES.match(thing.objectName()):
        return True
    around = thing
    while around is not None:
        if isinstance(around, QFileDialog | QGraphicsScene | QScrollBar):
            return True
        if isinstance(thing, QAbstractButton) and isinstance(
            around, QDialogButtonBox | QMessageBox
        ):
            return around.standardButton(thing) != around.StandardButton.NoButton
        around = around.parent()
    return False


def _of_widget(widget):
    for place in ("toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription"):
        yield place, getattr(widget, place)()
    yield "windowTitle", widget.windowTitle()
    match widget:
        case QLabel() | QAbstractButton():
            yield "text", widget.text()
        case QGroupBox():
            yield "title", widget.title()
        case QLineEdit():
            yield "placeholder", widget.placeholderText()
        case Page():
            pass  # the guide, which is in English
        case QTextBrowser():
            yield "text", _LOWERED.sub("", widget.toHtml())
        case QAbstractSpinBox():
            for place in ("prefix", "suffix", "specialValueText"):
                yield place, getattr(widget, place, str)()
        case QComboBox():
            for index in range(widget.count()):
                for role in _ROLES:
                    yield f"item {index}", widget.itemData(index, role)
        case QTabBar() | QTabWidget():
            for index in range(widget.count()):
                yield f"tab {index}", widget.tabText(index)
                yield f"tab {index} tip", widget.tabToolTip(index)
        case QStatusBar():
            yield "message", widget.currentMessage()
        case QMenu():
            yield "title", widget.title()
        case QAbstractItemView() if widget.model() is not None:
            yield from _of_model(widget.model())


def _of_model(model):
    is_list = isinstance(model, QAbstractListModel)
    across = 1 if is_list else min(model.columnCount(), _MOST_CELLS)
    for orientation, count in (
        (Qt.Orientation.Horizontal, across),
        (Qt.Orientation.Vertical, min(model.rowCount(), _MOST_CELLS)),
    ):
        for section in range(count):
            for role in _ROLES:
                yield f"header {section}", model.headerData(section, orientation, role)
    waiting = [model.index(row, 0) for row in range(min(model.rowCount(), _MOST_ROWS))]
    while waiting:
        index = waiting.pop()
        for column in range(across):
            for role in _ROLES:
                cell = index.siblingAtColumn(column)
                yield f"cell {index.row()}, {column}", model.data(cell, role)
        if not is_list:
            below = min(model.rowCount(index), _MOST_ROWS)
            waiting += [model.index(row, 0, index) for row in range(below)]


class Reader(QObject):
    """Reader that notes every text, with its place.

    Dialogs and menus that open and wait to be closed are read and closed.
    """

    def __init__(self):
        super().__init__()
        self.read = {}
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._close)
        self._kept = set()

    def note(self, where, text):
        """Note one text."""
        if isinstance(text, str) and text:
            self.read.setdefault(text, where)

    def look(self, widget):
        """Read a widget and its children."""
        for where, text in texts(widget):
            self.note(where, text)

    def listen(self, monkeypatch):
        """Note the texts that any widget paints, and those of tool tips."""
        for cls, name in (
            (QPainter, "drawText"),
            (QPainter, "drawStaticText"),
            (QToolTip, "showText"),
        ):
            monkeypatch.setattr(cls, name, self._noting(getattr(cls, name), name))

    def _noting(self, method, name):
        def noted(*given):
            for text in given:
                self.note(name, text() if callable(text := getattr(text, "text", text)) else text)
            return method(*given)

        return noted

    def use(self, window, actions):
        """Do some actions; read the dialogs that open, and finally the window."""
        self._timer.start()
        for action in actions:
            action.trigger()
            self.settle(window.statusBar())
        self._timer.stop()
        self.settle(window)

    def watch(self, act, qtbot, over):
        """Do something that may open dialogs and waits for them, until it is over."""
        self._timer.start()
        act()
        qtbot.waitUntil(over)
        self._timer.stop()

    def settle(self, widget):
        """Let pending events happen, then read a widget and its children."""
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.look(widget)

    def point(self, widget, across=5, down=5):
        """Move the mouse over a widget, and ask for its tool tips and menus there."""
        self._timer.start()
        for x in range(across):
            for y in range(down):
                place = QPoint(
                    (2 * x + 1) * widget.width() // (2 * across),
                    (2 * y + 1) * widget.height() // (2 * down),
                )
                inside = widget.childAt(place) or widget
                own = inside.mapFrom(widget, place)
                QTest.mouseMove(inside, own)
                for kind in (QHelpEvent, QContextMenuEvent):
                    if not isinstance(inside, QLineEdit | QAbstractSpinBox):
                        QApplication.sendEvent(inside, _event(kind, own, inside.mapToGlobal(own)))
                        QApplication.processEvents()
                self.note("tool tip", QToolTip.text())
        self._timer.stop()

    def _close(self):
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        for widget in (popup, modal):
            if widget is not None and widget.isVisible():
                self._kept.add(widget)  # Qt may yet ask for a widget that Python would free
                self.look(widget)
                widget.reject() if isinstance(widget, QDialog) else widget.close()


def _event(kind, place, around):
    if kind is QHelpEvent:
        return QHelpEvent(QEvent.Type.ToolTip, place, around)
    return QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, around)
