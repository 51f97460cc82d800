"""Still: tracks of a finished run as a picture, drawn by the timeline's own rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap

from simulator.arrays import Array
from ui.panels.timeline.tracks.row import TimeRow
from ui.panels.timeline.tracks.view import TimeView
from ui.panels.timeline.tracks.words import TimeWords
from ui.style.charts import pg
from ui.style.colours import limits_of, peak_of
from ui.style.theme import Theme


@dataclass(frozen=True, eq=False)
class Still:
    """One track of a picture: a quantity's bars for one unit, its cells for more, or words.

    Attributes:
        quantity: whose colours it has. values: (T, width). height: in pixels, 0 for what is left.
        peak: the magnitude at the end of the scale; None for the values' own.
        words: one a timestep, shown instead of the values.
    """

    quantity: str
    values: Array
    height: int = 0
    peak: float | None = None
    words: tuple[str, ...] = ()


def picture_of(stills: Sequence[Still], size: QSize, spacing: int, theme: Theme) -> QPixmap:
    """Return tracks under each other as a picture of `size`, in the screen's own pixels."""
    plots = pg.GraphicsLayoutWidget()
    plots.setBackground(theme.panel)
    plots.ci.layout.setContentsMargins(0, 0, 0, 0)
    plots.ci.layout.setSpacing(spacing)
    plots.resize(size)
    rows: list[TimeRow] = []  # they draw: keep them until then
    for number, still in enumerate(stills):
        view = _words(still, theme) if still.words else _row(still, theme, rows)
        if still.height:
            view.setFixedHeight(still.height)
        plots.addItem(view, number, 0)
        view.setXRange(-0.5, len(still.values) - 0.5, padding=0)
    picture = plots.grab()
    plots.close()
    plots.deleteLater()
    return picture


def _row(still: Still, theme: Theme, rows: list[TimeRow]) -> TimeView:
    steps = len(still.values)
    row = TimeRow(theme, still.quantity, most_bars=1)
    row.set_theme(theme)
    row.limit_time(steps)
    row.bind(still.values, steps)
    peak = peak_of(still.values) if still.peak is None else still.peak
    row.set_limits(limits_of(still.quantity, peak))
    row.move(slice(0, steps))
    rows.append(row)
    return row.view


def _words(still: Still, theme: Theme) -> TimeView:
    view, words = TimeView(), TimeWords(theme)
    view.setBackgroundColor(theme.panel)
    words.bind(still.words, len(still.values), 1)
    words.move(slice(0, len(still.values)))
    view.addItem(words, ignoreBounds=True)
    view.setYRange(-0.5, 0.5, padding=0)
    return view
