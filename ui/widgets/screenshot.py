"""What a widget shows as a picture: to the clipboard, or into a PNG or SVG file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QWidget

from simulator.files.atomic import atomic_write
from simulator.files.errors import FileError
from simulator.translation import mark, tr

FORMATS = mark("PNG picture (*.png);;SVG drawing (*.svg)")


def image(widget: QWidget) -> QImage:
    """What a widget shows, in the screen's own pixels."""
    return widget.grab().toImage()


def copy(widget: QWidget) -> None:
    """Put what a widget shows on the clipboard."""
    QGuiApplication.clipboard().setImage(image(widget))


def ask_where(parent: QWidget, name: str) -> str:
    """The path that the user chose for a picture; empty when they would rather not."""
    title, formats = tr("Save picture"), tr(FORMATS)
    path, kind = QFileDialog.getSaveFileName(parent, title, f"{name}.png", formats)
    if path and not Path(path).suffix:
        path += ".svg" if "svg" in kind else ".png"
    return path


def add_entries(menu: QMenu, widget: QWidget, name: str) -> None:
    """Let a menu copy and save what a widget shows; `name` is what a file is called at first."""
    menu.addAction(tr("Copy as picture"), partial(copy, widget))
    menu.addAction(tr("Save picture…"), partial(_ask_and_save, widget, name))


def _ask_and_save(widget: QWidget, name: str) -> None:
    path = ask_where(widget, name)
    try:
        if path:
            save(widget, path)
    except FileError as error:
        warning = QMessageBox.Icon.Warning
        box = QMessageBox(warning, tr("Save picture"), str(error), parent=widget.window())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


def save(widget: QWidget, path: str) -> None:
    """Write what a widget shows into a file: SVG by the name's ending, else PNG.

    Raises:
        FileError: it can not be written; a file that was there stays as it was.
    """
    drawn = svg(widget) if Path(path).suffix.lower() == ".svg" else png(image(widget))
    with atomic_write(path) as file:
        file.write(drawn)


def png(image: QImage) -> bytes:
    """A picture as a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(content.data())


def svg(widget: QWidget) -> bytes:
    """What a widget shows as an SVG file, its lines and texts as such."""
    content = QByteArray()
    buffer = QBuffer(content)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    # Letters have their size in points: they are as large as on screen at the screen's resolution.
    drawing.setResolution(widget.logicalDpiX())
    drawing.setSize(widget.size())
    drawing.setViewBox(QRect(QPoint(), widget.size()))
    drawing.setTitle(widget.accessibleName() or widget.windowTitle())
    painter = QPainter(drawing)
    try:
        QWidget.render(widget, painter, QPoint())  # a plot has a `render` of its own
    finally:
        painter.end()
    return bytes(content.data())
