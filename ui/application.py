"""The application: one QApplication, one window, one worker; or a picture of the window."""

import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from simulator.examples import EXAMPLES
from ui import faults, opening, theme
from ui.key_filter import KeyFilter
from ui.main_window import MainWindow
from ui.theme import THEMES, Theme
from ui.torch_worker import TorchWorker
from ui.workbench import Workbench

SCREENSHOT_PATIENCE_MILLISECONDS = 60_000


def run_window(files: list[str], theme_name: str = "system") -> int:
    """Open the window, with files if there are any, and stay until it is closed."""
    app = _application()
    settings = QSettings()
    chosen = _theme(app, theme_name, settings)
    theme.apply(app, chosen)
    worker = TorchWorker(app)
    window = MainWindow(_workbench("teaching"), worker, chosen, settings)
    window.complain_in_boxes()
    window.resize(1440, 900)
    window.show()
    _end_on_interrupt(app)
    QTimer.singleShot(0, worker.start)
    window.open_files(files)
    return app.exec()


def take_screenshot(
    output: str,
    size: tuple[int, int] = (1600, 1000),
    tick: int | None = None,
    theme_name: str = "light",
    files: list[str] | None = None,
) -> int:
    """Write a picture of the window after `tick` ticks (the middle by default), and exit.

    Returns 1, with one line on stderr, when a file could not be opened or the picture not written.
    """
    app = _application()
    chosen = THEMES[theme_name]
    theme.apply(app, chosen)
    worker = TorchWorker(app)
    workbench = _workbench("teaching" if files else "sunspots")
    window = MainWindow(workbench, worker, chosen, QSettings("", "screenshot"))
    failures: list[str] = []
    window.complained.connect(failures.append)
    window.resize(*size)
    window.show()
    worker.start()
    window.open_files(files or [])
    _wait_until(lambda: not window.busy)
    end = workbench.snapshot().schedule.num_ticks
    workbench.go_to_tick((end // 2 if tick is None else tick) - 1)
    _wait_until(lambda: not window.busy and window.checked)
    picture = window.grab()
    window.close()
    if failures:
        print(f"gatestep: {failures[0]}", file=sys.stderr)
        return 1
    if not picture.save(output):
        print(
            f"gatestep: {output}: the picture could not be written; is the folder there, and does "
            "the name end in .png?",
            file=sys.stderr,
        )
        return 1
    return 0


def _application() -> QApplication:
    QCoreApplication.setOrganizationName("Gatestep")
    QCoreApplication.setApplicationName("Gatestep")
    app = QApplication(sys.argv[:1])
    app.installEventFilter(KeyFilter(app))
    faults.install(app)
    return app


def _theme(app: QApplication, name: str, settings: QSettings) -> Theme:
    if name == "system":
        name = str(settings.value("theme", "system", type=str))
    return THEMES.get(name) or theme.system_theme(app)


def _workbench(example: str) -> Workbench:
    return Workbench(opening.document_of_example(EXAMPLES[example]()))


def _end_on_interrupt(app: QApplication) -> None:
    """Let Ctrl+C in the terminal end the program; Python sees signals only between Qt's events."""
    signal.signal(signal.SIGINT, lambda *_: app.closeAllWindows())
    timer = QTimer(app)
    timer.timeout.connect(lambda: None)
    timer.start(200)


def _wait_until(done: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not done() and clock.elapsed() < SCREENSHOT_PATIENCE_MILLISECONDS:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
