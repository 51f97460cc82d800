"""Icons: the drawings of `resources/icons`, in the theme's ink."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.style.theme import Theme

FOLDER = Path(__file__).parents[2] / "resources" / "icons"
_SIZE = 24


def icon(name: str, theme: Theme) -> QIcon:
    """Return one icon, sharp at 100 and 200 %, paler when disabled."""
    return QIcon(_drawn(name, theme.ink, theme.rule))


@lru_cache(maxsize=256)
def _drawn(name: str, ink: str, pale: str) -> QIcon:
    """Draw an icon once: a window has sixty, many of them on every title bar."""
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    result = QIcon()
    for mode, colour in ((QIcon.Mode.Normal, ink), (QIcon.Mode.Disabled, pale)):
        tinted = QByteArray(drawing.replace("currentColor", colour).encode())
        for scale in (1, 2):
            result.addPixmap(_pixmap(QSvgRenderer(tinted), scale), mode)
    return result


def _pixmap(renderer: QSvgRenderer, scale: int) -> QPixmap:
    pixmap = QPixmap(_SIZE * scale, _SIZE * scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, _SIZE * scale, _SIZE * scale))
    painter.end()
    pixmap.setDevicePixelRatio(scale)
    return pixmap
