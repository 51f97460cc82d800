"""Story: "What happened here", in words, searched for in idle time."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from simulator.analysis.meaning.training_events import sentences
from simulator.training.happened.facts import Happened
from simulator.training.happened.find import what_happened
from simulator.training.run import TrainingRun
from simulator.translation import tr
from ui.session.training_state.view import TrainingView
from ui.style import fonts
from ui.style.theme import Theme, restyle
from ui.worker.idle_work import IdleWork

SETTLED_MILLISECONDS = 120
"""Time that a step must stay before it is searched: scrubbing is not slowed down."""


class Story(QWidget):
    """Heading, sentences, and a button that leads to the step that tells most.

    Signals:
        followed: a step to look at.
    """

    followed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._place: tuple[TrainingRun, int] | None = None
        self.found: Happened | None = None
        self.heading = QLabel(tr("What happened here"))
        self.heading.setToolTip(tr("Computed from the saved steps of the run"))
        fonts.wear(self.heading, fonts.text)
        self.heading.setFont(fonts.bold(self.heading.font()))
        self.text = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.look = QPushButton()
        self.look.setAccessibleName(tr("View the step described here"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.text)
        column.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        self._work = IdleWork(self)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MILLISECONDS)
        self._settled.timeout.connect(self._search)
        self._work.done.connect(self._take)
        self._work.failed.connect(self._fail)
        self.look.clicked.connect(self._follow)
        self.set_theme(theme)
        self._say()

    @property
    def at_rest(self) -> bool:
        """True while nothing is searched."""
        return not self._work.busy and not self._settled.isActive()

    def draw(self, view: TrainingView | None) -> None:
        """Search at another step, once it stays; while training runs, tell nothing."""
        place = None if view is None or view.running else (view.run, view.step)
        if place == self._place:
            return
        self._place, self.found = place, None
        self._work.stop()
        self._settled.stop()
        if place is None or not self.isVisible():
            self._say()
            return
        self._settled.start()
        self._colour()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self._theme = theme
        self._colour()

    def _colour(self) -> None:
        """Write what is told in ink; what was told of another step stays faint, until this is."""
        colour = self._theme.faint if self.found is None else self._theme.ink
        restyle(self.text, f"color: {colour};")
        self.look.setEnabled(self.found is not None)

    def wake(self) -> None:
        """Search, where this was put off while nobody saw it."""
        if self._place is not None and self.found is None and self.at_rest:
            self._settled.start()

    def _search(self) -> None:
        if self._place is not None:
            self._work.begin(what_happened(*self._place))

    def _take(self, found: Happened) -> None:
        self.found = found
        self._say()

    def _fail(self, line: str) -> None:
        self._say(line)

    def _say(self, problem: str = "") -> None:
        text = problem
        if self.found is not None:
            text = " ".join(sentences(self.found))
        elif self._place is None and not problem:
            text = tr("Pause training to read about the selected step.")
        if text or self._place is None:
            self.text.setText(text)
        self._colour()
        look = None if self.found is None else self.found.look
        self.look.setVisible(look is not None)
        if look is not None:
            self.look.setText(tr("View step {step}", step=look))

    def _follow(self) -> None:
        if self.found is not None and self.found.look is not None:
            self.followed.emit(self.found.look)
