"""Stage: a real window over a lesson, in a language, a theme and a size."""

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from simulator.lessons import course
from tests.ui.picture_matrix import speak
from tests.ui.windows import sweep
from tests.ui.worker.inline_worker import InlineWorker
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import chrome, fonts
from ui.style.theme import theme_named
from ui.window.main_window import MainWindow


def stage(
    lesson: str,
    folder: Path,
    language: str = "en",
    size: tuple[int, int] = (1280, 800),
    theme: str = "light",
    text_size: int = fonts.USUAL,
) -> tuple[MainWindow, Workbench]:
    """Return a shown window in which a lesson of the course is open, and its workbench."""
    app = QApplication.instance()
    speak(app, language)
    fonts.set_text_size(text_size)
    chosen = theme_named(theme)
    chrome.apply(app, chosen)
    worker = InlineWorker()
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    bench = Workbench(Document.of_example(EXAMPLES["latch"]()))
    window = MainWindow(bench, worker, chosen, settings)
    window.resize(*size)
    window.show()
    worker.start()
    bench.tutor.open(course.lesson(lesson))
    lie_still(window)
    return window, bench


def wait(window: MainWindow) -> None:
    """Wait until a window shows what is computed; torch may still check it."""
    QApplication.processEvents()
    while window.busy:
        QApplication.processEvents()
    QApplication.processEvents()


def lie_still(window: MainWindow) -> None:
    """Wait until also layouts inside layouts have taken their room, each in a turn of its own."""
    wait(window)
    for _ in range(4):
        sweep()


def settle(window: MainWindow) -> None:
    """Wait until a window shows all that it has to show."""
    sweep()
    while window.busy or not window.at_rest:
        QApplication.processEvents()
    sweep()
