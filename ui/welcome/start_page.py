"""StartPage: the page before the panels, with examples that teach, and links to files."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from simulator.examples import Example
from simulator.files.errors import plain
from simulator.translation import tr
from ui.style.mnemonic import literal, without_mnemonic
from ui.style.theme import Theme, restyle
from ui.welcome.card import Card
from ui.widgets.key_filter import KEEPS_MOVES

_WIDEST, _SIDE, _COLUMNS = 1180, 220, 2
_MOST_RECENT = 6
_WAYS = {
    Qt.Key.Key_Left: QPoint(-1, 0),
    Qt.Key.Key_Right: QPoint(1, 0),
    Qt.Key.Key_Up: QPoint(0, -1),
    Qt.Key.Key_Down: QPoint(0, 1),
}


class StartPage(QWidget):
    """Page over the panels of a window. Esc, or any choice, closes it.

    Signals:
        example_chosen: an example's id. file_chosen: a path.
        action_asked: the id of an action of the table. dismissed: none of these.
        wanted_at_start: whether to show it at the next start.
    """

    example_chosen = Signal(str)
    file_chosen = Signal(str)
    action_asked = Signal(str)
    dismissed = Signal()
    wanted_at_start = Signal(bool)

    def __init__(
        self,
        examples: Iterable[Example],
        recent: Sequence[str],
        at_start: bool,
        theme: Theme,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty(KEEPS_MOVES, True)
        self.setAccessibleName(tr("Start page"))
        self.setAutoFillBackground(True)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._cover)
        self._faint: list[QLabel] = []
        self._cards = [self._card(example, theme) for example in examples]
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        parts = QGridLayout(page)
        parts.setContentsMargins(24, 18, 24, 10)
        parts.setHorizontalSpacing(24)
        parts.setColumnStretch(0, 1)
        parts.addLayout(self._head(), 0, 0, 1, 2)
        self._scroll = _scrolled(self._cards)
        parts.addWidget(self._scroll, 1, 0)
        parts.addLayout(self._ways(recent), 1, 1)
        parts.addWidget(self._at_start(at_start), 2, 0)
        parts.addWidget(self._button(tr("Close"), self._dismiss), 2, 1)
        around = QHBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(page)
        for stop in self._stops():
            stop.installEventFilter(self)
        window.installEventFilter(self)
        self.set_theme(theme)

    def appear(self) -> None:
        """Show the page over the panels, with the focus on the first example."""
        self._cover()
        self.setVisible(True)
        self._cards[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        for card in self._cards:
            card.set_theme(theme)
        for label in self._faint:
            restyle(label, f"color: {theme.faint};")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the page at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Keep Tab on the page: the widgets below are hidden."""
        stops = self._stops()
        present = self._window.focusWidget()
        place = stops.index(present) if present in stops else -1
        self._focus(stops[(place + (1 if forwards else -1)) % len(stops)])
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window, and move the focus by arrows."""
        if watched is self._window:
            if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
                self._soon.start()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            way = _WAYS.get(Qt.Key(event.key()))
            if way is not None and isinstance(watched, QAbstractButton):
                self._focus(_nearest(watched, way, self._stops()))
                return True
        return False

    def _cover(self) -> None:
        """Cover everything between the tool bars and the status bar, which stay usable."""
        window = self._window
        bars = [bar for bar in window.findChildren(QToolBar) if bar.isVisible()]
        top = max((bar.geometry().bottom() + 1 for bar in bars), default=0)
        bottom = window.statusBar().y()
        self.setGeometry(QRect(0, top, window.width(), bottom - top))
        self.raise_()

    def _stops(self) -> list[QAbstractButton]:
        """List the widgets that take the focus, in the order of Tab."""
        return [*self._cards, *(b for b in self.findChildren(QAbstractButton) if not _is_card(b))]

    def _focus(self, stop: QAbstractButton) -> None:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(stop, 0, 12)

    def _card(self, example: Example, theme: Theme) -> Card:
        card = Card(tr(example.title), tr(example.description), theme)
        card.clicked.connect(partial(self._choose_example, example.id))
        return card

    def _head(self) -> QVBoxLayout:
        title = QLabel("Gatestep")
        title.setStyleSheet("font-size: 20pt; font-weight: bold;")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(self._quiet(tr("Step an LSTM one gate at a time, forwards and back.")))
        column.addSpacing(10)
        return column

    def _ways(self, recent: Sequence[str]) -> QVBoxLayout:
        """Make the column with New, Open, and recent files."""
        column = QVBoxLayout()
        column.setSpacing(6)
        for text, id in ((tr("&New LSTM…"), "new"), (tr("&Open files…"), "open")):
            column.addWidget(self._button(text, partial(self._ask, id)))
        if recent:
            column.addSpacing(12)
            column.addWidget(self._quiet(tr("Recent files")))
        for path in recent[:_MOST_RECENT]:
            name = literal(plain(Path(path).name, 28))
            button = self._button(name, partial(self._choose_file, path))
            button.setToolTip(plain(path, 200).replace("<", "‹"))
            column.addWidget(button)
        column.addStretch()
        return column

    def _at_start(self, wanted: bool) -> QCheckBox:
        box = QCheckBox(tr("Show this page at the &start"))
        box.setAccessibleName(tr("Show this page at the start"))
        box.setChecked(wanted)
        box.toggled.connect(self.wanted_at_start)
        return box

    def _button(self, text: str, clicked: Callable[[bool], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAccessibleName(without_mnemonic(text))
        button.setFixedWidth(_SIDE)
        button.clicked.connect(clicked)
        return button

    def _quiet(self, text: str) -> QLabel:
        label = QLabel(text, textFormat=Qt.TextFormat.PlainText)
        self._faint.append(label)
        return label

    def _choose_example(self, id: str, _checked: bool = False) -> None:
        self.example_chosen.emit(id)

    def _choose_file(self, path: str, _checked: bool = False) -> None:
        self.file_chosen.emit(path)

    def _ask(self, id: str, _checked: bool = False) -> None:
        self.action_asked.emit(id)

    def _dismiss(self, _checked: bool = False) -> None:
        self.dismissed.emit()


def _is_card(button: QAbstractButton) -> bool:
    return isinstance(button, Card)


def _scrolled(cards: Sequence[Card]) -> QScrollArea:
    sheet = QWidget()
    grid = QGridLayout(sheet)
    grid.setContentsMargins(2, 2, 8, 2)
    grid.setSpacing(10)
    for number, card in enumerate(cards):
        grid.addWidget(card, *divmod(number, _COLUMNS))
    for column in range(_COLUMNS):
        grid.setColumnStretch(column, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(sheet)
    return area


def _nearest(
    stop: QAbstractButton, way: QPoint, stops: Iterable[QAbstractButton]
) -> QAbstractButton:
    """Return the next stop in a direction; the present one when there is none."""

    def middle(widget: QWidget) -> QPoint:
        return widget.mapToGlobal(widget.rect().center())

    def distance(other: QAbstractButton) -> float:
        off = middle(other) - middle(stop)
        along = QPoint.dotProduct(off, way)
        aside = abs(off.x() * way.y()) + abs(off.y() * way.x())
        return along + 4 * aside if along > aside else float("inf")

    others = [other for other in stops if distance(other) < float("inf")]
    return min(others, key=distance, default=stop)
