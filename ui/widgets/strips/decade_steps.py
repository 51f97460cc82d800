"""Steps of colour of gradients in legends: their strip, its ends, and what one step is."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from simulator.translation import tr
from ui.style.decades import DecadeRange, scale_of
from ui.style.number_format import MINUS
from ui.style.theme import Theme


def decade_text(exponent: int) -> str:
    """Write a power of ten: 1, 1e−5."""
    return "1" if exponent == 0 else f"1e{exponent}".replace("-", MINUS)


def end_texts(reach: DecadeRange) -> tuple[str, str]:
    """Write the ends of the strongest steps: −1e−2 and +1e−2."""
    end = decade_text(reach.top)
    return f"{MINUS}{end}", f"+{end}"


def step_text(reach: DecadeRange) -> str:
    """Say what one step of colour stands for."""
    if reach.width == 1:
        return tr("one step = 1 decade")
    return tr("one step = {count} decades", count=reach.width)


def scale_text(reach: DecadeRange) -> str:
    """Write a scale: ±1e−2, one step = 1 decade."""
    return f"±{decade_text(reach.top)}, {step_text(reach)}"


def draw_steps(painter: QPainter, room: QRectF, theme: Theme, reach: DecadeRange) -> None:
    """Draw the colours from the strongest negative step over 0 to the strongest positive one."""
    colours = scale_of(theme, reach).colours
    edges = [round(room.left() + room.width() * k / len(colours)) for k in range(len(colours) + 1)]
    for colour, left, right in zip(colours, edges, edges[1:], strict=False):
        painter.fillRect(QRectF(left, room.top(), right - left - 1, room.height()), colour)
