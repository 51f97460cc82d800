"""Application: one QApplication, one window, one worker; or a picture of the window."""

import gc
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
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
from PySide6.QtWidgets import QApplication, QMessageBox

from simulator.commands.output import follow
from simulator.commands.place import Place
from simulator.examples import EXAMPLES
from simulator.files.atomic import atomic_write
from simulator.files.errors import FileError
from simulator.files.private import make_private_file, make_private_folder
from simulator.files.workspaces.workspace import Workspace
from simulator.translation import ENGLISH, tr
from ui.app import interrupts
from ui.app.lesson_shot import LessonShot
from ui.app.qt_application import Application
from ui.app.standing import stand_at
from ui.app.training_shot import TrainingShot, train_to
from ui.documents import opening
from ui.faults import faults
from ui.panels.layouts import LEARN, TRAINING
from ui.session.workbench import Workbench
from ui.style import chrome, fonts
from ui.style.theme import Theme, theme_named
from ui.widgets.plain_box import show_box
from ui.window import language_choice
from ui.window.appearance import remembered_text_size, remembered_theme
from ui.window.main_window import MainWindow
from ui.worker.torch_worker import TorchWorker

SCREENSHOT_PATIENCE_MILLISECONDS = 60_000

SETTLED_MILLISECONDS = 2_000
"""Time after which what lives is taken to live as long as the window."""


def run_window(
    files: list[str],
    theme_name: str = "system",
    language_name: str = "",
    lesson: str = "",
    handed: Workspace | None = None,
) -> int:
    """Open the window, with files or a lesson if there are any, and return when it is closed.

    Args:
        handed: the work of another program, which no file holds; it is shown at first.
    """
    app, reporter = _application()
    reporter.keep_log(data_folder())
    settings = _settings()
    spoken = language_choice.language_of(language_name or language_choice.remembered(settings))
    unreadable = language_choice.font_problem(spoken)
    language_choice.install(app, ENGLISH if unreadable else spoken)
    chosen = remembered_theme(settings, app.styleHints().colorScheme(), theme_name)
    fonts.set_text_size(remembered_text_size(settings))
    chrome.apply(app, chosen)
    worker = TorchWorker(app)
    window = MainWindow(_workbench("latch", handed), worker, chosen, settings)
    window.messages.complained.connect(partial(_show_complaint, window))
    window.open_files(files)
    window.keep_safe(data_folder() / "unsaved")
    window.show()
    app.open_with(window.open_files)
    _end_on_interrupt(app)
    if window.preferences.check.on:
        QTimer.singleShot(0, worker.start)
    if lesson:
        QTimer.singleShot(0, partial(window.open_lesson, lesson))  # once the panels are laid out
    elif not files and handed is None:
        window.greet()
    QTimer.singleShot(SETTLED_MILLISECONDS, leave_out_of_collections)
    if unreadable:
        line = f"The window speaks English, because {unreadable}"
        print(f"gatestep: {line}", file=sys.stderr)
        window.statusBar().showMessage(line)
    return app.exec()


def leave_out_of_collections() -> None:
    """Let collections of garbage search only what comes from now on; what is garbage by now goes.

    To search the modules and widgets stops the window for a tenth of a second.
    """
    gc.collect()
    gc.freeze()


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
    workbench = _workbench("latch" if files else "sunspots")
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
    _wait_until(lambda: window.at_rest)
    app.processEvents()
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
    _wait_until(lambda: window.at_rest)
    QCoreApplication.processEvents()
    return subject.grab()


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


def _application() -> tuple[Application, faults.Faults]:
    app = Application(sys.argv[:1])
    return app, faults.install(app)


def _workbench(example: str, handed: Workspace | None = None) -> Workbench:
    if handed is not None:
        return Workbench(opening.document_of_workspace(handed))
    return Workbench(opening.document_of_example(EXAMPLES[example]()))


def _end_on_interrupt(app: QApplication) -> None:
    """Let Ctrl+C in the terminal end the program; Python sees signals only between Qt's events."""
    signal.signal(signal.SIGINT, lambda *_: faults.close_windows_soon())
    if interrupts.was_asked():
        faults.close_windows_soon()
    timer = QTimer(app)
    timer.timeout.connect(lambda: None)
    timer.start(200)


def _show_complaint(window: MainWindow, message: str) -> None:
    show_box(window, tr("The command failed"), message, QMessageBox.Icon.Warning)


def _wait_until(done: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not done() and clock.elapsed() < SCREENSHOT_PATIENCE_MILLISECONDS:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
