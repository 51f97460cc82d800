"""Welcome: opens and closes the start page and the tour, and keeps the progress in lessons."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QMainWindow, QWidget

from simulator.analysis.address import Address
from simulator.examples import WORDS
from ui.commands.actions import Handler
from ui.commands.recent_details import RecentFile
from ui.session.document import Document
from ui.session.messages import Messages
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme
from ui.welcome.course.progress import Progress
from ui.welcome.start_page import StartPage

if TYPE_CHECKING:
    from ui.welcome.tour import Tour


_AT_START, _TOUR_TAKEN = "start_page", "tour_taken"


class Welcome(QObject):
    """Start page and tour; any use of the window beside the start page closes it.

    Attributes:
        progress: which steps of which lessons are done.

    Signals:
        lesson_chosen: a lesson's id. example_chosen: an example's. file_chosen: a path.
        action_asked: the id of an action. language_chosen: a language's code.
        drawn: the start page, with its pictures. closed: it; what lies below is seen again.
    """

    lesson_chosen = Signal(str)
    example_chosen = Signal(str)
    file_chosen = Signal(str)
    action_asked = Signal(str)
    language_chosen = Signal(str)
    drawn = Signal()
    closed = Signal()

    def __init__(
        self,
        settings: QSettings,
        recent: Callable[[], Sequence[RecentFile]],
        languages: Mapping[str, str],
        messages: Messages,
        theme: Theme,
        window: QMainWindow,
    ) -> None:
        """Take the languages to offer: each code with its own name."""
        super().__init__(window)
        self._languages = languages
        for told in (messages.told, messages.complained, messages.warned):
            told.connect(self._tell)
        self._settings, self._recent, self._window = settings, recent, window
        self.progress = Progress(settings)
        self._theme = theme
        self._show_part: Callable[[str], QWidget] | None = None
        self._page: StartPage | None = None
        self._tour: Tour | None = None
        self._seen: tuple[Document, int, Address | None] | None = None

    def handlers(self) -> Mapping[str, Handler]:
        """Return the handler of each action."""
        return {"start_page": self.open_page, "tour": self.begin_tour}

    def tour_over(self, show_part: Callable[[str], QWidget]) -> None:
        """Take the function that shows a part of the window by its name, for the tour."""
        self._show_part = show_part

    def greet(self) -> None:
        """Open the start page, unless the user has switched it off."""
        if self.wanted_at_start:
            self.open_page()

    def draw(self, snapshot: Snapshot) -> None:
        """Close the start page at another document, an edit, a step, or a number looked at."""
        self.progress.draw(snapshot)
        seen = snapshot.document, snapshot.target, snapshot.pinned
        if self._page is not None and self._seen is not None and seen != self._seen:
            self._close_page()
        self._seen = seen

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self._theme = theme
        for shown in (self._page, self._tour):
            if shown is not None:
                shown.set_theme(theme)

    def open_page(self) -> None:
        """Show the start page."""
        self._end_tour()
        if self._page is None:
            page = StartPage(
                self.progress.done,
                WORDS.values(),
                self._recent(),
                self._languages,
                self.wanted_at_start,
                self._theme,
                self._window,
            )
            page.lesson_chosen.connect(self._open_lesson)
            page.example_chosen.connect(self._open_example)
            page.file_chosen.connect(self._open_file)
            page.action_asked.connect(self._do)
            page.dismissed.connect(self._dismiss)
            page.wanted_at_start.connect(self._remember_wish)
            page.language_chosen.connect(self.language_chosen)
            page.drawn.connect(self.drawn)
            self._page = page
        self._page.appear()

    def close_page(self, *_: object) -> None:
        """Close the start page: something below it was asked for."""
        self._close_page()

    def begin_tour(self) -> None:
        """Point at the parts of the window, one after the other."""
        from ui.welcome.tour import Tour

        self._close_page()
        self._end_tour()
        if self._show_part is not None:
            self._settings.setValue(_TOUR_TAKEN, True)
            self._tour = Tour(self._show_part, self._theme, self._window)
            self._tour.ended.connect(self._end_tour)
            self._tour.begin()

    def _tell(self, line: str) -> None:
        """Show a message on the page, which covers the status bar."""
        if self._page is not None:
            self._page.tell(line)

    def _open_lesson(self, id: str) -> None:
        self._close_page()
        self._settings.setValue(_TOUR_TAKEN, True)  # a lesson shows the window as well
        self.lesson_chosen.emit(id)

    def _open_example(self, id: str) -> None:
        self._close_page()
        self.example_chosen.emit(id)
        self._tour_once()

    def _open_file(self, path: str) -> None:
        self._close_page()
        self.file_chosen.emit(path)

    def _do(self, id: str) -> None:
        self._close_page()
        self.action_asked.emit(id)

    def _dismiss(self) -> None:
        self._close_page()
        self._tour_once()

    def _tour_once(self) -> None:
        if not self._settings.value(_TOUR_TAKEN, False, type=bool):
            self.begin_tour()

    @property
    def wanted_at_start(self) -> bool:
        """False when the user has switched the start page off."""
        return bool(self._settings.value(_AT_START, True, type=bool))

    def _remember_wish(self, wanted: bool) -> None:
        self._settings.setValue(_AT_START, wanted)

    def _close_page(self) -> None:
        if self._page is not None:
            page, self._page = self._page, None
            page.setVisible(False)
            page.deleteLater()
            self._window.setFocus()
            self.closed.emit()

    def _end_tour(self) -> None:
        if self._tour is not None:
            tour, self._tour = self._tour, None
            tour.end()
            self._window.setFocus()
