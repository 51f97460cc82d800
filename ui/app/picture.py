"""Picture: the window drawn without a display, for the command `screenshot`."""

import sys
import tempfile
from collections.abc import Callable

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QElapsedTimer,
    QEventLoop,
    QSettings,
    QTimer,
)
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from simulator.commands.output import follow
from simulator.commands.place import Place
from simulator.files.atomic import atomic_write
from simulator.files.errors import FileError
from simulator.translation import ENGLISH
from ui.app.application import make_application, make_workbench
from ui.app.lesson_shot import LessonShot
from ui.app.standing import stand_at
from ui.app.training_shot import TrainingShot, train_to
from ui.panels.layouts import LEARN, TRAINING
from ui.session.workbench import Workbench
from ui.style import chrome, fonts
from ui.style.theme import Theme, theme_named
from ui.window import language_choice
from ui.window.main_window import MainWindow
from ui.worker.torch_worker import TorchWorker

PATIENCE_MILLISECONDS, WAKE_MILLISECONDS = 60_000, 50
LAYOUTS_DEEP = 4


def take_screenshot(
    output: str,
    size: tuple[int, int] = (1600, 1000),
    position: Place | int | None = None,
    theme_name: str = "light",
    files: list[str] | None = None,
    language_name: str = ENGLISH,
    recurrent_activation: str | None = None,
    layout: str | None = None,
    text_size: int = fonts.USUAL,
    shot: TrainingShot | None = None,
    lesson: LessonShot | None = None,
) -> int:
    """Write a picture of the window at a place (the middle by default), and exit.

    A number is that of the ticks before the place. The layout is of this window alone. With a shot
    it is one after training, at the end by default, or a film; with a lesson one of its step, and
    neither place nor layout are touched by default.

    Returns 1, with a line on stderr, when a file could not be opened, the picture not written, or
    an error occurred while it was drawn.
    """
    app, reporter = make_application()
    if unreadable := language_choice.font_problem(language_name):
        print(f"gatestep: {unreadable}", file=sys.stderr)
        return 1
    language_choice.install(app, language_name)
    failures: list[str] = []
    faulty: list[str] = []  # internal errors, already printed
    reporter.told.connect(faulty.append)
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        chosen = theme_named(theme_name)
        fonts.set_text_size(text_size)
        picture = _picture(
            app,
            settings,
            size,
            position,
            chosen,
            files or [],
            recurrent_activation,
            layout,
            failures,
            output,
            shot,
            lesson,
        )
    if not failures and picture is not None:
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
    position: Place | int | None,
    chosen: Theme,
    files: list[str],
    recurrent_activation: str | None,
    layout: str | None,
    failures: list[str],
    output: str,
    shot: TrainingShot | None,
    lesson: LessonShot | None,
) -> QPixmap | None:
    """Return the picture; None where a film was written instead."""
    chrome.apply(app, chosen)
    worker = TorchWorker(app)
    workbench = make_workbench("latch" if files else "sunspots")
    window = MainWindow(workbench, worker, chosen, settings)
    window.messages.complained.connect(failures.append)
    window.ask_nobody(recurrent_activation)
    window.resize(*size)
    window.show()
    worker.start()
    window.open_files(files)
    _wait_until(lambda: not window.busy)
    if shot is not None:
        workbench.open_task(shot.task, shot.seed)
    if lesson is not None:
        lesson.open(workbench)
    if lesson is None or layout is not None:
        window.lay_out(layout or (LEARN if shot is None else TRAINING))
    try:
        if shot is not None and position is None:
            workbench.last()
        elif lesson is None or position is not None:
            stand_at(workbench, position)
    except ValueError as error:
        failures.append(f"--position: {error}")
    _settle(window)
    try:
        return window.grab() if shot is None else _trained(shot, workbench, window, output)
    except (FileError, ValueError) as error:
        failures.append(str(error))
        return None
    finally:
        window.close()


def _trained(
    shot: TrainingShot, workbench: Workbench, window: MainWindow, output: str
) -> QPixmap | None:
    """Return the picture after training; None where a film was written instead.

    Raises:
        FileError: the film cannot be written. ValueError: it cannot be trained, in words.
    """
    if shot.film:
        film = shot.shooting(workbench, window, output, _wait_until)
        follow(shot.quiet, "filming", film)
        return None
    train_to(workbench, shot.steps, _wait_until)
    subject = shot.subject(window)
    _settle(window)
    return subject.grab()


def _settle(window: MainWindow) -> None:
    """Wait until the window shows all.

    It is painted in between, which may begin to fill a row; and each layout inside a layout takes
    its room in a turn of its own.
    """
    for _ in range(LAYOUTS_DEEP):
        _wait_until(lambda: window.at_rest)
        QCoreApplication.processEvents()
    _wait_until(lambda: window.at_rest)


def _wait_until(done: Callable[[], bool]) -> None:
    clock, wake = QElapsedTimer(), QTimer()
    clock.start()
    wake.start(WAKE_MILLISECONDS)  # an event, without which Qt would wait for ever
    while not done() and clock.elapsed() < PATIENCE_MILLISECONDS:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
