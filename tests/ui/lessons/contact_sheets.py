"""Contact sheets of the course: a PNG for each lesson, with a picture of each of its steps.

python -m tests.ui.lessons.contact_sheets --output FOLDER [--only ID] [--size 1280x800]
    [--language en|ko] [--theme light|dark] [--text-size 100] [--strip] [--answered] [--font FILE]
"""

import argparse
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from simulator.lessons import course
from tests.ui.lessons.stage import settle, stage
from tests.ui.windows import close, sweep
from ui.panels.lesson.panel import LessonPanel
from ui.style import fonts

_GAP = 8


def pictures(window, bench, strip: bool, answered: bool) -> Iterator[QPixmap]:
    """Yield a picture of each step, and of the page behind the last one.

    Args:
        strip: True for the lesson's own strip alone. answered: with the right answer shown.
    """
    tutor = bench.tutor
    panel = window.findChild(LessonPanel)
    steps = bench.snapshot().lesson.steps
    for step in range(steps + 1):
        tutor.go(step)
        if answered:
            tutor.show_answer()
        settle(window)
        yield (panel if strip else window).grab()


def sheet(tiles: Sequence[QPixmap], columns: int, scale: float) -> QPixmap:
    """Put pictures side by side, in rows."""
    size = tiles[0].size() * scale
    rows = math.ceil(len(tiles) / columns)
    columns = min(columns, len(tiles))
    whole = QPixmap(columns * (size.width() + _GAP), rows * (size.height() + _GAP))
    whole.fill(Qt.GlobalColor.gray)
    painter = QPainter(whole)
    for number, tile in enumerate(tiles):
        small = tile.scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        column, row = number % columns, number // columns
        painter.drawPixmap(column * (size.width() + _GAP), row * (size.height() + _GAP), small)
    painter.end()
    return whole


def main() -> None:
    """Write a sheet of each lesson."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--only", choices=course.COURSE, help="one lesson, by its id")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--language", choices=("en", "ko"), default="en")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--text-size", type=int, default=fonts.USUAL)
    parser.add_argument("--columns", type=int, default=3)
    parser.add_argument("--scale", type=float, default=0.5, help="of each picture")
    parser.add_argument("--strip", action="store_true", help="the lesson's own strip alone")
    parser.add_argument("--answered", action="store_true", help="with the right answers shown")
    parser.add_argument("--font", help="a file of letters, where the system has none of a language")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    width, _, height = options.size.partition("x")
    app = QApplication.instance() or QApplication([])
    if options.font is not None:
        QFontDatabase.addApplicationFont(options.font)
    for id in course.COURSE if options.only is None else (options.only,):
        window, bench = stage(
            id,
            options.output,
            options.language,
            (int(width), int(height)),
            options.theme,
            options.text_size,
        )
        tiles = list(pictures(window, bench, options.strip, options.answered))
        name = f"{course.COURSE.index(id) + 1:02}-{id}-{options.language}-{options.theme}.png"
        sheet(tiles, options.columns, options.scale).save(str(options.output / name))
        close(window)
        sweep()
    app.processEvents()


if __name__ == "__main__":
    main()
