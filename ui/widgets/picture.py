"""A plot as a picture: to the clipboard, or into a PNG or SVG file."""

from pathlib import Path

from pyqtgraph.exporters import ImageExporter, SVGExporter
from PySide6.QtCore import QByteArray, QIODevice, QSaveFile
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QGraphicsScene

FORMATS = "PNG picture (*.png);;SVG drawing (*.svg)"


def image(scene: QGraphicsScene) -> QImage:
    """What a scene shows."""
    return ImageExporter(scene).export(toBytes=True)


def copy(scene: QGraphicsScene) -> None:
    """Put what a scene shows on the clipboard."""
    QGuiApplication.clipboard().setImage(image(scene))


def save(scene: QGraphicsScene, path: str) -> None:
    """Write what a scene shows into a file: SVG by the name's ending, else PNG.

    Raises:
        OSError: in one line, when it can not be written; a file that was there stays as it was.
    """
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise OSError(f"{path} can not be written: {file.errorString()}")
    if Path(path).suffix.lower() == ".svg":
        content = SVGExporter(scene).export(toBytes=True)
        written = file.write(content) == len(content)
    else:
        written = QImageWriter(file, QByteArray(b"png")).write(image(scene))
    if not written or not file.commit():
        file.cancelWriting()
        raise OSError(f"{path} can not be written: {file.errorString()}")
