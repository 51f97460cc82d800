"""Faults: our errors reach the log and the user in one line, and the window goes on."""

import logging
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMainWindow

from simulator.faults import place_of
from simulator.translation import tr
from ui.faults.fault_log import LogFile, home_shortened, log

AGAIN_SECONDS = 1.0
"""Seconds for which an equal line is not repeated: a failing paint fails at every frame."""


class Faults(QObject):
    """Reports exceptions from any thread, and from paints too.

    Signals:
        told: one line. The windows show it later: a status bar repaints itself at once, which must
            not happen within a paint, nor in a thread.
    """

    told = Signal(str)

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._line, self._when = "", 0.0
        self._file: str | None = None
        self.told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def keep_log(self, folder: Path) -> None:
        """Log errors and their tracebacks to a file in a folder, too."""
        file = LogFile(folder)
        log.addHandler(file)
        self._file = file.baseFilename

    def tell(
        self,
        kind: type[BaseException],
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Report an unexpected exception; takes `sys.excepthook`'s arguments."""
        if issubclass(kind, KeyboardInterrupt):
            close_windows_soon()
            return
        value = kind() if value is None else value
        line = tr(
            "Something went wrong in Gatestep ({kind} at {place}): {message}",
            kind=kind.__name__,
            place=place_of(value),
            message=first_line(value),
        )
        if line == self._line and time.monotonic() - self._when < AGAIN_SECONDS:
            return
        self._line, self._when = line, time.monotonic()
        with suppress(RuntimeError):  # the application has ended
            self.told.emit(line)
        log.error(line, exc_info=(kind, value, trace))
        with suppress(OSError, ValueError):  # stderr is closed
            print(f"gatestep: {line}", file=sys.stderr)

    def _show(self, line: str) -> None:
        line = home_shortened(line)
        if self._file is None:
            text = tr("{line}. Nothing on screen is lost.", line=line)
        else:
            file = home_shortened(self._file)
            text = tr(
                "{line}. Nothing on screen is lost; {file} has details, and Help → "
                "Copy details copies them for a report.",
                line=line,
                file=file,
            )
        for window in self._app.topLevelWidgets():
            if isinstance(window, QMainWindow):
                window.statusBar().showMessage(text)


def install(app: QApplication) -> Faults:
    """Route exceptions in slots and threads, and Qt's own warnings, to one place."""
    faults = Faults(app)
    sys.excepthook = faults.tell
    threading.excepthook = lambda args: faults.tell(
        args.exc_type, args.exc_value, args.exc_traceback
    )
    sys.unraisablehook = lambda args: faults.tell(args.exc_type, args.exc_value, args.exc_traceback)
    qInstallMessageHandler(_qt_message)
    return faults


def close_windows_soon() -> None:
    """Close all windows at the next turn of events: within a paint none may ask about saving."""
    QTimer.singleShot(0, QApplication.closeAllWindows)


def first_line(value: BaseException) -> str:
    """Return the first line of an exception's message."""
    return str(value).strip().partition("\n")[0]


def _qt_message(kind: QtMsgType, context: object, message: str) -> None:
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}
    log.log(levels.get(kind, logging.WARNING), message)
