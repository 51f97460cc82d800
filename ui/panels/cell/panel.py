"""Cell panel: the usual picture of a cell, live, with computed and coming steps."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from simulator.network.lane import DIRECTIONS
from simulator.translation import tr
from ui.cards.anchor import CardAnchor
from ui.panels.cell.canvas import CellCanvas
from ui.panels.cell.cell_values import cell_values
from ui.panels.cell.head import Head
from ui.panels.cell.stack_map import StackMap
from ui.panels.cell.words.sentence import told
from ui.panels.cell.words.sentence_line import SentenceLine
from ui.panels.panel import Panel
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.theme import Theme

_ROOMY, _FOR_BOTH, _FOR_REASON = 276, 290, 220
"""Heights of the panel from which the sentence stands above the diagram, from which its reason does
too, and from which only the reason does, at text size 100 %."""


class CellDiagram(Panel):
    """Sentence on the number that is looked at, picture of its cell, and map of the layers.

    In a low panel the sentence stands in the title bar. With a backward pass the reason of
    its sentences has a line of its own above the diagram, which forwards is empty: so both passes
    have one geometry.
    """

    play_waits = True
    shows_cell = True
    comes_first = True

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.sentence = SentenceLine(theme, self)
        self.reason = SentenceLine(theme, self, quiet=True)
        self.reason.hide()
        self.canvas = CellCanvas(theme, self)
        self.map = StackMap(theme, self)
        self.tools = self.head = Head(theme)
        self.unit = self.head.unit
        picture = QHBoxLayout()
        picture.setSpacing(4)
        picture.addWidget(self.canvas, 1)
        picture.addWidget(self.map)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 4, 9, 9)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(3, 0, 3, 0)
        head.addWidget(self.sentence)
        column.addLayout(head)
        why = QHBoxLayout()
        why.setContentsMargins(3, 0, 3, 0)
        why.addWidget(self.reason)
        column.addLayout(why)
        column.addLayout(picture, 1)
        self.canvas.looked_at.connect(self.looked_at)
        self.canvas.went_to.connect(self.went_to)
        self.canvas.unit_selected.connect(self.unit_selected)
        self.canvas.hovered.connect(self.hovered)
        self.canvas.card_asked.connect(self.card_asked)
        self.unit.chosen.connect(self.unit_selected)
        self.map.lane_selected.connect(self.lane_selected)
        self.map.hovered.connect(self.hovered)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the cell that is looked at."""
        self.snapshot = snapshot
        values = cell_values(snapshot)
        said = told(snapshot, values)
        forms = said.forms if self._reasons else said.in_one_line
        self.sentence.set_forms(forms)
        self.reason.set_forms((said.reason,))
        self.head.sentence.set_forms(forms)
        self.unit.show_unit(snapshot.unit, snapshot.experiment.config.hidden_size)
        self._place_sentence()
        self.canvas.draw(snapshot, values)
        self.map.draw(snapshot)

    def caption(self, snapshot: Snapshot) -> str:
        """Say which cell and unit is shown; empty where the sentence stands in its place."""
        if self.is_low:
            return ""
        lane = snapshot.lane
        parts = [tr("layer {layer}", layer=lane.layer), tr(DIRECTIONS[lane.direction])]
        if snapshot.timestep is not None:
            parts.append(f"t {snapshot.timestep}")
        if self.unit.isHidden():
            parts.append(tr("unit {unit}", unit=snapshot.unit))
        return " · ".join(parts)

    def spot_of_keys(self) -> CardAnchor | None:
        """Return the number of the focused step; else the one that is looked at."""
        if self.canvas.hasFocus():
            return self.canvas.spot_of_keys()
        subject = None if self.snapshot is None else self.snapshot.subject
        return None if subject is None else self.canvas.spot_of(subject)

    def set_theme(self, theme: Theme) -> None:
        """Take another theme's colours."""
        self.theme = theme
        for part in (self.sentence, self.reason, self.head.sentence, self.canvas, self.map):
            part.set_theme(theme)
        if self.snapshot is not None:
            self.draw(self.snapshot)

    @property
    def is_low(self) -> bool:
        """True where the sentence has no room above the diagram, with its reason if it has one."""
        return self.height() < fonts.px(_FOR_BOTH if self._returns else _ROOMY)

    @property
    def _returns(self) -> bool:
        return self.snapshot is not None and self.snapshot.schedule.backward is not None

    @property
    def _reasons(self) -> bool:
        """True where the reason has a line of its own."""
        return self._returns and self.height() >= fonts.px(_FOR_REASON)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the sentence where there is room for it."""
        super().resizeEvent(event)
        if self.snapshot is not None and self.reason.isHidden() == self._reasons:
            self.draw(self.snapshot)
        self._place_sentence()

    def _place_sentence(self) -> None:
        low = self.is_low
        self.head.sentence.lie_on_peek(self.snapshot is not None and self.snapshot.elsewhere)
        if self.sentence.isHidden() != low:
            self.sentence.setVisible(not low)
            self.recaptioned.emit()
        if self.head.sentence.isHidden() == low:
            self.head.show_sentence(low)
        if self.reason.isHidden() == self._reasons:
            self.reason.setVisible(self._reasons)
