"""PathPlot: two numbers that a readout says, as a path in the plane beside the right one."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from simulator.analysis.answers import counted_of
from simulator.arrays import Array
from simulator.network.quantities import P, Y
from simulator.objective.readout import EVERY
from simulator.translation import tr
from ui.session.snapshot import Snapshot
from ui.style import fonts
from ui.style.charts import pg
from ui.style.theme import Theme
from ui.widgets.paint_guard import AxisItem
from ui.widgets.plot import Plot
from ui.widgets.view_box import SafeViewBox

_NEAR = 12.0
"""Largest distance from mouse to a timestep's point, in pixels."""
_MOST = 5_000
"""Most timesteps of a path: each step draws it anew, and a longer one is a tangle."""
_MARGIN = 0.06
"""Share of the path's extent that is left free around it."""


@dataclass(frozen=True, eq=False, slots=True)
class Path:
    """Answers of a row in the plane.

    Attributes:
        said: (T, 2), NaN where there is none to be seen. right: (T, 2), NaN where none counts.
        known: the timesteps from 0 on that the position has reached. t: the timestep looked at.
        names: of the two outputs.
    """

    said: Array
    right: Array
    known: int
    t: int
    names: tuple[str, str]


def path_of(snapshot: Snapshot, t: int) -> Path | None:
    """Return the path of the selected row; None for other than two numbers at every timestep."""
    experiment, row = snapshot.experiment, snapshot.row
    objective = experiment.objective
    readout, targets = objective.readout, objective.targets
    if readout is None or (readout.width, readout.over) != (2, EVERY):
        return None
    if (targets is not None and targets.classes) or experiment.num_timesteps > _MOST:
        return None
    quantity = P if P in objective.quantities else Y
    known, ahead = snapshot.known(quantity).stop, snapshot.ahead(quantity).stop
    values = snapshot.run.trace.values(quantity, snapshot.lane)[:, row]
    said = np.full((len(values), 2), np.nan)
    said[: max(known, ahead)] = values[: max(known, ahead)]
    said[experiment.lengths[row] :] = np.nan
    for number in snapshot.cover.numbers:
        if number.quantity == quantity and number.row == row:
            said[number.t] = np.nan
    right = np.full(said.shape, np.nan)
    if targets is not None:
        counted = counted_of(experiment, row)
        right[counted] = targets.values[: len(values), row][counted]
    names = tuple(readout.name(k) or f"{quantity}[{k}]" for k in range(2))
    return Path(said, right, known, t, (names[0], names[1]))


class PathPlot(Plot):
    """Plane with both scales equal; a ring at the timestep that is looked at.

    Signals:
        picked: the timestep whose point was clicked.
    """

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        view = SafeViewBox(enableMenu=False, enableMouse=False, lockAspect=True)
        super().__init__(view, {side: AxisItem(side) for side in ("bottom", "left")}, parent)
        self._path: Path | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it has no keys
        for axis in self.axes.values():
            axis.setGrid(63)
        self.right, self.ahead, self.said = (pg.PlotDataItem() for _ in range(3))
        self.here, self.wanted = pg.ScatterPlotItem(), pg.ScatterPlotItem()
        for item in (self.right, self.ahead, self.said, self.wanted, self.here):
            view.addItem(item)
        self.setToolTip(tr("The path of the predictions and the targets. Click to view a point."))
        self.scene().sigMouseClicked.connect(self._click)
        self.set_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(180, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(fonts.px(80), fonts.px(80))

    def set_theme(self, theme: Theme) -> None:
        """Take a theme's colours."""
        self.setBackground(theme.panel)
        of_answer, faint = theme.colour(Y), theme.wire
        right = QColor(theme.good)
        right.setAlphaF(0.4)
        self.right.setPen(pg.mkPen(right, width=5))
        self.ahead.setPen(pg.mkPen(faint, width=1.5))
        self.said.setPen(pg.mkPen(of_answer, width=1.5))
        self.said.setSymbol("o")
        self.said.setSymbolSize(4)
        self.said.setSymbolPen(None)
        self.said.setSymbolBrush(of_answer)
        self.here.setPen(pg.mkPen(theme.ink, width=2))
        self.here.setBrush(None)
        self.wanted.setPen(None)
        self.wanted.setBrush(theme.good)
        for axis in self.axes.values():
            axis.setPen(theme.rule)
            axis.setTextPen(theme.faint)
            axis.setTickFont(fonts.mono_caption())

    def draw(self, path: Path) -> None:
        """Show a path."""
        before, self._path = self._path, path
        known, t = min(path.known, len(path.said)), path.t
        _set(self.right, path.right)
        _set(self.said, path.said[:known])
        _set(self.ahead, path.said[max(known - 1, 0) :])
        self.here.setData(*_point(path.said[t]), size=11)
        self.wanted.setData(*_point(path.right[t]), size=7)
        if before is None or before.names != path.names:
            self.axes["bottom"].setLabel(path.names[0])
            self.axes["left"].setLabel(path.names[1])
        self._fit(path)
        self.setAccessibleName(
            tr(
                "Path of {x} and {y}, at t {t}",
                x=path.names[0],
                y=path.names[1],
                t=path.t,
            )
        )

    def timestep_at(self, place: QPointF) -> int | None:
        """Return the timestep whose point is nearest to a place in the scene; None for far ones."""
        if self._path is None:
            return None
        points = [self.view.mapViewToScene(QPointF(*point)) for point in self._path.said.tolist()]
        away = np.array([(p - place).manhattanLength() for p in points])
        if not np.isfinite(away).any() or np.nanmin(away) > _NEAR:
            return None
        return int(np.nanargmin(away))

    def _fit(self, path: Path) -> None:
        both = np.concatenate([path.said, path.right])
        both = both[np.isfinite(both).all(axis=1)]
        if not len(both):
            return
        low, high = both.min(axis=0), both.max(axis=0)
        room = max(float((high - low).max()), 1e-6) * _MARGIN
        self.view.setRange(
            xRange=(low[0] - room, high[0] + room),
            yRange=(low[1] - room, high[1] + room),
            padding=0,
        )

    def _click(self, event: object) -> None:
        button, place = event.button(), event.scenePos()  # type: ignore[attr-defined]
        t = self.timestep_at(place) if button == Qt.MouseButton.LeftButton else None
        if t is not None:
            self.picked.emit(t)


def _set(curve: pg.PlotDataItem, points: Array) -> None:
    curve.setData(points[:, 0], points[:, 1], connect="finite")


def _point(point: Array) -> tuple[Array, Array]:
    there = point[None][np.isfinite(point).all(keepdims=True)]
    return there[:, 0], there[:, 1]
