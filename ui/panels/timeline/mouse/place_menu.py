"""PlaceMenu: the menu of a place on a timeline: what is done with its number, pictures, choices."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from simulator.analysis.address import Address
from simulator.translation import tr
from ui.panels import seeds
from ui.panels.inputs import word_menu
from ui.panels.timeline.holds import TimelineHolds
from ui.panels.timeline.mouse.watch_entries import WatchEntries, number_at
from ui.panels.timeline.plots import TimePlots
from ui.panels.timeline.tools import TimelineTools
from ui.panels.timeline.track_choice import INPUT
from ui.panels.timeline.tracks.place import RowPlace
from ui.session.snapshot import Snapshot
from ui.style import number_format
from ui.widgets import screenshot


class PlaceMenu(QMenu):
    """Menu that is aimed at a place before it opens.

    Attributes:
        watches: its entries on watches and breakpoints.

    Signals:
        seed_asked, edited: as in `Panel`.
    """

    seed_asked = Signal(object)
    edited = Signal(object, str, object)

    def __init__(
        self, holds: TimelineHolds, plots: TimePlots, tools: TimelineTools, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._holds = holds
        self._copy = QAction(self)
        self._copy.triggered.connect(self._copy_value)
        self.addAction(self._copy)
        self._words = word_menu.made(self)
        self.addMenu(self._words)
        self.addSeparator()
        self.addActions(holds.entries)
        self.addSeparator()
        self.watches = WatchEntries(self)
        self.addAction(self.watches.watch)
        self.addMenu(self.watches.menu)
        self._questions: list[QAction] = []
        self._after_questions = self.addSeparator()
        tools.add_menus(self)
        screenshot.add_entries(self, plots, "Timeline")
        self.addSeparator()
        self.addAction(tr("Fit all timesteps"), plots.fit)

    def open(self, snapshot: Snapshot, place: RowPlace, where: QPoint) -> None:
        """Open with the exact value at a place, at a point of the screen."""
        of_input = place.quantity == INPUT
        offered = of_input and word_menu.fill(
            self._words, snapshot, place.timestep, self.edited.emit
        )
        self._words.menuAction().setVisible(offered)
        self._holds.aim(snapshot, place)
        self.watches.aim(snapshot, place)
        self._ask_of(snapshot, number_at(snapshot, place))
        self._copy.setVisible(place.value is not None)
        if place.value is not None:
            text = number_format.exact(place.value)
            self._copy.setText(tr("Copy {what}", what=text))
            self._copy.setData(text.replace(number_format.MINUS, "-"))
        self.popup(where)

    def _ask_of(self, snapshot: Snapshot, number: Address | None) -> None:
        """Offer what can be asked of a number, in place of what was offered last."""
        for entry in self._questions:
            self.removeAction(entry)
            entry.deleteLater()
        self._questions = seeds.add_entries(self, snapshot, number, self.seed_asked.emit)
        self.insertActions(self._after_questions, self._questions)

    def _copy_value(self) -> None:
        QGuiApplication.clipboard().setText(self._copy.data())
