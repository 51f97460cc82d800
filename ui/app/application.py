"""Application: one QApplication, one window, one worker."""

import gc
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QSettings,
    QStandardPaths,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QMessageBox

from simulator.examples import EXAMPLES
from simulator.files.private import make_private_file, make_private_folder
from simulator.translation import ENGLISH, tr
from ui.app import display, interrupts
from ui.app.qt_application import Application
from ui.faults import faults
from ui.session.document import Document
from ui.session.workbench import Workbench
from ui.style import chrome, fonts
from ui.widgets.plain_box import show_box
from ui.window import language_choice
from ui.window.appearance import remembered_text_size, remembered_theme
from ui.window.main_window import MainWindow
from ui.worker.torch_worker import TorchWorker

if TYPE_CHECKING:
    from simulator.files.workspaces.workspace import Workspace

display.require("pyqtgraph")  # it is imported later; without it there is no window at all


SETTLED_MILLISECONDS = 2_000
"""Time after which what lives is taken to live as long as the window."""


def run_window(
    files: list[str],
    theme_name: str = "system",
    language_name: str = "",
    lesson: str = "",
    handed: "Workspace | None" = None,
) -> int:
    """Open the window, with files or a lesson if there are any, and return when it is closed.

    Args:
        handed: the work of another program, which no file holds; it is shown at first.
    """
    app, reporter = make_application()
    _end_on_interrupt(app)
    reporter.keep_log(data_folder())
    settings = _settings()
    spoken = language_choice.language_of(language_name or language_choice.remembered(settings))
    unreadable = language_choice.font_problem(spoken)
    language_choice.install(app, ENGLISH if unreadable else spoken)
    chosen = remembered_theme(settings, app.styleHints().colorScheme(), theme_name)
    fonts.set_text_size(remembered_text_size(settings))
    chrome.apply(app, chosen)
    worker = TorchWorker(app)
    greets = not (files or lesson or handed)
    window = MainWindow(make_workbench("latch", handed), worker, chosen, settings, greets)
    window.messages.complained.connect(partial(_show_complaint, window))
    window.open_files(files)
    window.show()
    app.open_with(window.open_files)
    if window.preferences.check.on:
        QTimer.singleShot(0, worker.start)
    if lesson:
        QTimer.singleShot(0, partial(window.open_lesson, lesson))  # once the panels are laid out
    elif greets:
        window.greet()
    window.keep_safe(data_folder() / "unsaved")  # last: the start page shows its warning
    QTimer.singleShot(SETTLED_MILLISECONDS, leave_out_of_collections)
    if unreadable:
        line = f"The window speaks English, because {unreadable}"
        print(f"gatestep: {line}", file=sys.stderr)
        window.statusBar().showMessage(line)
    return app.exec()


def leave_out_of_collections() -> None:
    """Let collections of garbage search only what comes from now on; what is garbage by now goes.

    To search the modules and widgets stops the window for a tenth of a second. There are none
    before: at the start nothing is garbage.
    """
    gc.enable()
    gc.collect()
    gc.freeze()


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


def make_application() -> tuple[Application, faults.Faults]:
    """Return the application, and what reports its errors."""
    app = Application(sys.argv[:1])
    return app, faults.install(app)


def make_workbench(example: str, handed: "Workspace | None" = None) -> Workbench:
    """Return a workbench with an example that ships, or with what another program has handed."""
    if handed is not None:
        from ui.documents import opening

        return Workbench(opening.document_of_workspace(handed))
    begun = Document.of_example(EXAMPLES[example]())
    return Workbench(replace(begun, stands_in=True))


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
