"""Application: one QApplication, one window, one worker; or a picture of the window."""

import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QElapsedTimer,
    QEventLoop,
    QSettings,
    QStandardPaths,
    QTimer,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from simulator.files.atomic import atomic_write
from simulator.files.errors import FileError
from simulator.files.private import make_private_file, make_private_folder
from simulator.translation import ENGLISH
from ui.documents import opening
from ui.faults import faults
from ui.session.workbench import Workbench
from ui.style import theme
from ui.style.theme import THEMES, Theme
from ui.window import language_choice
from ui.window.main_window import MainWindow
from ui.window.theme_choice import SYSTEM, remembered, theme_of
from ui.worker.torch_worker import TorchWorker

SCREENSHOT_PATIENCE_MILLISECONDS = 60_000


def run_window(files: list[str], theme_name: str = "system", language_name: str = "") -> int:
    """Open the window, with files if there are any, and return when it is closed."""
    app, reporter = _application()
    reporter.keep_log(data_folder())
    settings = _settings()
    spoken = language_choice.language_of(language_name or language_choice.remembered(settings))
    unreadable = language_choice.font_problem(spoken)
    language_choice.install(app, ENGLISH if unreadable else spoken)
    name = remembered(settings) if theme_name == SYSTEM else theme_name
    chosen = theme_of(name, app.styleHints().colorScheme())
    theme.apply(app, chosen)
    worker = TorchWorker(app)
    window = MainWindow(_workbench("teaching"), worker, chosen, settings)
    window.complain_in_boxes()
    window.keep_safe(data_folder() / "unsaved")
    window.show()
    _end_on_interrupt(app)
    QTimer.singleShot(0, worker.start)
    window.open_files(files)
    if not files:
        window.greet()
    if unreadable:
        line = f"The window speaks English, because {unreadable}"
        print(f"gatestep: {line}", file=sys.stderr)
        window.statusBar().showMessage(line)
    return app.exec()


def take_screenshot(
    output: str,
    size: tuple[int, int] = (1600, 1000),
    tick: int | None = None,
    theme_name: str = "light",
    files: list[str] | None = None,
    language_name: str = ENGLISH,
    recurrent_activation: str | None = None,
) -> int:
    """Write a picture of the window after `tick` ticks (the middle by default), and exit.

    Returns 1, with a line on stderr, when a file could not be opened, the picture not written, or
    an error occurred while it was drawn.
    """
    app, reporter = _application()
    if unreadable := language_choice.font_problem(language_name):
        print(f"gatestep: {unreadable}", file=sys.stderr)
        return 1
    language_choice.install(app, language_name)
    failures: list[str] = []
    faulty: list[str] = []  # internal errors, already printed
    reporter.told.connect(faulty.append)
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        chosen = THEMES[theme_name]
        picture = _picture(
            app, settings, size, tick, chosen, files or [], recurrent_activation, failures
        )
    if not failures:
        png = QBuffer()
        picture.save(png, "PNG")
        try:
            with atomic_write(output) as file:
                file.write(png.data().data())
        except FileError as error:
            failures.append(str(error))
    for failure in failures:
        print(f"gatestep: {failure}", file=sys.stderr)
    return 1 if failures or faulty else 0


def _picture(
    app: QApplication,
    settings: QSettings,
    size: tuple[int, int],
    tick: int | None,
    chosen: Theme,
    files: list[str],
    recurrent_activation: str | None,
    failures: list[str],
) -> QPixmap:
    theme.apply(app, chosen)
    worker = TorchWorker(app)
    workbench = _workbench("teaching" if files else "sunspots")
    window = MainWindow(workbench, worker, chosen, settings)
    window.messages.complained.connect(failures.append)
    window.ask_nobody(recurrent_activation)
    window.resize(*size)
    window.show()
    worker.start()
    window.open_files(files)
    _wait_until(lambda: not window.busy)
    end = workbench.snapshot().schedule.num_ticks
    workbench.go_to_tick((end // 2 if tick is None else tick) - 1)
    _wait_until(lambda: not window.busy and window.checked)
    app.processEvents()
    picture = window.grab()
    window.close()
    return picture


def data_folder() -> Path:
    """Return the application's own folder, private from now on."""
    path = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    with suppress(OSError):  # who writes there says so
        make_private_folder(path)
    return Path(path)


def _settings() -> QSettings:
    """Return the settings, private from now on: they hold the key of the layout's seal."""
    settings = QSettings()
    if sys.platform not in ("win32", "darwin"):  # there they are private, and no file of Qt's
        make_private_file(settings.fileName())
    return settings


def _application() -> tuple[QApplication, faults.Faults]:
    QCoreApplication.setOrganizationName("Gatestep")
    QCoreApplication.setApplicationName("Gatestep")
    app = QApplication(sys.argv[:1])
    return app, faults.install(app)


def _workbench(example: str) -> Workbench:
    return Workbench(opening.document_of_example(EXAMPLES[example]()))


def _end_on_interrupt(app: QApplication) -> None:
    """Let Ctrl+C in the terminal end the program; Python sees signals only between Qt's events."""
    signal.signal(signal.SIGINT, lambda *_: faults.close_windows_soon())
    timer = QTimer(app)
    timer.timeout.connect(lambda: None)
    timer.start(200)


def _wait_until(done: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not done() and clock.elapsed() < SCREENSHOT_PATIENCE_MILLISECONDS:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
