"""AnswerRow: the track of a readout's answers, with what is right."""

from PySide6.QtCore import QPointF

from simulator.arrays import Array
from ui.panels.timeline.answers.item import Answers, TimeAnswers
from ui.panels.timeline.tracks.place import AHEAD, KNOWN, RowPlace
from ui.panels.timeline.tracks.row import TimeRow
from ui.style.decades import Ends
from ui.style.theme import Theme
from ui.widgets.downsampling import NOTHING


class AnswerRow(TimeRow):
    """Row of rings and lines, or of words, in place of a heat map; the same in every form."""

    def __init__(self, theme: Theme) -> None:
        self.answers = TimeAnswers(theme)
        super().__init__(theme, "y", most_bars=1)
        self.worded = True
        self.view.addItem(self.answers, ignoreBounds=True)
        self._scale()

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        super().set_theme(theme)
        self.answers.set_theme(theme)

    def bind_answers(self, answers: Answers | None, y: Array, length: int, name: str) -> None:
        """Show other answers, or none. y: (T, K), which a place tells."""
        self.bind(y, length, name=name)
        self.answers.bind(answers)
        self.answers.set_steps(len(y))
        self._numbers = answers is None or answers.classes is None
        self._scale()

    def set_limits(self, limits: Ends) -> None:
        """Set the values at the ends of the scale of numbers."""
        super().set_limits(limits)
        self.answers.set_limits(self._axis())

    def move(self, known: slice, ahead: slice = NOTHING, ghost_known: slice = NOTHING) -> None:
        """Show the known answers, dimmed those ahead, and behind them those of the baseline."""
        super().move(known, ahead)
        self.answers.move(known, ahead, ghost_known)

    def show_curves(self, as_curves: bool) -> None:
        """Stay as it is: answers have one form."""
        super().show_curves(False)
        self.heat_map.hide()

    def show_ends(self, ends: bool) -> None:
        """Stay as it is: only gates have ends."""

    def place_at(self, scene_point: QPointF) -> RowPlace | None:
        """Return the place at a point: of several outputs the one that is said."""
        place = super().place_at(scene_point)
        if place is None or place.state not in (KNOWN, AHEAD):
            return place
        said = int(self._values[place.timestep].argmax())
        return self.place_of(said, place.timestep, place.pointed, place.state)

    _numbers = True

    def _scale(self) -> None:
        super()._scale()
        self.answers.set_heights(-0.5, len(self.order) - 0.5)

    def _tell(self, lone: int | None, limits: tuple[float, float]) -> None:
        self.label.bind(self.order, self._name, numbered=self._numbers)
        self.label.set_range(limits if self._numbers else None)
