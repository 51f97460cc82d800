"""Screenshot of a widget: to the clipboard, or into a PNG or SVG file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from simulator.files.atomic import atomic_write
from simulator.files.errors import FileError
from simulator.translation import mark, tr
from ui.widgets.plain_box import plain_box

FORMATS = mark("PNG picture (*.png);;SVG drawing (*.svg)")


def image(widget: QWidget) -> QImage:
    """Return a widget's picture, in the screen's own pixels."""
    return widget.grab().toImage()


def copy(widget: QWidget) -> None:
    """Put a widget's picture on the clipboard."""
    QGuiApplication.clipboard().setImage(image(widget))


def ask_where(parent: QWidget, name: str) -> str:
    """Ask the user for the path of a picture; empty when they cancel."""
    title, formats = tr("Save picture"), tr(FORMATS)
    path, kind = QFileDialog.getSaveFileName(parent, title, f"{name}.png", formats)
    if path and not Path(path).suffix:
        path += ".svg" if "svg" in kind else ".png"
    return path


def add_entries(menu: QMenu, widget: QWidget, name: str) -> None:
    """Add menu entries that copy and save a widget's picture; `name` is the suggested file name."""
    menu.addAction(tr("Copy as picture"), partial(copy, widget))
    menu.addAction(tr("Save picture…"), partial(_ask_and_save, widget, name))


def _ask_and_save(widget: QWidget, name: str) -> None:
    path = ask_where(widget, name)
    try:
        if path:
            save(widget, path)
    except FileError as error:
        warning = QMessageBox.Icon.Warning
        box = plain_box(widget.window(), tr("Save picture"), str(error), warning)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def save(widget: QWidget, path: str) -> None:
    """Write a widget's picture into a file: SVG by the name's suffix, else PNG.

    Raises:
        FileError: it cannot be written; an existing file stays unchanged.
    """
    drawn = svg(widget) if Path(path).suffix.lower() == ".svg" else png(image(widget))
    with atomic_write(path) as file:
        file.write(drawn)


def png(image: QImage) -> bytes:
    """Encode a picture as a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def svg(widget: QWidget) -> bytes:
    """Draw a widget as an SVG file, with its lines and texts as vectors."""
    content = QByteArray()
    buffer = QBuffer(content)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    # Letters have their size in points: at the screen's resolution they are as large as on screen.
    drawing.setResolution(widget.logicalDpiX())
    drawing.setSize(widget.size())
    drawing.setViewBox(QRect(QPoint(), widget.size()))
    drawing.setTitle(widget.accessibleName() or widget.windowTitle())
    painter = QPainter(drawing)
    try:
        QWidget.render(widget, painter, QPoint())  # a plot's own `render` is another method
    finally:
        painter.end()
    return bytes(content.data())
