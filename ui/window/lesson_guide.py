"""LessonGuide: shows what a lesson is about: layouts, panels, weights."""

from PySide6.QtCore import QObject

from simulator.analysis.address import Given
from simulator.lessons.lesson import Look
from ui.panels.catalogue import PANELS
from ui.panels.panels import Panels
from ui.session.lesson_session.tutor import Tutor
from ui.window.docking.docks import Docks


class LessonGuide(QObject):
    """Follows a tutor. It lives as long as the docks."""

    def __init__(self, tutor: Tutor, panels: Panels, docks: Docks) -> None:
        super().__init__(docks)
        self._panels, self._docks = panels, docks
        tutor.look_asked.connect(self._show)
        tutor.given_shown.connect(self._show_given)

    def _show(self, look: Look) -> None:
        if look.layout:
            self._docks.lay_out(look.layout)
        panel = next((key for key in PANELS if key.lower() == look.panel), "")
        if panel:  # a lesson may name one that is not there: its check tells
            self._docks.show_panel(panel)

    def _show_given(self, given: Given) -> None:
        self._docks.show_panel("Weights" if given.is_parameter else "Inputs")
        if given.is_parameter:
            self._panels.weights.show_parameter(given.name, given.indices)
        else:
            self._panels.inputs.show_given(given)
