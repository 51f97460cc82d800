"""Bars of units: where the numbers of one unit were over the steps so far."""

import math

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from ui.panels.units.model import UnitsView
from ui.style import fonts
from ui.style.theme import BOUNDED_0_1, Theme

_HEIGHT, _SIDE = 12, 4


def paint_bar(painter: QPainter, cell: QRectF, view: UnitsView, unit: int, theme: Theme) -> None:
    """Paint the bar of a unit into its cell: shares of a gate, the range of a signed quantity."""
    height = float(fonts.px(_HEIGHT))
    bar = QRectF(cell.left() + _SIDE, 0, cell.width() - 2 * _SIDE, height)
    bar.moveTop(round(cell.center().y() - height / 2))
    if unit in view.covered or not view.steps:
        painter.fillRect(bar, QColor(theme.zero))
    elif view.quantity in BOUNDED_0_1:
        _paint_shares(painter, bar, view, unit, theme)
    else:
        _paint_range(painter, bar, view, unit, theme)


def _paint_shares(painter: QPainter, bar: QRectF, view: UnitsView, unit: int, theme: Theme) -> None:
    of, stops = view.spread, theme.stops_of(view.quantity)
    shut, open_, undefined = (float(share[unit]) for share in (of.left, of.right, of.undefined))
    shares = (
        (shut, theme.wire),
        (max(0.0, 1 - shut - open_ - undefined), stops[len(stops) // 2]),
        (undefined, theme.no_place),
        (open_, stops[-1]),
    )
    begin = 0.0
    for share, colour in shares:
        left, right = (round(bar.left() + at * bar.width()) for at in (begin, begin + share))
        painter.fillRect(QRectF(left, bar.top(), right - left, bar.height()), QColor(colour))
        begin += share


def _paint_range(painter: QPainter, bar: QRectF, view: UnitsView, unit: int, theme: Theme) -> None:
    """Paint the mean with a deviation to either side, and the number now, around 0."""
    of, middle = view.spread, round(bar.center().x())
    painter.fillRect(bar, QColor(theme.zero))

    def place(value: float) -> float:
        share = min(max(value / (of.limit or 1.0), -1.0), 1.0)
        return bar.center().x() + share * bar.width() / 2

    mean, deviation = float(of.mean[unit]), float(of.deviation[unit])
    if not math.isfinite(mean) or not math.isfinite(deviation):
        painter.fillRect(bar, QColor(theme.no_place))
        return
    left, right = round(place(mean - deviation)), round(place(mean + deviation))
    reach = QRectF(left, bar.top(), max(2, right - left), bar.height())
    tint = theme.colour(view.quantity)
    tint.setAlphaF(0.55)
    painter.fillRect(reach, tint)
    painter.fillRect(QRectF(middle, bar.top(), 1, bar.height()), QColor(theme.wire))
    now = float(of.now[unit])
    if math.isfinite(now):
        line = QRectF(round(place(now)) - 1, bar.top() - 2, 2, bar.height() + 4)
        painter.fillRect(line, QColor(theme.ink))
