"""Faults: an error of ours reaches the log and the user in one line, and the window goes on."""

import logging
import sys
import threading

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMainWindow

from simulator.faults import place_of
from simulator.wording import tr

log = logging.getLogger("gatestep")
log.addHandler(logging.NullHandler())


def install(app: QApplication) -> None:
    """Lead exceptions in slots and threads, and Qt's own warnings, to one place."""

    def tell(kind: type[BaseException], value: BaseException, trace: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            app.closeAllWindows()
            return
        line = tr(
            "Something went wrong inside ({kind} at {place}): {message}",
            kind=kind.__name__,
            place=place_of(value),
            message=first_line(value),
        )
        log.error(line)
        print(f"gatestep: {line}", file=sys.stderr)
        for window in app.topLevelWidgets():
            if isinstance(window, QMainWindow):
                window.statusBar().showMessage(tr("{line}. What is on screen is kept.", line=line))

    sys.excepthook = tell
    threading.excepthook = lambda args: tell(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    sys.unraisablehook = lambda args: tell(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    qInstallMessageHandler(_qt_message)


def first_line(value: BaseException) -> str:
    """What an exception says, in one line."""
    return str(value).strip().partition("\n")[0]


def _qt_message(kind: QtMsgType, context: object, message: str) -> None:
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}
    log.log(levels.get(kind, logging.WARNING), message)
