"""LaneSelector: selectors for the layer, direction and batch row that the panels show."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from simulator.files.errors import plain
from simulator.network.lane import DIRECTIONS, Lane
from simulator.translation import mark, tr
from ui.session.snapshot import Snapshot
from ui.style.theme import Theme

LAYER, DIRECTION, ROW = mark("Layer"), mark("Direction"), mark("Batch row")


class LaneSelector(QWidget):
    """Three selectors, each visible only when there is a choice.

    Signals:
        lane_selected: the Lane and the batch row that the user chose.
    """

    lane_selected = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._boxes = {}
        for name in (LAYER, DIRECTION, ROW):
            box = QComboBox()
            box.setAccessibleName(tr(name))
            box.setToolTip(tr("{name} shown in the panels", name=tr(name)))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.activated.connect(self._ask)
            row.addWidget(box)
            self._boxes[name] = box

    def set_theme(self, theme: Theme) -> None:
        """Do nothing: the palette suffices."""

    def draw(self, snapshot: Snapshot) -> None:
        """Offer the experiment's lanes and rows, and show the selection."""
        config, lane = snapshot.experiment.config, snapshot.lane
        lengths = snapshot.experiment.lengths
        rows = [tr("row {row}", row=row) for row in range(len(lengths))]
        if len(snapshot.document.row_names) == len(rows):
            named = zip(rows, snapshot.document.row_names, strict=True)
            rows = [f"{text} · {plain(name, 24)}" for text, name in named]
        if snapshot.experiment.uneven:
            rows = [f"{text} (T={n})" for text, n in zip(rows, lengths, strict=True)]
        choices = {
            LAYER: ([tr("layer {layer}", layer=k) for k in range(config.num_layers)], lane.layer),
            DIRECTION: (list(map(tr, DIRECTIONS[: config.num_directions])), lane.direction),
            ROW: (rows, snapshot.row),
        }
        for name, (texts, index) in choices.items():
            box = self._boxes[name]
            if [box.itemText(k) for k in range(box.count())] != texts:
                box.clear()
                box.addItems(texts)
            box.setCurrentIndex(index)
            box.setVisible(len(texts) > 1)
        self.setVisible(any(len(texts) > 1 for texts, _ in choices.values()))

    def _ask(self) -> None:
        layer, direction, row = (box.currentIndex() for box in self._boxes.values())
        self.lane_selected.emit(Lane(layer, direction), row)
